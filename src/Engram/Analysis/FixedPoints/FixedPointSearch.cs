using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// The search from one start after another on one thread: Newton steps on G(s) = F(s) − s where one at least halves |G|, else
/// Levenberg-Marquardt steps on q = ½|G|². |G| falls with every step, so the linear pieces of a rectified network cannot be visited in a
/// cycle; on the edge between two of them both sides count.
/// </summary>
/// <remarks>
/// Levenberg (1944) and Marquardt (1963), <see href="https://doi.org/10.1137/0111030"/>, with the damping rule of Nielsen (1999).
/// </remarks>
/// <param name="map">F; used by this search alone.</param>
/// <param name="input">u (I).</param>
/// <param name="finder">Iterations and tolerance.</param>
/// <param name="reach">The longest Newton step.</param>
internal sealed class FixedPointSearch(StepMap map, double[] input, FixedPointFinder finder, double reach)
{
    // As small as rounding in A Aᵀ: it leaves a regular Newton step as it is and makes a singular one the shortest.
    private const double LeastDamping = 1e-15;
    private const double FirstDamping = 1e-3;
    private const double StationaryCosine = 1e-6;
    private const double LeastGain = 1e-4;
    private const double ShortestStep = 1e-8;
    private const double ChordRatio = 0.25;

    // Newton steps are tried again, after one was of no use, when |G| falls so fast or so many iterations later: they cost a factorisation.
    private const double PromisingRatio = 0.25;
    private const int Patience = 8;

    // A slow point is looked for within this share of the spread of the starts: farther away the gradient is not linear.
    private const double SlowReach = 0.6;
    private const int MostTrials = 20;
    private const int MostPieces = 3;
    private readonly FixedPointStep step = new(map.Width);
    private readonly LuFactor factor = new(map.Width);
    private readonly double[] gradient = new double[map.Width];
    private readonly double[] other = new double[map.Width * map.Width];
    private readonly double[] delta = new double[map.Width];
    private double[] s = new double[map.Width];
    private double[] g = new double[map.Width];
    private double[] trialState = new double[map.Width];
    private double[] trialG = new double[map.Width];
    private double size, trialSize;
    private double damping, growth;
    private double[] probe = [];

    /// <summary>Searches.</summary>
    /// <param name="start">Where from (S).</param>
    /// <param name="anchors">Points found before, one of which it may turn out to lead to.</param>
    /// <returns>Where it ended, and as what.</returns>
    public (double[] State, PointKind Kind) From(ReadOnlySpan<double> start, IReadOnlyList<FixedPointAnchor> anchors)
    {
        start.CopyTo(s);
        size = Evaluate(s, g);
        (damping, growth, step.Scale) = (FirstDamping, 2, 0);
        var next = 0;
        for (var iteration = 0; iteration < finder.MaxIterations; iteration++)
        {
            if (Nearest(anchors, PointKind.Fixed, double.PositiveInfinity) is { } known && known.LeadsHere(s, g, Residual))
            {
                return (known.State, PointKind.Fixed);
            }

            var isFixed = IsFixed();
            map.Jacobian(s, input, step.A);
            step.Form();
            if (!isFixed && Nearest(anchors, PointKind.Slow, SlowReach * reach) is { } slow)
            {
                step.Gradient(g, gradient);
                if (slow.LeadsHere(s, gradient, Gradient))
                {
                    return (slow.State, PointKind.Slow);
                }
            }

            var tries = isFixed || iteration >= next;
            var isRegular = tries && factor.Factor(step.A);
            if (isFixed)
            {
                // One step more, which gives the digits that the tolerance does not ask for.
                if (TryNewton(isRegular) && trialSize < size)
                {
                    Accept();
                }

                return (s.ToArray(), PointKind.Fixed);
            }

            var before = size;
            if (tries && TryNewton(isRegular) && Norm(delta) <= reach && trialSize <= size / 2)
            {
                Accept();
                Chord(isRegular);
                continue;
            }

            if (IsStationary())
            {
                return (s.ToArray(), PointKind.Slow);
            }

            if (!Descend())
            {
                return (s.ToArray(), IsStationary() ? PointKind.Slow : PointKind.Unconverged);
            }

            next = size <= PromisingRatio * before ? iteration + 1 : tries ? iteration + Patience : next;
        }

        return (s.ToArray(), IsFixed() ? PointKind.Fixed : PointKind.Unconverged);
    }

    private bool IsFixed() => Largest(g) <= finder.Tolerance * (1 + Largest(s));

    // δ = −A⁻¹ G, by elimination where A is regular; else the shortest step.
    private bool TryNewton(bool isRegular)
    {
        if (!isRegular)
        {
            return Try(LeastDamping);
        }

        factor.Solve(g, delta);
        return Step(-1);
    }

    // Steps with the last A cost N² instead of N³, and are as good as new ones while |G| falls fast. Never the last ones: a point is
    // judged, and finished, with its own A.
    private void Chord(bool isRegular)
    {
        while (isRegular && !IsFixed() && TryNewton(true) && Norm(delta) <= reach && trialSize <= ChordRatio * size)
        {
            Accept();
        }
    }

    private FixedPointAnchor? Nearest(IReadOnlyList<FixedPointAnchor> anchors, PointKind kind, double within)
    {
        FixedPointAnchor? nearest = null;
        foreach (var anchor in anchors)
        {
            if (anchor.Kind == kind && anchor.Distance(s) is var distance && distance <= within)
            {
                (nearest, within) = (anchor, distance);
            }
        }

        return nearest;
    }

    // G(s), and Aᵀ G = (∂F/∂s)ᵀ G − G, elsewhere than at the state of the search.
    private void Residual(double[] state, double[] result) => Evaluate(state, result);

    private void Gradient(double[] state, double[] result)
    {
        probe = probe.Length == 0 ? new double[state.Length] : probe;
        Evaluate(state, probe);
        map.VectorJacobian(state, input, probe, result);
        Rows.AddScaled(result, -1, probe);
    }

    // Gᵀ A = 0 at a minimum of q; G lies then across everything that a small step can change.
    private bool IsStationary()
    {
        step.Gradient(g, gradient);
        return Norm(gradient) <= StationaryCosine * Math.Sqrt(step.Scale * map.Width) * size;
    }

    // Where no step leads down, however short, the gradient points across an edge of a linear piece, and the other side has a say.
    private bool Descend()
    {
        for (var piece = 0; piece < MostPieces && !IsStationary(); piece++)
        {
            if (DescendHere())
            {
                return true;
            }

            map.Jacobian(trialState, input, other);
            if (!step.Blend(other, g))
            {
                return false;
            }

            (damping, growth) = (FirstDamping, 2);
        }

        return false;
    }

    private bool DescendHere()
    {
        for (var trial = 0; trial < MostTrials; trial++)
        {
            if (Try(damping))
            {
                // q(s) − q(s + δ) against what the linear model promised, ½(μ|δ|² − δᵀ Aᵀ G).
                var predicted = ((damping * step.Scale * Rows.Dot(delta, delta)) - Rows.Dot(delta, gradient)) / 2;
                var gain = ((size * size) - (trialSize * trialSize)) / 2 / predicted;
                if (gain > LeastGain)
                {
                    damping = Math.Max(1e-12, damping * Math.Max(1.0 / 3, 1 - Math.Pow((2 * gain) - 1, 3)));
                    growth = 2;
                    Accept();
                    return true;
                }

                if (Norm(delta) <= ShortestStep * (1 + Norm(s)))
                {
                    return false;
                }
            }

            (damping, growth) = (damping * growth, 2 * growth);
        }

        return false;
    }

    private bool Try(double relativeDamping)
    {
        return step.Solve(g, relativeDamping * step.Scale, delta) && Step(1);
    }

    private bool Step(double sign)
    {
        s.CopyTo(trialState, 0);
        Rows.AddScaled(trialState, sign, delta);
        trialSize = Evaluate(trialState, trialG);
        return double.IsFinite(trialSize);
    }

    private void Accept()
    {
        (s, trialState) = (trialState, s);
        (g, trialG) = (trialG, g);
        size = trialSize;
    }

    private double Evaluate(double[] state, double[] result)
    {
        map.Next(state, input, result);
        Rows.AddScaled(result, -1, state);
        return Norm(result);
    }

    private static double Norm(double[] v) => Math.Sqrt(Rows.Dot(v, v));

    private static double Largest(double[] v)
    {
        var largest = 0.0;
        foreach (var value in v)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
