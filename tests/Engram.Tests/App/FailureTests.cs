using System.Text.Json.Nodes;

namespace Engram.Tests.App;

public sealed class FailureTests
{
    [Fact]
    public void Usage_faults_stand_on_a_line_each_and_exit_with_2()
    {
        var (code, _, error) = Sample.Run("train", "faulty");
        Assert.Equal((2, $"engram: first fault.{Environment.NewLine}engram: second fault.{Environment.NewLine}"), (code, error));
    }

    [Fact]
    public void A_defect_is_one_line_without_a_stack_trace()
    {
        var (code, standard, error) = Sample.Run("train", "broken");
        Assert.Equal((1, string.Empty), (code, standard));
        Assert.Equal(
            "engram: internal error: InvalidOperationException: two lines Run the same command with ENGRAM_DEBUG=1 for the details.",
            error.TrimEnd());
    }

    [Fact]
    public void A_failing_disk_is_no_internal_error()
    {
        var (code, _, error) = Sample.Run("train", "full-disk");
        Assert.Equal((1, "engram: No space left on device."), (code, error.TrimEnd()));
    }

    [Fact]
    public void An_interruption_exits_with_130()
    {
        var (code, _, error) = Sample.Run(new CancellationToken(canceled: true), "train", "long");
        Assert.Equal((130, "engram: interrupted."), (code, error.TrimEnd()));
    }

    [Theory]
    [InlineData("list", 0)]
    [InlineData("list tasks", 0)]
    [InlineData("train x --quiet", 3)]
    [InlineData("train faulty", 2)]
    [InlineData("train broken", 1)]
    [InlineData("train silent", 1)]
    [InlineData("trian", 2)]
    [InlineData("train x --seed one", 2)]
    [InlineData("--help", 0)]
    [InlineData("--version", 0)]
    [InlineData("train --help", 0)]
    public void With_json_standard_output_is_exactly_one_object_whatever_happens(string line, int expected)
    {
        var (code, standard, _) = Sample.Run([.. line.Split(' '), "--json"]);
        Assert.Equal(expected, code);
        Assert.IsType<JsonObject>(JsonNode.Parse(standard));
        Assert.Equal(1, standard.Count(letter => letter == '\n'));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_null_in_json()
    {
        var answer = JsonNode.Parse(Sample.Run("train", "x", "--json").Standard)!.AsObject();
        Assert.True(answer.ContainsKey("loss"));
        Assert.Null(answer["loss"]);
    }

    [Fact]
    public void Quiet_keeps_the_answer_and_drops_remarks()
    {
        var (_, standard, error) = Sample.Run("train", "x", "--quiet");
        Assert.StartsWith("x seed 1", standard, StringComparison.Ordinal);
        Assert.Empty(error);
    }
}
