using Engram.App.Training;
using Engram.Studies;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>The table and the page of a sweep.</summary>
public sealed class SweepTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_table_has_the_same_bytes_for_any_number_of_threads_after_a_stop_and_from_the_report()
    {
        using (var child = Shell.Start(Words("stopped", 600, "--threads", "1", "--quiet")))
        {
            child.WaitForExit(TimeSpan.FromSeconds(1));
            child.Kill();
            child.WaitForExit();
        }

        Shell.Json(3, Words("stopped", 600, "--threads", "2", "--table", folder["stopped.csv"]));
        Shell.Json(3, Words("one", 600, "--threads", "1", "--table", folder["deeper/one.csv"]));
        var text = File.ReadAllText(folder["deeper/one.csv"]);
        Assert.Equal(text, File.ReadAllText(folder["stopped.csv"]));
        Shell.Json(0, "sweep", "report", folder["one"], "--table", folder["again.csv"]);
        Assert.Equal(text, File.ReadAllText(folder["again.csv"]));

        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal("run,delay,seed,outcome,reached,updates,trained-trials,final-overall,final-minimum,final-loss,final-error", lines[0]);
        Assert.Equal(
            ["0ms,1,exhausted,false,600,2400", "0ms,2,exhausted,false,600,2400", "200ms,1,exhausted,false,600,2400", "200ms,2,exhausted,false,600,2400"],
            lines[1..].Select(line => string.Join(',', line.Split(',')[1..7])));
        Assert.All(lines[1..], line => Assert.True(Directory.Exists(folder[$"one/runs/{line.Split(',')[0]}"])));
    }

    [Fact]
    public void The_report_tells_what_has_ended_and_goes_on_to_a_page_of_all()
    {
        var words = Words("some", 0);
        Shell.Json(3, words);
        var run = Directory.GetDirectories(folder["some/runs"])[0];
        Directory.Delete(run, true);
        var answer = Shell.Json(0, "sweep", "report", folder["some"]);
        Assert.Equal((4, 3), ((int)answer["networks"]!, (int)answer["ended"]!));
        Assert.Contains(",unfinished,,,,,,,", File.ReadAllText(folder["some/report/data/sweep.csv"]), StringComparison.Ordinal);
        Shell.Json(3, words);
        Assert.Equal(4, (int)Shell.Json(0, "sweep", "report", folder["some"])["ended"]!);
        Assert.DoesNotContain("unfinished", File.ReadAllText((string)answer["report"]!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_run_and_a_diverged_one_have_rows()
    {
        Shell.Json(4, Words("bad", 400, "--optimiser", "sgd", "--clip-norm", "0", "--sweep", "learning-rate=1e-6,1e12"));
        var table = SweepTable.Read(folder["bad"]);
        var diverged = table.Rows.First(row => row.Outcome == "diverged");
        Assert.False(diverged.Reached);
        File.WriteAllText(Path.Combine(diverged.Path, "failure.json"), "{}");
        var failed = SweepTable.Read(folder["bad"]).Rows.First(row => row.Run == diverged.Run);
        Assert.Equal(("failed", false, null), (failed.Outcome, failed.Ended, failed.Reached));
        Shell.Json(0, "sweep", "report", folder["bad"]);
    }

    [Fact]
    public void Intervals_are_over_networks()
    {
        Shell.Json(3, Words("three", 0));
        var group = Assert.Single(SweepGroup.Along(SweepTable.Read(folder["three"]), 0), group => group.Name == "0ms");
        Assert.Equal((0.0, 0.6576), (group.Share().Value, Math.Round(group.Share().High, 4)));
        var mean = group.Mean(row => row.Configuration.Seed, 1.75);

        // t = 12.706 for one degree of freedom: 1.5 ± 12.706 · 0.7071/√2, cut at 0 and at the most.
        Assert.Equal((1.5, 0, 1.75), (mean.Value, mean.Low, mean.High));
        Assert.Equal(1.5 + (12.706 * 0.5), group.Mean(row => row.Configuration.Seed).High, 3);
        Assert.True(double.IsNaN(group.Mean(_ => 3).Low));
    }

    [Theory]
    [InlineData("There is no folder 'nowhere'", "report", "nowhere")]
    [InlineData("needs the folder of a sweep", "report")]
    [InlineData("has no sweep.json, so it is not the folder of a sweep", "report", "FOLDER")]
    [InlineData("takes only `--table` and `--out`, not `--seeds`", "report", "FOLDER", "--seeds", "1..2")]
    [InlineData("takes only `--table` and `--out`, not `--units`", "report", "FOLDER", "--units", "8")]
    [InlineData("give a file that ends in .csv", "report", "FOLDER", "--table", "x.txt")]
    [InlineData("give a file that ends in .csv", "delayed-match", "--seeds", "1..2", "--table", "x.xlsx")]
    [InlineData("does not know what to do with `more`", "delayed-match", "more", "--seeds", "1..2")]
    public void What_cannot_be_reported_is_one_line(string expected, params string[] words) =>
        Shell.Refused(expected, ["sweep", .. words.Select(word => word.Replace("FOLDER", folder[""], StringComparison.Ordinal))]);

    [Fact]
    public void The_page_and_the_command_name_the_folder_as_the_user_did()
    {
        Shell.Json(3, Words("my sweeps/mine", 0));
        Assert.Contains("The page is my sweeps/mine/report/report.html.", Said("sweep", "report", "my sweeps/mine"), StringComparison.Ordinal);
        var page = File.ReadAllText(folder["my sweeps/mine/report/report.html"]);
        Assert.Contains("engram sweep report &#39;my sweeps/mine&#39;", page, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, page, StringComparison.Ordinal);
        Assert.Contains("The runs are in my sweeps/mine.", Said("sweep", "my sweeps/mine/sweep.json"), StringComparison.Ordinal);

        string Said(params string[] words)
        {
            using var child = Shell.Start(folder.Path, words);
            var text = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            return text;
        }
    }

    [Fact]
    public void A_table_that_is_a_folder_or_in_a_file_is_refused_before_anything_is_trained()
    {
        Directory.CreateDirectory(folder["is.csv"]);
        File.WriteAllText(folder["file"], "");
        foreach (var table in new[] { folder["is.csv"], folder["file/x.csv"] })
        {
            Assert.Equal(2, Shell.Run(Words("refused", 0, "--table", table)).Code);
        }

        Assert.False(Directory.Exists(folder["refused"]));
        Assert.Null(Record.Exception(() => SweepTableFile.Check(folder["new/x.csv"])));
    }

    private string[] Words(string name, int updates, params string[] more) => Tiny.Sweep(folder[name], updates, more);
}
