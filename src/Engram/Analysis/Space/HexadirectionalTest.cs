using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Tests whether a signal is modulated by the direction θ of movement through a space of two dimensions with n-fold symmetry, as the sum of many grid cells of one orientation is with n = 6. A general
/// linear model of one session (a constant, cos nθ and sin nθ) gives the orientation φ = atan2(β_sin, β_cos)/n; another session, which knows nothing of φ, is tested for cos n(θ − φ).
/// </summary>
/// <remarks>
/// p is one-sided, against shuffles of the signals of the second session among its samples. It is exact whatever the distribution of the noise is, if samples are exchangeable where there is
/// no modulation. Samples that follow each other in time are not, for neighbours are alike: signals are then turned in time against the directions (<see cref="DirectionalSignal.IsCourse"/>), by each
/// number of samples if there are no more of these than shuffles are asked for.
/// <para>β estimates a cos nε, where a is the amplitude and ε the error of φ, whose standard deviation is about √(2/N)·σ/(na) for N samples with noise of standard deviation σ.</para>
/// </remarks>
[Cite("10.1126/science.aaf0941", "Constantinescu, O'Reilly & Behrens 2016, Organizing conceptual knowledge in humans with a gridlike code")]
[Cite("10.1038/nature08704", "Doeller, Barry & Burgess 2010, Evidence for grid cells in a human memory network")]
public sealed record HexadirectionalTest
{
    private const int MostFold = 100;
    private static readonly int[] Published = [4, 5, 7, 8];

    /// <summary>n, the symmetry that is asked for.</summary>
    [Range(1, MostFold)]
    public int Fold { get; init; } = 6;

    /// <summary>Other symmetries, tested alike for comparison.</summary>
    [NotASetting]
    public IReadOnlyList<int> ControlFolds { get; init; } = Published;

    /// <summary>Whether the orientation of the second session is tested in the first one too. Results are then the means of both ways.</summary>
    public bool BothWays { get; init; }

    /// <summary>Shuffles P, below whose 1/(P + 1) no p is.</summary>
    [Range(19, 1_000_000)]
    public int Shuffles { get; init; } = 999;

    /// <summary>Expected share of false ones among the signals that are said to be modulated with one symmetry.</summary>
    [Range(0, 1, Above = true)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>Seed of the shuffles.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Tests all signals.</summary>
    /// <param name="first">The session that gives the orientation.</param>
    /// <param name="second">The session in which it is tested, with the same signals.</param>
    /// <exception cref="UsageException">A setting is not allowed, the sessions differ in their signals, or their directions are too few or too alike.</exception>
    public HexadirectionalResult Of(DirectionalSignal first, DirectionalSignal second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Check();
        if (first.Signals.Count != second.Signals.Count)
        {
            throw new UsageException($"The first session has {first.Signals.Count} signals, but the second has {second.Signals.Count}; give the same signals in both.");
        }

        int[] folds = [Fold, .. ControlFolds];
        FoldDesign[] before = [.. folds.Select(fold => new FoldDesign(fold, first.Directions, "first"))], after = [.. folds.Select(fold => new FoldDesign(fold, second.Directions, "second"))];
        double[][] signals = [.. first.Signals.Select(Centred)], tested = [.. second.Signals.Select(Centred)];
        var pairs = new SessionPair[signals.Length, folds.Length];
        for (var v = 0; v < signals.Length; v++)
        {
            for (var k = 0; k < folds.Length; k++)
            {
                pairs[v, k] = new(before[k], after[k], signals[v], BothWays);
            }
        }

        var p = PValues(pairs, tested, second.IsCourse);
        double[][] corrected = [.. p.Select(values => MultipleTesting.Holm(values))];
        bool[][] modulated = [.. folds.Select((_, k) => MultipleTesting.BenjaminiHochberg([.. corrected.Select(values => values[k])], FalseDiscoveries))];
        return new([.. signals.Select((_, v) => new HexadirectionalSignal(v, [.. folds.Select((fold, k) =>
        {
            var (phase, other) = (pairs[v, k].Phase, after[k].Phase(after[k].Products(tested[v])));
            var aligned = DirectionalAlignment.Of(second.Directions, second.Signals[v], fold, phase);
            aligned = BothWays ? aligned.With(DirectionalAlignment.Of(first.Directions, first.Signals[v], fold, other)) : aligned;
            return new DirectionalModulation(
                fold, Degrees(phase, fold), Degrees(other, fold), Math.IEEERemainder(other - phase, 2 * Math.PI) / fold * 180 / Math.PI, pairs[v, k].Slope(tested[v]),
                aligned.Aligned, aligned.Misaligned, p[v][k], corrected[v][k], modulated[k][v]);
        })]))]);
    }

    private double[][] PValues(SessionPair[,] pairs, double[][] tested, bool isCourse)
    {
        var (signals, folds) = (pairs.GetLength(0), pairs.GetLength(1));
        var (observed, asGreat) = (new double[signals, folds], new int[signals, folds]);
        int[] order = [.. Enumerable.Range(0, tested[0].Length)];
        var (shuffled, turns) = (new double[order.Length], order.Length - 1);
        var count = isCourse ? Math.Min(Shuffles, turns) : Shuffles;
        for (var shuffle = -1; shuffle < count; shuffle++)
        {
            if (shuffle >= 0)
            {
                var stream = Resampling.Stream(Seed, shuffle);
                order = [.. Enumerable.Range(0, order.Length)];
                if (isCourse)
                {
                    var late = count == turns ? shuffle + 1 : 1 + stream.NextInt(turns);
                    order = [.. order.Select(sample => (sample + late) % order.Length)];
                }
                else
                {
                    Resampling.Shuffle<int>(order, ref stream);
                }
            }

            for (var v = 0; v < signals; v++)
            {
                for (var i = 0; i < order.Length; i++)
                {
                    shuffled[i] = tested[v][order[i]];
                }

                for (var k = 0; k < folds; k++)
                {
                    var slope = pairs[v, k].Slope(shuffled);
                    if (shuffle < 0)
                    {
                        observed[v, k] = slope;
                    }

                    // Equal sums may differ by rounding where the order of adding differs.
                    asGreat[v, k] += shuffle >= 0 && slope >= observed[v, k] - (1e-9 * Math.Abs(observed[v, k])) ? 1 : 0;
                }
            }
        }

        return [.. Enumerable.Range(0, signals).Select(v => Enumerable.Range(0, folds).Select(k => (1.0 + asGreat[v, k]) / (1 + count)).ToArray())];
    }

    private void Check()
    {
        Settings.Check(this);
        MultipleTesting.CheckRate(FalseDiscoveries);
        ArgumentNullException.ThrowIfNull(ControlFolds);
        if (ControlFolds.Append(Fold).Distinct().Count() <= ControlFolds.Count || ControlFolds.Any(fold => fold is < 1 or > MostFold))
        {
            throw new UsageException($"`ControlFolds` is {string.Join(", ", ControlFolds)}, but these must differ from each other and from `Fold`, which is {Fold}, and be from 1 to {MostFold}; such as 4, 5, 7, 8.");
        }
    }

    private static double[] Centred(IReadOnlyList<double> signal)
    {
        double[] centred = [.. signal];
        FoldDesign.Centre(centred);
        return centred;
    }

    // From 0 up to 360/n.
    private static double Degrees(double phase, int fold) => (((phase * 180 / Math.PI) + 360) % 360) / fold;

    /// <summary>One signal in both sessions with one symmetry; that of the second session may be shuffled.</summary>
    private readonly struct SessionPair(FoldDesign first, FoldDesign second, double[] signal, bool bothWays)
    {
        private readonly (double Cosine, double Sine) products = first.Products(signal);

        public double Phase { get; } = first.Phase(first.Products(signal));

        public double Slope(ReadOnlySpan<double> other)
        {
            var there = second.Products(other);
            var slope = second.Slope(there, Phase);
            return bothWays ? (slope + first.Slope(products, second.Phase(there))) / 2 : slope;
        }
    }
}
