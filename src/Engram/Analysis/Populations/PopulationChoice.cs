using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// The number of populations in a loading space: among the numbers for which fits to random 80 % of the units agree with each other, the
/// one with the least Bayesian information criterion.
/// </summary>
/// <param name="Counts">Each number that was tried, from 1.</param>
/// <param name="Populations">The number that is chosen.</param>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public sealed record PopulationChoice(IReadOnlyList<PopulationCount> Counts, int Populations)
{
    private const int Subsamples = 20;
    private const double Share = 0.8;

    // Apart from what else is drawn under the same seed.
    private const long Streams = 3L << 40;

    /// <summary>The fit with the chosen number of populations.</summary>
    public ConnectivityFit Fit => Counts[Populations - 1].Fit;

    /// <summary>Tries 1, 2, … populations.</summary>
    /// <param name="space">The loading space.</param>
    /// <param name="most">The greatest number to try.</param>
    /// <param name="seed">Decides subsamples and starts.</param>
    /// <param name="mixture">
    /// How mixtures are fitted; its number of populations and seed do not matter. Zero-mean and from 10 starts without.
    /// </param>
    /// <param name="stability">The mean adjusted Rand index that makes a number of populations stable.</param>
    /// <param name="threads">Threads that work; the result has the same bits on any number.</param>
    /// <exception cref="UsageException">An argument is not allowed, or there are too few units; all faults together.</exception>
    public static PopulationChoice Of(
        LoadingSpace space, int most = 4, ulong seed = 0, GaussianMixture? mixture = null, double stability = 0.75, int threads = 1)
    {
        var one = (mixture ?? new GaussianMixture { Restarts = 10 }) with { Populations = 1, Seed = seed };
        var kept = (int)(Share * space.Units);
        Check(space, most, stability, threads, kept);
        _ = one.Fit(space);
        int[][] subsamples = [.. Enumerable.Range(0, Subsamples).Select(s => Subsample(space.Units, kept, seed, s))];

        // For each K: the fit to all units, then those to the subsamples. One population needs no subsamples.
        (int K, int Subsample)[] jobs =
        [
            .. from k in Enumerable.Range(1, most) from s in Enumerable.Range(-1, k == 1 ? 1 : Subsamples + 1) select (k, s),
        ];
        var fits = new ConnectivityFit[jobs.Length];
        using (var workers = new Workers(Math.Min(threads, jobs.Length)))
        {
            workers.Run(jobs.Length, (_, job) =>
            {
                var (k, s) = jobs[job];
                fits[job] = (one with { Populations = k }).Fit(s < 0 ? space : Part(space, subsamples[s]));
            });
        }

        PopulationCount[] counts =
        [
            .. Enumerable.Range(1, most).Select(k => Count(
                k,
                fits[Array.IndexOf(jobs, (k, -1))],
                [.. Enumerable.Range(0, k == 1 ? 0 : Subsamples).Select(s => fits[Array.IndexOf(jobs, (k, s))].Labels)],
                subsamples,
                stability)),
        ];
        return new(counts, counts.Where(count => count.IsStable).MinBy(count => count.Bic)!.Populations);
    }

    private static PopulationCount Count(
        int k, ConnectivityFit fit, IReadOnlyList<int>[] labels, int[][] subsamples, double stability)
    {
        double[] agreements =
        [
            .. from a in Enumerable.Range(0, labels.Length)
               from b in Enumerable.Range(0, a)
               select Agreement(subsamples[a], labels[a], subsamples[b], labels[b]),
        ];
        var mean = agreements.Length == 0 ? 1 : agreements.Average();
        var spread = agreements.Length == 0 ? 0 : Math.Sqrt(agreements.Average(value => Math.Pow(value - mean, 2)));
        return new(k, fit.SoftLogLikelihood, fit.Bic, mean, spread, mean >= stability, fit);
    }

    private static double Agreement(int[] unitsA, IReadOnlyList<int> a, int[] unitsB, IReadOnlyList<int> b)
    {
        var other = unitsB.Index().ToDictionary(pair => pair.Item, pair => b[pair.Index]);
        int[] shared = [.. Enumerable.Range(0, unitsA.Length).Where(i => other.ContainsKey(unitsA[i]))];
        return AdjustedRandIndex.Of(Array.ConvertAll(shared, i => a[i]), Array.ConvertAll(shared, i => other[unitsA[i]]));
    }

    private static int[] Subsample(int units, int kept, ulong seed, int index)
    {
        var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), Streams + index);
        int[] order = [.. Enumerable.Range(0, units)];
        Resampling.Shuffle<int>(order, ref stream);
        return [.. order[..kept].Order()];
    }

    private static LoadingSpace Part(LoadingSpace space, int[] units)
    {
        IReadOnlyList<double[]> Kept(IReadOnlyList<double[]> columns) =>
            [.. columns.Select(column => Array.ConvertAll(units, i => column[i]))];

        return space with
        {
            Cell = space.Cell with { Units = units.Length }, M = Kept(space.M), N = Kept(space.N), I = Kept(space.I), W = Kept(space.W),
        };
    }

    private static void Check(LoadingSpace space, int most, double stability, int threads, int kept)
    {
        var faults = new List<string>();
        if (most is < 1 or > 50)
        {
            faults.Add(FormattableString.Invariant($"`most` is {most}; give a number of populations from 1 to 50."));
        }

        if (!(stability >= 0 && stability <= 1))
        {
            faults.Add(FormattableString.Invariant($"`stability` is {stability}; give a number from 0 to 1."));
        }

        if (threads < 1)
        {
            faults.Add(FormattableString.Invariant($"`threads` is {threads}; give a whole number of at least 1."));
        }

        if (kept < Math.Max(space.Columns.Count + 1, most))
        {
            faults.Add(FormattableString.Invariant($"80 % of {space.Units} units are too few for {space.Columns.Count} columns ")
                + FormattableString.Invariant($"and {most} populations; use a larger network."));
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }
}
