using System.Globalization;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Angles of a training, as the program reports them.</summary>
public sealed class AlignmentAnalysisTests
{
    [Fact]
    public void Angles_of_the_log_are_drawn_and_tabulated()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, [.. Tiny.Train(run, 200, "--credit", "kolen-pollack", "--track-alignment", "true")]);
        Shell.Json(0, "analyse", "alignment", run);
        var place = Path.Combine(run, "analysis", "alignment");
        Assert.All(["gradients", "matrices"], name => Assert.True(File.Exists(Path.Combine(place, "figures", $"{name}.vl.json")), name));
        var rows = File.ReadAllLines(Path.Combine(place, "data", "angles.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(["0", "100", "200"], rows.Select(row => row[0]).Distinct());
        Assert.Contains("w_rec", rows.Select(row => row[1]));
        Assert.Equal("all", rows[0][1]);
        Assert.All(rows.SelectMany(row => row[2..]).Where(cell => cell.Length > 0), cell => Assert.InRange(double.Parse(cell, CultureInfo.InvariantCulture), 0, 180));
        Assert.All(rows, row => Assert.Equal(row[1] is "w_rec" or "w_out", row[3].Length > 0));
    }

    [Fact]
    public void A_run_that_kept_no_angles_is_refused()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, [.. Tiny.Train(run, 2, "--credit", "rflo")]);
        Shell.Refused("train again with `--track-alignment true`", "analyse", "alignment", run);
        Shell.Refused("`--track-alignment` is true, but with `--readout-rule ridge` no gradient is computed", [.. Tiny.Train(folder["other"], 2, "--readout-rule", "ridge", "--track-alignment", "true")]);
    }
}
