using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Tests.Analysis;

public sealed class TaskVarianceTests
{
    // Units 0 to 19 vary in left alone, 20 to 39 in right alone, 40 to 54 in up and down, 55 to 59 in none.
    private static readonly int[] Planted = [.. Enumerable.Range(0, 60).Select(unit => unit < 20 ? 0 : unit < 40 ? 1 : unit < 55 ? 2 : 3)];

    [Fact]
    public void Variance_is_that_over_trials_after_the_fixation()
    {
        // In left ±2, in right ±1 in half of the steps; before that anything.
        var recording = Synthetic.Of([0, 1, 0, 1, -1], _ => 6, _ => 2, 2, (step, trial, unit) => step < 2 ? 50 * trial
            : unit == 1 ? 7 : (trial % 2 == 0 ? 2 : step < 4 ? 1 : 0) * (trial < 2 ? -1 : 1));
        var variance = TaskVariance.Of(recording, "side");
        Assert.Equal(["left", "right"], variance.Rules);
        Assert.Equal((4, 0.5), (variance.Values[0, 0], variance.Values[0, 1]));
        Assert.Equal([0], variance.Active);
        Assert.Equal((1, 0.125), (variance.Normalised()[0, 0], variance.Normalised()[0, 1]));
        Assert.Equal(3.5 / 4.5, Assert.Single(variance.Fractional(0, 1)), 1e-12);
        Assert.Equal(-3.5 / 4.5, Assert.Single(variance.Fractional(1, 0)), 1e-12);
        Assert.Equal(variance.Values, TaskVariance.Of(recording, "side", "cue").Values);
    }

    [Fact]
    public void Planted_groups_are_found_exactly_and_units_of_no_task_left_out()
    {
        var variance = TaskVariance.Of(Grouped(), "side");
        Assert.Equal(Enumerable.Range(0, 55), variance.Active);
        var clusters = UnitClusters.Of(variance.Normalised());
        Assert.Equal(3, clusters.Count);
        Assert.Equal(1, AdjustedRandIndex.Of(clusters.Labels, [.. variance.Active.Select(unit => Planted[unit])]), 1e-12);

        // Groups are numbered, and units ordered, by the task that they are for.
        Assert.Equal([.. variance.Active.Select(unit => Planted[unit])], clusters.Labels);
        Assert.Equal(clusters.Order.Select(row => clusters.Labels[row]).Order(), clusters.Order.Select(row => clusters.Labels[row]));
        Assert.Equal(20, variance.Fractional(0, 1).Count(value => value > 0.99));
        Assert.Equal(20, variance.Fractional(0, 1).Count(value => value < -0.99));
        Assert.Equal(40, variance.Fractional(0, 1).Count);
        Assert.Equal(3, clusters.Counts[clusters.Silhouettes.Index().MaxBy(one => one.Item).Index]);
    }

    [Fact]
    public void The_silhouette_is_that_of_the_definition()
    {
        // Distances of 1 within and 10, 9, 11 and 10 between: s = (10.5 − 1)/10.5 at the ends and (9.5 − 1)/9.5 inside.
        double[] line = [0, 1, 10, 11];
        Assert.Equal(((9.5 / 10.5) + (8.5 / 9.5)) / 2, KMeans.Silhouette(line, 1, [0, 0, 1, 1]), 1e-12);
        Assert.Equal(1, AdjustedRandIndex.Of(KMeans.Fit(line, 1, 2, 5, 1), [0, 0, 1, 1]));
    }

    [Fact]
    public void What_makes_no_groups_or_tasks_is_refused()
    {
        var recording = Grouped();
        Assert.Contains("no factor 'rule'", Assert.Throws<UsageException>(() => TaskVariance.Of(recording, "rule")).Message, StringComparison.Ordinal);
        Assert.Contains("`threshold`", Assert.Throws<UsageException>(() => TaskVariance.Of(recording, "side", null, double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("no period 'fixation'", Assert.Throws<UsageException>(() => TaskVariance.Of(recording, "side", "fixation")).Message, StringComparison.Ordinal);
        Assert.Contains("in all trials", Assert.Throws<UsageException>(() => TaskVariance.Of(Synthetic.Of([0, 0], _ => 3, _ => 1, 1, Synthetic.Noise), "side")).Message, StringComparison.Ordinal);
        Assert.Contains("0 steps", Assert.Throws<UsageException>(() => TaskVariance.Of(recording, "side", "delay")).Message, StringComparison.Ordinal);
        Assert.Contains("no groups", Assert.Throws<UsageException>(() => UnitClusters.Of(new double[5, 2])).Message, StringComparison.Ordinal);
    }

    private static Recording Grouped() => Synthetic.Of(Synthetic.Sides(80, 4), _ => 8, _ => 3, 60, (step, trial, unit) =>
        (Planted[unit] == trial % 4 || (Planted[unit] == 2 && trial % 4 == 3) ? 1 : 0.01)
        * (Planted[unit] == 3 ? 0 : Synthetic.Noise(0, trial, 0) * (1 + (0.1 * Synthetic.Noise(1, trial % 4, unit)))));
}
