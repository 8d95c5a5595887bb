using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>Tests of a run of a time series: the table of measures, closed loops and warm-ups by the ordinary flags, and what is refused.</summary>
public sealed class SeriesCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public SeriesCommandTests()
    {
        run = folder["run"];
        Shell.Json(
            3, "train", "mackey-glass", "--units", "6", "--trials", "2", "--validation-trials", "1", "--length", "60", "--test-length", "50", "--warm-up", "20", "--max-updates", "1",
            "--out", run);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Measures_are_a_table_over_trials_and_valid_times_are_there_where_the_loop_is_closed()
    {
        var open = Shell.Json(0, "test", run, "--trials", "7")["measures"]!.AsArray();
        Assert.Equal(["rmse", "nrmse-deviation", "nrmse-range", "nrmse-variance", "valid-time"], open.Select(measure => (string)measure!["measure"]!));
        Assert.Equal([7, 7, 7, 7, 0], open.Select(measure => (int)measure!["trials"]!));
        Assert.All(open.Take(4), measure => Assert.InRange((double)measure!["median"]!, (double)measure["least"]!, (double)measure["greatest"]!));
        Assert.Null(open[4]!["median"]);
        var text = Shell.Run("test", run, "--trials", "7").Standard.Split('\n');
        Assert.Equal(["measure", "median", "least", "greatest", "trials"], text[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["valid-time", "-", "-", "-", "0"], text[7].Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var closed = Shell.Json(0, "test", run, "--trials", "7", "--horizon", "40")["measures"]!.AsArray();
        Assert.Equal(7, (int)closed[4]!["trials"]!);
        Assert.InRange((double)closed[4]!["greatest"]!, 0, 40 * 0.0056);
        Assert.NotEqual((double)open[0]!["median"]!, (double)closed[0]!["median"]!);
    }

    [Fact]
    public void Sweeps_have_a_column_for_each_measure_and_each_value_is_as_if_it_were_alone()
    {
        var rows = Shell.Json(0, "test", run, "--trials", "4", "--sweep", "horizon=0,30")["sweep"]!["rows"]!.AsArray();
        var alone = Shell.Json(0, "test", run, "--trials", "4", "--horizon", "30");
        Assert.Equal(alone["measures"]!.ToJsonString(), rows[1]!["measures"]!.ToJsonString());
        Assert.Equal(
            Shell.Json(0, "test", run, "--trials", "4")["measures"]!.ToJsonString(), rows[0]!["measures"]!.ToJsonString());
        Assert.Contains("median valid-time", Shell.Run("test", run, "--trials", "4", "--sweep", "horizon=0,30").Standard, StringComparison.Ordinal);
        var longer = Shell.Json(0, "test", run, "--trials", "4", "--warm-up", "200", "--length", "90");
        Assert.Equal("200", (string?)longer["pinned"]!["warm-up"]);
    }

    [Theory]
    [InlineData("--horizon", "2.5", "samples are counted")]
    [InlineData("--horizon", "-1", "horizon cannot be -1")]
    [InlineData("--horizon", "soon", "horizon cannot be 'soon'")]
    [InlineData("--length", "0", "length cannot be 0")]
    [InlineData("--horizons", "5", "Did you mean `--horizon`?")]
    public void What_no_test_can_do_is_refused_in_a_line(string flag, string value, string expected) =>
        Shell.Refused(expected, "test", run, "--trials", "4", flag, value);

    [Fact]
    public void A_closed_loop_without_a_warm_up_is_refused() =>
        Shell.Refused("before a closed loop", "test", run, "--trials", "4", "--warm-up", "0", "--horizon", "5");
}
