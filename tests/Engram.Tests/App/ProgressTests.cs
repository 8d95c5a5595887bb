using Engram.App.Terminal;
using Engram.Learning;

namespace Engram.Tests.App;

public sealed class ProgressTests
{
    [Fact]
    public void A_report_reads_as_one_line_and_leaves_out_what_is_unknown()
    {
        Assert.Equal("update 0 of 4000  0.0 updates/s", Report(0).ToString());
        var full = new ProgressReport(1500, 4000, 0.0123456, 0.111, 0.925, 0.88, 812.3, 83, "delay up to 2 s");
        Assert.Equal(
            "update 1500 of 4000  loss 0.0123  performance 92.5 %  minimum 88.0 %  812 updates/s  1 min 23 s left  "
            + "error 0.111  delay up to 2 s",
            full.ToString());
    }

    [Fact]
    public void Nothing_is_estimated_before_there_is_enough_to_tell_and_the_first_update_is_left_out()
    {
        var pace = new Pace();
        pace.Observe(1, 4);
        Assert.Equal(double.NaN, pace.PerSecond);
        pace.Observe(100, 4.9);
        Assert.Equal(double.NaN, pace.PerSecond);
        pace.Observe(201, 5);
        Assert.Equal(200, pace.PerSecond);

        var slow = new Pace();
        slow.Observe(51, 10);
        slow.Observe(54, 16);
        Assert.Equal(double.NaN, slow.PerSecond);
        slow.Observe(56, 20);
        Assert.Equal(0.5, slow.PerSecond);
        Assert.DoesNotContain("left", $"{new ProgressReport(2, 4000, 1, 1, 1, 1, double.NaN, double.NaN)}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_essentials_fit_into_80_columns_and_the_rest_follows() => Assert.Equal(
        "update 150000/400000  loss 12.0123  perf. 100.0 %  min. 88.0 %  812/s  1:01:23 left  error 0.111",
        new ProgressReport(150000, 400000, 12.0123, 0.111, 1, 0.88, 812.3, 3682.5).Brief());

    [Fact]
    public void In_a_pipe_there_is_at_most_a_line_a_second_and_the_last_report_is_never_lost()
    {
        var lines = Show(live: false, 0, 200, 900, 1100, 1200).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["update 0 of", "update 3 of", "update 4 of"], lines.Select(line => line[..11]));
    }

    [Fact]
    public void On_a_terminal_one_line_is_rewritten_and_cut_to_the_width()
    {
        var shown = Show(live: true, 0, 50, 100);
        Assert.Equal("\rupdate 0/4000  0.0\e[K\rupdate 2/4000  0.0\e[K\n", shown);
    }

    [Fact]
    public void Without_a_report_nothing_is_shown() => Assert.Equal(string.Empty, Show(live: true));

    private static ProgressReport Report(long update) => new(update, 4000, double.NaN, double.NaN, double.NaN, double.NaN, 0, double.NaN);

    private static string Show(bool live, params int[] milliseconds)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var now = 0;
        using (var progress = new Progress(writer, live, () => 19, () => TimeSpan.FromMilliseconds(now)))
        {
            for (var update = 0; update < milliseconds.Length; update++)
            {
                now = milliseconds[update];
                progress.Report(Report(update));
            }
        }

        return writer.ToString();
    }
}
