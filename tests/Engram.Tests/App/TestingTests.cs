using Engram.Numerics;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

public sealed class TestingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public TestingTests()
    {
        run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 0));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Test_reports_each_condition_with_its_interval()
    {
        var answer = Shell.Json(0, "test", run, "--trials", "60");
        var conditions = answer["conditions"]!.AsArray();
        Assert.Equal(["hi-hi", "hi-lo", "lo-hi", "lo-lo"], conditions.Select(condition => (string)condition!["condition"]!));
        Assert.Equal(60, conditions.Sum(condition => (int)condition!["trials"]!));
        Assert.Equal(conditions.Sum(condition => (int)condition!["correct"]!) / 60.0, (double)answer["performance"]!, 12);
        Assert.All(conditions, condition => Assert.Equal(
            Binomial.Wilson((int)condition!["correct"]!, (int)condition["trials"]!),
            ((double)condition["low"]!, (double)condition["high"]!)));
        Assert.Contains("95 % interval", Shell.Run("test", run, "--trials", "60").Standard, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pinned_factor_has_that_value_in_every_trial()
    {
        var answer = Shell.Json(0, "test", run, "--trials", "40", "--f1", "hi", "--delay", "300ms");
        Assert.All(
            answer["conditions"]!.AsArray(),
            condition => Assert.StartsWith("hi-", (string)condition!["condition"]!, StringComparison.Ordinal));
        Assert.Equal("300ms", (string?)answer["pinned"]!["delay"]);
    }

    [Fact]
    public void A_sweep_has_one_row_a_value_and_each_is_what_pinning_that_value_gives()
    {
        var answer = Shell.Json(0, "test", run, "--trials", "40", "--sweep", "delay=0s,1s,500ms");
        var rows = answer["sweep"]!["rows"]!.AsArray();
        Assert.Equal("delay", (string?)answer["sweep"]!["factor"]);
        Assert.Equal(["0s", "1s", "500ms"], rows.Select(row => (string)row!["value"]!));
        var pinned = Shell.Json(0, "test", run, "--trials", "40", "--delay", "1s");
        Assert.Equal((double)pinned["error"]!, (double)rows[1]!["error"]!);
        Assert.NotEqual((double)rows[0]!["error"]!, (double)rows[1]!["error"]!);
        Assert.Equal(120, answer["conditions"]!.AsArray().Sum(condition => (int)condition!["trials"]!));
        Assert.Equal(
            5,
            Shell.Run("test", run, "--trials", "40", "--sweep", "delay=0s,1s,2s").Standard
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void The_seed_decides_the_trials()
    {
        double Error(string seed) => (double)Shell.Json(0, "test", run, "--trials", "20", "--seed", seed)["error"]!;
        Assert.Equal(Error("5"), Error("5"));
        Assert.NotEqual(Error("5"), Error("6"));
    }

    [Fact]
    public void All_faults_of_factors_and_sweep_are_told_together()
    {
        var (code, _, error) = Shell.Run("test", run, "--dely", "1s", "--f1", "high", "--sweep", "delay=1s,2x");
        Assert.Equal(2, code);
        Assert.Contains("which has no factor `--dely`. Did you mean `--delay`?", error, StringComparison.Ordinal);
        Assert.Contains("f1", error, StringComparison.Ordinal);
        Assert.Contains("'2x'", error, StringComparison.Ordinal);
        Assert.Equal(3, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("has no values", "--sweep", "delay")]
    [InlineData("has no values", "--sweep", "delay=")]
    [InlineData("leave one of the two out", "--sweep", "delay=1s", "--delay", "2s")]
    [InlineData("is given 2 times", "--delay", "1s", "--delay", "2s")]
    [InlineData("needs a value", "--delay")]
    public void What_cannot_be_swept_or_pinned_is_refused(string expected, params string[] words)
    {
        var (code, _, error) = Shell.Run(["test", run, .. words]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
