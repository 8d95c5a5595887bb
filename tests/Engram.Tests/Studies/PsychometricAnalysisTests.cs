using Engram.Studies.Common;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>What a network chooses against a quantity of the trial, as the program reports it.</summary>
public sealed class PsychometricAnalysisTests
{
    [Fact]
    public void The_fit_finds_the_curve_that_choices_were_drawn_from()
    {
        // Shares of 1/(1 + e^(−(x − 1)/2)) exactly: of 1000 trials at each x, as many as it says.
        var (x, chosen) = (new List<double>(), new List<bool>());
        for (var value = -8; value <= 8; value++)
        {
            var count = (int)Math.Round(1000 / (1 + Math.Exp(-(value - 1) / 2.0)));
            x.AddRange(Enumerable.Repeat((double)value, 1000));
            chosen.AddRange(Enumerable.Range(0, 1000).Select(k => k < count));
        }

        var fit = LogisticFit.Of(x, chosen)!;
        Assert.Equal(1, fit.Midpoint, 0.01);
        Assert.Equal(2, fit.Scale, 0.01);
        Assert.Equal(0.5, fit.At(fit.Midpoint), 12);

        // Turned round, the other choice has the same midpoint and the opposite scale.
        var other = LogisticFit.Of(x, [.. chosen.Select(one => !one)])!;
        Assert.Equal((fit.Midpoint, -fit.Scale), (other.Midpoint, other.Scale), new Near());
        Assert.True(fit.SlopeError is > 0 and < 0.02);
    }

    [Fact]
    public void Choices_that_a_value_separates_have_no_fit()
    {
        Assert.Null(LogisticFit.Of([-2, -1, 1, 2], [false, false, true, true]));
        Assert.Null(LogisticFit.Of([-2, -1, 1, 2], [true, true, false, false]));
        Assert.Null(LogisticFit.Of([-1, 1, 1, 2], [false, false, true, true]));
        Assert.Null(LogisticFit.Of([-1, 1], [true, true]));
        Assert.NotNull(LogisticFit.Of([-1, 1, -1, 1, 2], [false, true, true, false, true]));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(3)]
    [InlineData(2)]
    public void Trials_of_one_value_stay_in_one_group(int most)
    {
        // Values of 1 to 20 trials each.
        var trials = Enumerable.Range(1, 20).SelectMany(value => Enumerable.Repeat(((double)value, value % 2), value)).ToList();
        var groups = PsychometricAnalysis.Groups(trials, most);
        Assert.InRange(groups.Count, 2, most);
        Assert.Equal(trials, groups.SelectMany(group => group));
        Assert.All(groups.Zip(groups.Skip(1)), pair => Assert.True(pair.First[^1].X < pair.Second[0].X));

        // As even as whole values allow.
        Assert.True(groups.Max(group => group.Count) <= (trials.Count / most) + 20);
    }

    [Fact]
    public void Each_trial_is_counted_once_with_the_sign_of_its_direction()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, "train", "perceptual-decision", "--units", "8", "--trials", "4", "--max-updates", "1", "--out", run);
        Shell.Json(0, "analyse", "psychometric", run, "--trials", "110");
        var rows = File.ReadAllLines(Path.Combine(run, "analysis", "psychometric", "data", "choices.csv"))
            .Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(["-16", "-8", "-4", "-2", "-1", "1", "2", "4", "8", "16"], rows.Select(row => row[0]).Distinct());
        Assert.All(rows.GroupBy(row => row[0]), value => Assert.Equal(int.Parse(value.First()[3]), value.Sum(row => int.Parse(row[2]))));
    }

    [Theory]
    [InlineData("free", "asks for no choice")]
    [InlineData("delayed-match", "took two values")]
    public void A_task_without_choices_or_values_is_refused_in_a_sentence(string task, string sentence)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, "train", task, "--units", "8", "--trials", "4", "--max-updates", "1", "--out", run);
        var (code, _, error) = Shell.Run("analyse", "psychometric", run, "--trials", "20");
        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-6 && Math.Abs(x.Item2 - y.Item2) < 1e-6;

        public int GetHashCode((double, double) obj) => 0;
    }
}
