using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Components_of_a_known_covariance_are_its_eigenvectors()
    {
        // Four points on the axes of (1, 1)/√2 and (1, −1)/√2, at ±3 and ±1 from (10, 20): variances 18/3 and 2/3.
        var r = Math.Sqrt(0.5);
        double[] rows = [10 + (3 * r), 20 + (3 * r), 10 - (3 * r), 20 - (3 * r), 10 + r, 20 - r, 10 - r, 20 + r];
        var components = PrincipalComponents.Of(rows, 2);
        Assert.Equal([10, 20], components.Mean, Close);
        Assert.Equal([6, 2.0 / 3], components.Variances, Close);
        Assert.Equal([0.9, 0.1], components.Explained, Close);
        Assert.Equal([r, r], components.Components[..2], Close);
        Assert.Equal(r, Math.Abs(components.Components[2]), 1e-12);
        Assert.Equal(-components.Components[2], components.Components[3], 1e-12);
        Assert.Equal(100 / 82.0, components.ParticipationRatio, 1e-12);
        Assert.Equal([3, -3, 0, 0], components.Project(rows, 1), Close);
        Assert.Equal((0, 1, 1, 2, 2), (components.ComponentsFor(0), components.ComponentsFor(0.5), components.ComponentsFor(0.9),
            components.ComponentsFor(0.91), components.ComponentsFor(1)));
    }

    [Fact]
    public void Components_are_orthonormal_diagonalise_and_have_a_fixed_sign()
    {
        const int N = 7, Rows = 600;
        var stream = Synthetic.Stream();
        double[] mix = [.. Enumerable.Range(0, N * N).Select(_ => stream.NextNormal())];
        var rows = new double[Rows * N];
        for (var row = 0; row < Rows; row++)
        {
            for (var j = 0; j < N; j++)
            {
                var source = stream.NextNormal();
                for (var i = 0; i < N; i++)
                {
                    rows[(row * N) + i] += mix[(i * N) + j] * source;
                }
            }
        }

        var components = PrincipalComponents.Of(rows, N);
        var scores = components.Project(rows, N);
        for (var a = 0; a < N; a++)
        {
            var v = components.Components.AsSpan(a * N, N).ToArray();
            Assert.True(v.MaxBy(Math.Abs) > 0);
            for (var b = 0; b < N; b++)
            {
                var w = components.Components.AsSpan(b * N, N).ToArray();
                Assert.Equal(a == b ? 1 : 0, v.Zip(w, (x, y) => x * y).Sum(), 1e-10);
                var covariance = Enumerable.Range(0, Rows).Sum(row => scores[(row * N) + a] * scores[(row * N) + b]) / (Rows - 1);
                Assert.Equal(a == b ? components.Variances[a] : 0, covariance, 1e-9);
            }
        }

        Assert.Equal(components.Variances.OrderDescending(), components.Variances);
    }

    [Fact]
    public void The_participation_ratio_of_a_ball_is_its_dimension()
    {
        foreach (var k in new[] { 1, 3, 5 })
        {
            var stream = Synthetic.Stream(k);
            double[] rows = [.. Enumerable.Range(0, 20_000 * 6).Select(i => i % 6 < k ? stream.NextNormal() : 4)];
            var components = PrincipalComponents.Of(rows, 6);
            Assert.Equal(k, components.ParticipationRatio, 0.01);
            Assert.Equal(k, components.ComponentsFor(0.999));
        }

        Assert.Equal(0, PrincipalComponents.Of([1, 2, 1, 2], 2).ParticipationRatio);
    }

    [Fact]
    public void A_recording_is_pooled_over_trials_and_the_steps_of_a_period()
    {
        // One unit moves in the cue and the other in the delay; the catch trial is far away, and so is what follows the shorter trial.
        var recording = Synthetic.Of([0, 1, -1], trial => 6 + trial, _ => 3, 2, (step, trial, unit) =>
            trial == 2 ? 100 : 5 + (step < 3 == (unit == 0) ? step % 2 : 0));
        Assert.Equal([1, 0], PrincipalComponents.OfRecording(recording, "cue").Components[..2], Close);
        Assert.Equal([0, 1], PrincipalComponents.OfRecording(recording, "delay").Components[..2], Close);
        Assert.All(PrincipalComponents.OfRecording(recording).Mean, mean => Assert.InRange(mean, 5, 5.5));
        Assert.Throws<UsageException>(() => PrincipalComponents.OfRecording(recording, "test"));
    }

    [Fact]
    public void Paths_are_averages_over_the_steps_that_all_trials_have()
    {
        var recording = Synthetic.Of([0, 1, 0, 1, -1], trial => 6 + trial, _ => 3, 2, (step, trial, unit) =>
            unit == 0 ? step : trial % 2 == 0 ? trial : -1);
        var averages = ConditionAverages.Of(recording);
        Assert.Equal(6, averages.Steps);
        Assert.Equal(["left", "right"], averages.Conditions.Select(average => average.Name));
        Assert.Equal([0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1], averages.Conditions[0].Rates);
        Assert.Equal("cue", Assert.Single(averages.Periods).Name);

        var components = PrincipalComponents.OfRecording(recording);
        var paths = Trajectories.Of(recording, components, 1, "side");
        Assert.Equal(0.02, paths.Times[0], 1e-12);
        Assert.Equal(components.Project(averages.Conditions[1].Rates, 1), paths.Conditions[1].Points);
        Assert.Throws<UsageException>(() => Trajectories.Of(recording, components, 3));
    }

    [Fact]
    public void What_has_no_components_is_refused()
    {
        Assert.Throws<UsageException>(() => PrincipalComponents.Of([1, 2, 3], 2));
        Assert.Throws<UsageException>(() => PrincipalComponents.Of([1, 2], 2));
        Assert.Throws<UsageException>(() => PrincipalComponents.Of([1, double.NaN], 1));
        Assert.Throws<UsageException>(() => PrincipalComponents.Of([1, 2], 1).ComponentsFor(1.1));
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
}
