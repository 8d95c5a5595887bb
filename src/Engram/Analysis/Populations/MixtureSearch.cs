using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Follows random starts of a mixture to their ends and keeps the best.</summary>
internal sealed class MixtureSearch(GaussianMixture settings, MixtureData data)
{
    // Apart from what else is drawn under the same seed.
    private const long Streams = 1L << 40;

    // After so many iterations the order of the starts is all but settled, and so many of them are followed to their ends.
    private const int Early = 50;
    private const int Finalists = 5;
    private readonly double[] prior = Prior(settings, data);

    /// <summary>The best of all starts: the greatest likelihood, or bound, where every population holds enough units.</summary>
    public MixtureState Best()
    {
        var draws = new RandomStream(new StreamKey(settings.Seed, Purpose.Analysis), Streams);

        // One population has one fit.
        var starts = new MixtureState[settings.Populations == 1 ? 1 : settings.Restarts];
        for (var start = 0; start < starts.Length; start++)
        {
            var state = starts[start] = new MixtureState(data, settings.Populations);
            if (start % 2 == 0)
            {
                Scatter(state, ref draws);
            }
            else
            {
                Gather(state, ref draws);
            }

            Follow(state, 0, Early);
        }

        var best = Ranked(starts).Take(Finalists).ToArray();
        Array.ForEach(best, state => Follow(state, Early, settings.MaxIterations));
        var found = Ranked(best).First();
        if (settings.Method == MixtureMethod.Variational)
        {
            Describe(found);
        }

        return found;
    }

    // The bound of a variational fit needs no care of small populations, since its priors have a covariance for them.
    private IEnumerable<MixtureState> Ranked(IEnumerable<MixtureState> states) => states
        .OrderBy(state => settings.Method == MixtureMethod.Em && state.IsDegenerate).ThenByDescending(state => state.Objective);

    private void Follow(MixtureState state, int first, int end)
    {
        var before = double.NegativeInfinity;
        for (var iteration = first; iteration < Math.Min(end, settings.MaxIterations); iteration++)
        {
            if (settings.Method == MixtureMethod.Em)
            {
                state.Maximise(settings);
                state.Expect();
            }
            else
            {
                state.Infer(settings, prior);
                state.ExpectUnderPosterior();
            }

            // The first bound is without the entropy of the start.
            if (iteration > 1 && !(state.Objective - before >= settings.Tolerance * data.Count))
            {
                return;
            }

            before = state.Objective;
        }
    }

    // The likelihood at the mean of the posterior, and the labels under the posterior itself.
    private static void Describe(MixtureState state)
    {
        state.Measure();
        state.ExpectUnderPosterior();
    }

    private void Scatter(MixtureState state, ref RandomStream draws)
    {
        for (var i = 0; i < data.Count; i++)
        {
            var sum = 0.0;
            foreach (var r in state.Responsibilities)
            {
                sum += r[i] = draws.NextExponential();
            }

            foreach (var r in state.Responsibilities)
            {
                r[i] /= sum;
            }
        }
    }

    // Each unit mostly to the chosen unit in whose direction, or opposite to which, it lies; where means are free, to the nearest.
    private void Gather(MixtureState state, ref RandomStream draws)
    {
        const double Share = 0.8;
        var populations = state.Responsibilities.Length;
        int[] chosen = [.. Enumerable.Range(0, data.Count)];
        Resampling.Shuffle<int>(chosen, ref draws);
        double[][] points = [.. Enumerable.Range(0, data.Count).Select(Point)];
        for (var i = 0; i < data.Count; i++)
        {
            var winner = Enumerable.Range(0, populations).MaxBy(p => Likeness(points[i], points[chosen[p]]));
            for (var p = 0; p < populations; p++)
            {
                state.Responsibilities[p][i] = ((1 - Share) / populations) + (p == winner ? Share : 0);
            }
        }
    }

    private double Likeness(double[] x, double[] y)
    {
        var (xy, xx, yy) = (DenseRows.Dot(x, y), DenseRows.Dot(x, x), DenseRows.Dot(y, y));
        return !settings.ZeroMean ? (2 * xy) - xx - yy : yy > 0 ? Math.Abs(xy) / Math.Sqrt(yy) : 0;
    }

    private double[] Point(int unit)
    {
        var point = new double[data.Columns];
        for (var c = 0; c < point.Length; c++)
        {
            point[c] = data.Column(c)[unit];
        }

        return point;
    }

    // The covariance of all units.
    private static double[] Prior(GaussianMixture settings, MixtureData data)
    {
        var (all, mean) = (new double[data.Stride], new double[data.Columns]);
        var prior = new double[data.Columns * data.Columns];
        all.AsSpan(0, data.Count).Fill(1.0 / data.Count);
        data.Moments(all, out _, mean, prior);
        for (var c = 0; c < data.Columns; c++)
        {
            prior[(c * data.Columns) + c] += settings.Ridge;
        }

        return prior;
    }
}
