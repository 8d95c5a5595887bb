using System.Globalization;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Modulation by the direction of movement, as the program reports it.</summary>
public sealed class HexadirectionalAnalysisTests
{
    [Fact]
    public void A_planted_column_of_a_file_is_found_with_its_orientation_and_others_are_not()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["voxels.csv"], Voxels());
        Shell.Json(0, "analyse", "hexadirectional", folder["voxels.csv"], "--shuffles", "499");
        var rows = File.ReadAllLines(Path.Combine(folder["voxels-hexadirectional"], "data", "folds.csv")).Select(row => row.Split(',')).ToArray();
        Assert.Equal(1 + (3 * 5), rows.Length);
        string[] Modulated(string signal) => [.. rows[1..].Where(row => row[0] == signal && row[9] == "true").Select(row => row[1])];
        Assert.Equal(["6"], Modulated("six"));
        Assert.Empty(Modulated("none"));
        Assert.Equal(["4"], Modulated("four"));
        var six = rows[1..].First(row => row[0] == "six" && row[1] == "6");
        Assert.Equal(10, double.Parse(six[3], CultureInfo.InvariantCulture), 2.0);
        Assert.Contains("1 of 3 signals are modulated 6-fold", File.ReadAllText(Path.Combine(folder["voxels-hexadirectional"], "report.html")), StringComparison.Ordinal);
    }

    // Straight trials that follow each other: from the end of one to the beginning of the next is no movement.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Trials_of_a_file_are_told_apart(bool numbered)
    {
        using var folder = new TemporaryFolder();
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var random = new Engram.Numerics.RandomStream(new Engram.Numerics.StreamKey(5, Engram.Numerics.Purpose.Analysis), 0);
        text.Write(numbered ? "trial,x,y,signal,frame\n" : "x,y,signal,frame\n");
        for (var trial = 0; trial < 400; trial++)
        {
            var (direction, x, y) = (random.NextUniform(-Math.PI, Math.PI), random.NextUniform(), random.NextUniform());
            var signal = (0.5 * Math.Cos(6 * direction)) + random.NextNormal();
            for (var step = 0; step < 6; step++)
            {
                text.Write(FormattableString.Invariant($"{(numbered ? trial + "," : "")}{x + (0.001 * step * Math.Cos(direction)):R},{y + (0.001 * step * Math.Sin(direction)):R},{signal:R},{step}\n"));
            }
        }

        File.WriteAllText(folder["trials.csv"], text.ToString());
        Shell.Json(0, "analyse", "hexadirectional", folder["trials.csv"], "--columns", "signal");
        var rows = File.ReadAllLines(Path.Combine(folder["trials-hexadirectional"], "data", "folds.csv")).Skip(1).Select(row => row.Split(',')).ToArray();
        Assert.Equal(5, rows.Length);
        Assert.Equal(0.5, double.Parse(rows[0][2], CultureInfo.InvariantCulture), 0.15);
        var report = File.ReadAllText(Path.Combine(folder["trials-hexadirectional"], "report.html"));
        Assert.Contains("The first session has 200 stretches of movement and the second 200", report, StringComparison.Ordinal);
        Assert.Equal(!numbered, report.Contains("The position jumps", StringComparison.Ordinal));
        Assert.Equal(numbered, report.Contains("Each trial has one stretch", StringComparison.Ordinal));
    }

    [Fact]
    public void The_units_of_a_network_are_summed()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(
            3, "train", "bird-space", "--cell", "elman", "--units", "6", "--place-cells", "9", "--trials", "4", "--validation-trials", "4", "--max-updates", "1", "--out", folder["run"]);
        Shell.Json(0, "analyse", "hexadirectional", folder["run"], "--trials", "60", "--shuffles", "19", "--period", "imagine");
        Assert.Equal(1 + 5, File.ReadAllLines(Path.Combine(folder["run"], "analysis", "hexadirectional", "data", "folds.csv")).Length);
        var (code, _, error) = Shell.Run("analyse", "hexadirectional", folder["run"], "--period", "imagin", "--trials", "60");
        Assert.Equal(2, code);
        Assert.Contains("no trial has such a period", error, StringComparison.Ordinal);
    }

    // 1200 straight steps of random directions, with signals of cos 6(θ − 10°), noise, and cos 4(θ − 20°), all with noise.
    private static string Voxels()
    {
        var (text, x, y) = (new StringWriter(CultureInfo.InvariantCulture), 0.0, 0.0);
        var random = new Engram.Numerics.RandomStream(new Engram.Numerics.StreamKey(4, Engram.Numerics.Purpose.Analysis), 0);
        text.Write("x,y,six,none,four\n");
        for (var step = 0; step <= 1200; step++)
        {
            var direction = random.NextUniform(-Math.PI, Math.PI);
            (x, y) = (x + Math.Cos(direction), y + Math.Sin(direction));
            double Signal(int fold, double degrees) => Math.Cos(fold * (direction - (degrees * Math.PI / 180))) + (0.5 * random.NextNormal());
            text.Write(FormattableString.Invariant($"{x:R},{y:R},{Signal(6, 10):R},{random.NextNormal():R},{Signal(4, 20):R}\n"));
        }

        return text.ToString();
    }
}
