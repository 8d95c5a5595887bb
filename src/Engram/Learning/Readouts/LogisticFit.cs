using System.Runtime.InteropServices;
using Engram.Configuration;
using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Engram.Learning;

/// <summary>Samples of logistic regression, and its solution.</summary>
internal sealed class LogisticFit : ReadoutFit
{
    private const double Tolerance = 1e-6;
    private const int Memory = 10;
    private readonly List<double> samples = [];
    private readonly List<double>[] parts;
    private readonly double penalty;
    private readonly int iterations;

    /// <summary>Nothing yet.</summary>
    /// <param name="shape">The lengths of samples.</param>
    /// <param name="penalty">λ.</param>
    /// <param name="iterations">The most steps of the minimisation.</param>
    public LogisticFit(ReadoutShape shape, double penalty, int iterations)
        : base(shape)
    {
        (this.penalty, this.iterations) = (penalty, iterations);
        parts = [.. Enumerable.Range(0, shape.Blocks).Select(_ => new List<double>())];
    }

    /// <inheritdoc/>
    public override long Samples => samples.Count / Row;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, double[] Values)> State => [("count", [Samples]), ("samples", [.. samples])];

    private int Row => Shape.Features + Shape.Outputs;

    /// <inheritdoc/>
    public override void Restore(Func<string, int, double[]> find)
    {
        var count = find("count", 1)[0];
        var kept = find("samples", count >= 0 && count * Row < Array.MaxLength ? (int)count * Row : -1);
        foreach (var part in parts.Append(samples))
        {
            part.Clear();
        }

        samples.AddRange(kept);
    }

    /// <inheritdoc/>
    public override void Add(int block, ReadOnlySpan<double> phi, ReadOnlySpan<double> y)
    {
        parts[block].AddRange(phi);
        parts[block].AddRange(y);
    }

    /// <inheritdoc/>
    public override void Merge()
    {
        foreach (var part in parts)
        {
            samples.AddRange(part);
            part.Clear();
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ReadoutWeights> Solve(CancellationToken cancel)
    {
        RequireSamples();

        // Of features whose means are taken off, W and b can be found with few steps.
        var means = Means();
        var problem = ObjectiveFunction.Gradient(point => Loss(point, means, cancel));
        var start = Vector<double>.Build.Dense(Shape.Outputs * (Shape.Features + 1));
        var minimiser = new LimitedMemoryBfgsMinimizer(Tolerance, 0, 0, Memory, iterations);
        double[] found;
        try
        {
            found = minimiser.FindMinimum(problem, start).MinimizingPoint.ToArray();
        }
        catch (MaximumIterationsException)
        {
            throw new UsageException(
                $"The logistic readout was not found in {iterations} steps; set `Iterations` higher, or `Penalty` higher.");
        }

        var (f, w, b) = (Shape.Features, new double[Shape.Outputs * Shape.Features], new double[Shape.Outputs]);
        for (var o = 0; o < Shape.Outputs; o++)
        {
            var row = found.AsSpan(o * (f + 1), f);
            row.CopyTo(w.AsSpan(o * f));
            b[o] = Shape.HasBias ? found[(o * (f + 1)) + f] - Rows.Dot(row, means) : 0;
        }

        return [new(w, b)];
    }

    private double[] Means()
    {
        var means = new double[Shape.Features];
        var all = CollectionsMarshal.AsSpan(samples);
        for (var at = 0; Shape.HasBias && at < all.Length; at += Row)
        {
            Rows.AddScaled(means, 1.0 / Samples, all.Slice(at, means.Length));
        }

        return means;
    }

    // −Σ y·log softmax(W φ̃ + b) + λ/2 ‖W‖², and its slope Σ (softmax − y Σy) φ̃ᵀ + λ W.
    private (double Value, Vector<double> Slope) Loss(Vector<double> point, double[] means, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var (f, outputs) = (Shape.Features, Shape.Outputs);
        var (w, slope, loss) = (point.ToArray(), new double[point.Count], 0.0);
        var (phi, p) = (new double[f], new double[outputs]);
        var all = CollectionsMarshal.AsSpan(samples);
        for (var at = 0; at < all.Length; at += Row)
        {
            all.Slice(at, f).CopyTo(phi);
            Rows.AddScaled(phi, -1, means);
            var y = all.Slice(at + f, outputs);
            for (var o = 0; o < outputs; o++)
            {
                p[o] = Rows.Dot(w.AsSpan(o * (f + 1), f), phi) + (Shape.HasBias ? w[(o * (f + 1)) + f] : 0);
            }

            var (most, sum, weight) = (p.Max(), 0.0, 0.0);
            for (var o = 0; o < outputs; o++)
            {
                sum += Math.Exp(p[o] - most);
                weight += y[o];
            }

            var normaliser = most + Math.Log(sum);
            for (var o = 0; o < outputs; o++)
            {
                loss -= y[o] * (p[o] - normaliser);
                var error = (weight * Math.Exp(p[o] - normaliser)) - y[o];
                Rows.AddScaled(slope.AsSpan(o * (f + 1), f), error, phi);
                slope[(o * (f + 1)) + f] += Shape.HasBias ? error : 0;
            }
        }

        for (var o = 0; o < outputs; o++)
        {
            var row = w.AsSpan(o * (f + 1), f);
            loss += penalty / 2 * Rows.Dot(row, row);
            Rows.AddScaled(slope.AsSpan(o * (f + 1), f), penalty, row);
        }

        return (loss, Vector<double>.Build.Dense(slope));
    }
}
