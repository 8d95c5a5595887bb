using System.Globalization;
using Engram.Configuration;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Codes of place of a network and of a file, as the program reports them.</summary>
public sealed class GridAnalysisTests
{
    private static readonly string[] Shapes = ["hexagons", "compass", "wall", "noise"];

    [Fact]
    public void A_layer_of_a_network_is_mapped_and_its_numbers_written()
    {
        using var folder = new TemporaryFolder();
        var run = Trained(folder);
        Shell.Json(0, "analyse", "grid", run, "--trials", "20", "--shuffles", "19", "--bins", "8");
        var place = Path.Combine(run, "analysis", "grid");
        var rows = File.ReadAllLines(Path.Combine(place, "data", "units.csv"));
        Assert.Equal(1 + 12, rows.Length);
        Assert.DoesNotContain(rows, row => row.Contains("NaN", StringComparison.Ordinal));
        Assert.Equal(1 + (12 * 64), File.ReadAllLines(Path.Combine(place, "data", "maps.csv")).Length);
        var report = File.ReadAllText(Path.Combine(place, "report.html"));
        Assert.Contains("of 12 units are grid cells", report, StringComparison.Ordinal);
        Assert.Contains("cm from the true one at the last step", report, StringComparison.Ordinal);
        Shell.Json(0, "analyse", "grid", run, "--layer", "0", "--trials", "20", "--shuffles", "19", "--bins", "8", "--out", folder["units"]);
        Assert.Equal(1 + 6, File.ReadAllLines(Path.Combine(folder["units"], "data", "units.csv")).Length);
    }

    [Fact]
    public void Planted_cells_of_a_file_are_found_and_what_is_odd_about_the_movement_is_told()
    {
        using var folder = new TemporaryFolder();
        var file = folder["rat.csv"];
        File.WriteAllText(file, Planted(gaps: true));
        Shell.Json(0, "analyse", "grid", file, "--shuffles", "99", "--smoothing", "1");
        var place = folder["rat-grid"];
        var rows = File.ReadAllLines(Path.Combine(place, "data", "units.csv")).Select(row => row.Split(',')).ToArray();
        int Column(string name) => Array.IndexOf(rows[0], name);
        Assert.Equal(["true", "false", "false", "false"], rows[1..].Select(row => row[Column("grid_cell")]));
        Assert.Equal(["false", "true", "false", "false"], rows[1..].Select(row => row[Column("head_direction_cell")]));
        Assert.Equal("true", rows[3][Column("border_cell")]);
        Assert.Equal(0.5, double.Parse(rows[1][Column("spacing")], CultureInfo.InvariantCulture), 0.06);
        Assert.Equal(Shapes, rows[1..].Select(row => row[0]));
        var report = File.ReadAllText(Path.Combine(place, "report.html"));
        Assert.Contains("In 3 steps", report, StringComparison.Ordinal);
        Assert.Contains("The position jumps", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_are_read_as_a_table_is()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rat.csv"], Planted(gaps: false));
        string[][] rows = [.. File.ReadAllLines(folder["rat.csv"]).Skip(1).Select(row => row.Split(','))];
        float[] Numbers(int column) => [.. rows.Select(row => float.Parse(row[column], CultureInfo.InvariantCulture))];
        NamedArray rates = new("rates", [.. rows.SelectMany(row => row[4..].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)))], rows.Length, Shapes.Length);
        Npz.Write(folder["rat.npz"], [new NamedArray("time", Numbers(0)), new("x", Numbers(1)), new("y", Numbers(2)), new("heading", Numbers(3)), rates]);
        Assert.Equal(["rates-1", "rates-2", "rates-3", "rates-4"], new MovementFile().Read(folder["rat.npz"]).UnitNames);
        Assert.Equal(["noise"], new MovementFile { Columns = ["noise"] }.Read(folder["rat.csv"]).UnitNames);
        var (table, arrays) = (new MovementFile().Read(folder["rat.csv"]), new MovementFile().Read(folder["rat.npz"]));
        Assert.Equal(table.Rates, arrays.Rates);
        Assert.Equal(table.Covariates, arrays.Covariates);
        Assert.Equal(20.Ms.TotalSeconds, arrays.Dt.TotalSeconds, 1e-5);
    }

    [Theory]
    [InlineData("x,y,u\n0,0,1\n1,,x\n", "column 'u'")]
    [InlineData("x,y,u\n0,0,1\n1,1,\n", "is empty")]
    [InlineData("x,y\n0,0\n1,1\n", "no column of activity")]
    [InlineData("a,y,u\n0,0,1\n", "names the column 'x'")]
    [InlineData("x,y,u\n,0,1\n1,,2\n", "both finite numbers")]
    [InlineData("time,x,y,u\n0,0,0,1\n0,1,1,2\n", "it must rise")]
    [InlineData("time,x,y,u\n0,0,0,1\n", "at least two rows")]
    [InlineData("x,y,u\n0,0,1\n0,0,2\n", "over which there is no map")]
    [InlineData("x,y,u\n0,abc,1\n0,0,2\n", "which is no number")]
    [InlineData("x,y,u\n4500000,0,1\n4500002,1,2\n", "subtract 4500000 from all of them")]
    [InlineData("x,y,heading,u\n0,0,359,1\n0,1,2,2\n", "more than a full turn")]
    public void A_file_that_cannot_be_used_is_refused_and_leaves_nothing(string text, string hint)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rat.csv"], text);
        var (code, _, error) = Shell.Run("analyse", "grid", folder["rat.csv"]);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["rat-grid"]));
    }

    [Theory]
    [InlineData("nowhere.csv", "There is no file")]
    [InlineData("nowhere-0.5", "There is no run")]
    public void A_missing_file_is_told_from_a_missing_run_and_leaves_nothing(string name, string hint)
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = Shell.Run("analyse", "grid", folder[name]);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--x", "xx", "has no such covariate")]
    [InlineData("--columns", "unit-1", "a network has no columns")]
    [InlineData("--layer", "2", "has 1 layer")]
    [InlineData("--bins", "2", "5")]
    [InlineData("--shuffles", "5", "19")]
    [InlineData("--false-discoveries", "0.0001", "0.001")]
    [InlineData("--false-discoveries", "0.001 --shuffles 19", "at least 999 shuffles")]
    public void What_a_run_does_not_have_is_refused_and_leaves_nothing(string flag, string value, string hint)
    {
        using var folder = new TemporaryFolder();
        var run = Trained(folder);
        var (code, _, error) = Shell.Run(["analyse", "grid", run, "--trials", "4", flag, .. value.Split(' ')]);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    private static string Trained(TemporaryFolder folder)
    {
        var run = folder["run"];
        Shell.Json(
            3, "train", "path-integration", "--cell", "lstm", "--units", "6", "--layers", "12:linear:0.5", "--place-cells", "10", "--trials", "4", "--validation-trials", "4", "--path", "400ms",
            "--walk", "rayleigh(speed 0.8, turning 660)", "--max-updates", "1", "--out", run);
        return run;
    }

    // A hexagonal grid of 0.5 m, a head-direction cell, a cell along the right wall and one that tells nothing, over a walk of 160 s.
    private static string Planted(bool gaps)
    {
        var room = Arena.Square(2.2);
        var path = RayleighWalk.Sorscher.Through(room, 8000, 20.Ms, seed: 5);
        var grid = new GridTargets { Count = 1, Spacing = 0.5 }.In(room);
        var (text, activity, noise) = (new StringWriter(CultureInfo.InvariantCulture), new double[1], RayleighWalk.Sorscher.Through(room, 8000, 20.Ms, seed: 6));
        text.Write($"time,x,y,heading,{string.Join(',', Shapes)}\n");
        for (var t = 1; t <= path.Steps; t++)
        {
            var (x, y, heading) = (path.X[t], path.Y[t], path.Heading[t]);
            grid.Activity(x, y, heading, activity);
            var (jump, gap) = (gaps && t == 4000 ? 3 : 0, gaps && t is 100 or 101 or 7000);
            text.Write(FormattableString.Invariant(
                $"{0.02 * t:R},{(gap ? "" : (Math.Clamp(x + jump, -1.1, 1.1)).ToString("R", CultureInfo.InvariantCulture))},{y:R},{heading:R},{activity[0]:R},{Math.Exp(3 * (Math.Cos(heading) - 1)):R},{Math.Exp(-Math.Pow(1.1 - x, 2) / 0.02):R},{1 + Math.Sin(noise.Heading[t]):R}\n"));
        }

        return text.ToString();
    }
}
