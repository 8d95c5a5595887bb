using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Studies;

/// <summary>
/// Tree-structured Parzen estimator: learns where good trials lie. Of n trials, the best ⌈γ n⌉ give a density l(u) of places where it was good,
/// all others g(u). The next trial is the candidate, of some drawn from l, with the greatest l(u)/g(u), which maximises the expected
/// improvement below the γ-quantile of the objective: EI(u) ∝ (γ + (1 − γ) g(u)/l(u))⁻¹.
/// </summary>
/// <remarks>
/// Bergstra, Bardenet, Bengio and Kégl 2011, Algorithms for hyper-parameter optimization (Advances in Neural Information Processing Systems 24), whose densities
/// are products over settings; here settings vary together, as in Falkner, Klein and Hutter 2018 (doi:10.48550/arXiv.1807.01774), so that
/// valleys that run aslant are found. Trials of the same round, whose results are not known yet, count as bad, so that a round spreads out.
/// </remarks>
[Cite("10.1088/1749-4699/8/1/014008", "Bergstra et al. 2015, Hyperopt: a Python library for model selection and hyperparameter optimization")]
[Cite("10.48550/arXiv.1807.01774", "Falkner, Klein & Hutter 2018, BOHB: Robust and efficient hyperparameter optimization at scale")]
public sealed record TpeSampler : Sampler
{
    // More good trials would make l as wide as the space again.
    private const int MostGood = 25, LeastGood = 2;

    /// <summary>Trials before anything is learned from them, also from those that diverged; until then they are those of <c>random</c>.</summary>
    [Range(2, 10_000), Unit("trials")]
    public int Startup { get; init; } = 16;

    /// <summary>γ, the share of trials that count as good, of which there are at least 2 and at most 25.</summary>
    [Range(0, 0.9, Above = true)]
    public double Good { get; init; } = 0.15;

    /// <summary>Candidates drawn for each trial.</summary>
    [Range(1, 100_000)]
    public int Candidates { get; init; } = 24;

    internal override bool Learns => true;

    internal override double[] Propose(SearchHistory history, int trial)
    {
        var known = history.Known.Count(one => one.Score.IsKnown);
        if (history.Known.Count < Startup || known < LeastGood)
        {
            return Halton.Point(history.Space.Count, trial, history.Seed);
        }

        // In a stable order, so that of equal scores the earlier trial is the better one.
        double[][] places = [.. history.Known.OrderBy(one => one.Score).Select(one => one.Place)];
        var count = Math.Min(known, Math.Clamp((int)Math.Ceiling(Good * places.Length), LeastGood, MostGood));
        var l = new ParzenDensity(history.Space, places[..count]);
        var g = new ParzenDensity(history.Space, [.. places[count..], .. history.Pending]);
        var stream = new RandomStream(new StreamKey(history.Seed, Purpose.Search), trial);
        var (best, most) = (Array.Empty<double>(), double.NegativeInfinity);
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            double[] place = [.. history.Space.Zip(l.Draw(ref stream), (dimension, u) => dimension.Place(dimension.Text(u)))];

            // What was tried before tells nothing new: the same network is the same to the bit.
            var isNew = !places.Concat(history.Pending).Any(other => other.AsSpan().SequenceEqual(place));
            var ratio = isNew ? l.Log(place) - g.Log(place) : double.NegativeInfinity;
            if (ratio > most || best.Length == 0)
            {
                (best, most) = (place, ratio);
            }
        }

        return best;
    }
}
