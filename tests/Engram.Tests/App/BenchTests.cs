using System.Text.Json.Nodes;
using Engram.App;
using Engram.App.Benchmarking;
using Engram.App.Commands;
using Engram.App.Terminal;
using Engram.Configuration;

namespace Engram.Tests.App;

public sealed class BenchTests
{
    private static readonly BenchShape Tiny = new("leaky", 10, 8, 3);

    [Fact]
    public void Every_shape_is_measured_on_every_number_of_threads()
    {
        var (code, standard, _) = Run(
            "--shape", "leaky:10,8,3", "--shape", "gru:8,6,2", "--threads", "1,2", "--rounds", "2", "--time", "0ms");
        Assert.Equal(ExitCode.Done, code);
        var answer = JsonNode.Parse(standard)!.AsObject();
        Assert.Equal(["machine", "peaks", "rows"], answer.Select(member => member.Key));
        Assert.Equal(["processor", "cores", "instructions", "runtime"], answer["machine"]!.AsObject().Select(member => member.Key));
        Assert.All(answer["peaks"]!.AsArray(), peak => Assert.True((double)peak!["gflops"]!["median"]! > 0));
        var rows = answer["rows"]!.AsArray();
        Assert.Equal(
            ["leaky:10,8,3 1", "leaky:10,8,3 2", "gru:8,6,2 1", "gru:8,6,2 2"], rows.Select(row => $"{row!["shape"]} {row["threads"]}"));
        foreach (var row in rows)
        {
            Assert.Equal(
                ["shape", "cell", "credit", "units", "steps", "trials", "threads", "updates", "milliseconds", "processor", "gflops", "share"],
                row!.AsObject().Select(member => member.Key));
            Assert.Equal(2, (int)row["updates"]!);
            Assert.True((double)row["milliseconds"]!["min"]! <= (double)row["milliseconds"]!["median"]!);
        }
    }

    [Fact]
    public void Rules_of_credit_are_measured_beside_back_propagation()
    {
        string[] words = ["bench", "--shape", "gru:8,6,2", "--threads", "1", "--rounds", "1", "--time", "0ms", "--credit", "rflo,back-propagation"];
        var rows = Shell.Json(0, words)["rows"]!.AsArray();
        Assert.Equal(["gru:8,6,2 rflo", "gru:8,6,2"], rows.Select(row => (string?)row!["shape"]));
        Assert.Equal(["rflo", "back-propagation"], rows.Select(row => (string?)row!["credit"]));
        Assert.Contains("÷ back-propagation", Shell.Run(words).Standard, StringComparison.Ordinal);
        Shell.Refused("There is no credit rule 'backprop'.", [.. words[..^1], "backprop"]);
    }

    [Fact]
    public void Flops_count_each_recurrent_matrix()
    {
        Assert.Equal(6.0 * 100 * 100 * 250 * 20, BenchShape.Parse("leaky:100,250,20").Flops);
        Assert.Equal(3, BenchShape.Parse("gru:8,6,2").Flops / BenchShape.Parse("elman:8,6,2").Flops);
        Assert.Equal(12.0 * 8 * 6 * 2, BenchShape.Parse("low-rank:8,6,2").Flops);
        Assert.Equal(4, BenchShape.Parse("lstm:8,6,2").Flops / BenchShape.Parse("elman:8,6,2").Flops);
        Assert.All(BenchShape.Standard, shape => Assert.Equal(shape, BenchShape.Parse(shape.ToString())));
    }

    [Theory]
    [InlineData("leaky")]
    [InlineData("leaky:100,250")]
    [InlineData("leaky:0,250,20")]
    [InlineData("leaki:100,250,20")]
    public void What_is_no_shape_is_refused(string text) => Assert.Throws<UsageException>(() => BenchShape.Parse(text));

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--time", "300")]
    [InlineData("--serve", "--json")]
    public void Flags_without_sense_are_usage_errors(params string[] flags) => Assert.Equal(ExitCode.Usage, Run(flags).Code);

    [Fact]
    public void A_served_benchmark_answers_each_line()
    {
        using var answers = new StringWriter();
        new BenchServer(new StringReader("3\nmuch\n1\n"), answers).Run(Tiny, 1, CancellationToken.None);
        var lines = answers.ToString().Split('\n');
        Assert.Equal("ready", lines[0]);
        Assert.Equal(3, JsonNode.Parse(lines[1])!.AsArray().Count);
        Assert.Contains("much", lines[2], StringComparison.Ordinal);
        Assert.Single(JsonNode.Parse(lines[3])!.AsArray());
    }

    [Theory]
    [InlineData("leaky")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void Updates_on_the_fixed_batch_learn(string cell)
    {
        using var loop = new UpdateLoop(Tiny with { Cell = cell, Units = 20 }, 2);
        loop.Run();
        var first = loop.Loss;
        for (var i = 0; i < 200; i++)
        {
            loop.Run();
        }

        Assert.True(loop.Loss < first / 2, $"{first} to {loop.Loss}");
    }

    [Fact]
    public void A_spread_is_the_median_with_its_extremes()
    {
        Assert.Equal(new Spread(2, 1, 9), Spread.Of([9, 1, 2]));
        Assert.Equal(new Spread(2.5, 1, 9), Spread.Of([9, 1, 2, 3]));
        Assert.Equal("2.5 [1.0, 9.0]", Spread.Of([9, 1, 2, 3]).ToText("0.0"));
    }

    private static (int Code, string Standard, string Error) Run(params string[] flags)
    {
        using var standard = new StringWriter();
        using var error = new StringWriter();
        string[] json = flags.Contains("--json") ? [] : ["--json"];
        var code = new Application([new BenchCommand()], standard, error, TerminalTraits.None)
            .Run(["bench", .. flags, .. json], TestContext.Current.CancellationToken);
        return (code, standard.ToString(), error.ToString());
    }
}
