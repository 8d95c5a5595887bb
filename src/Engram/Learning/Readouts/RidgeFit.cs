using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>The sums of ridge regression: Σ s sᵀ of samples s = (φ, y, 1).</summary>
internal sealed class RidgeFit : ReadoutFit
{
    private readonly SymmetricSum total;
    private readonly SymmetricSum[] parts;
    private readonly double[][] rows;
    private readonly IReadOnlyList<double> lambdas;

    /// <summary>Nothing yet.</summary>
    /// <param name="shape">The lengths of samples.</param>
    /// <param name="lambdas">λ, one or several.</param>
    public RidgeFit(ReadoutShape shape, IReadOnlyList<double> lambdas)
        : base(shape)
    {
        this.lambdas = lambdas;
        total = new(Count + 1);
        parts = [.. Enumerable.Range(0, shape.Blocks).Select(_ => shape.Blocks == 1 ? total : new SymmetricSum(Count + 1))];
        rows = [.. parts.Select(_ => new double[Count + 1])];
    }

    /// <inheritdoc/>
    public override long Samples => (long)total[Count, Count];

    /// <inheritdoc/>
    public override IEnumerable<(string Name, double[] Values)> State => [("sums", total.Whole)];

    private int Count => Shape.Features + Shape.Outputs;

    /// <inheritdoc/>
    public override void Add(int block, ReadOnlySpan<double> phi, ReadOnlySpan<double> y)
    {
        var row = rows[block];
        phi.CopyTo(row);
        y.CopyTo(row.AsSpan(phi.Length));
        row[Count] = 1;
        parts[block].Add(row);
    }

    /// <inheritdoc/>
    public override void Merge()
    {
        foreach (var part in parts)
        {
            part.Flush();
            if (part != total)
            {
                total.Add(part);
                part.Clear();
            }
        }
    }

    /// <inheritdoc/>
    public override void Restore(Func<string, int, double[]> find)
    {
        foreach (var part in parts)
        {
            part.Clear();
        }

        total.Whole = find("sums", total.Whole.Length);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ReadoutWeights> Solve(CancellationToken cancel)
    {
        RequireSamples();

        return lambdas.Count == 1 ? [One(lambdas[0], cancel)] : Several(cancel);
    }

    // (Σ φ̃ φ̃ᵀ + λ 1) = UᵀU
    private ReadoutWeights One(double lambda, CancellationToken cancel)
    {
        var (f, system) = (Shape.Features, new SymmetricSum(Shape.Features));
        for (var i = 0; i < f; i++)
        {
            var row = system.Values.Slice(i * system.Stride, f);
            Centred(i, i, row[i..]);
            row[i] += lambda;
        }

        if (system.Factorise(f, cancel) >= 0)
        {
            throw Singular(lambda);
        }

        return Made(lambda, column =>
        {
            UpperTriangle.Solve(system.Values, system.Stride, column);
            return column;
        });
    }

    private IReadOnlyList<ReadoutWeights> Several(CancellationToken cancel)
    {
        var f = Shape.Features;
        var whole = new double[f * f];
        for (var i = 0; i < f; i++)
        {
            Centred(i, i, whole.AsSpan((i * f) + i, f - i));
            for (var j = i + 1; j < f; j++)
            {
                whole[(j * f) + i] = whole[(i * f) + j];
            }
        }

        var system = new Tridiagonal(whole, f, cancel);

        // Those that rounding does not allow are passed over, as long as one is left.
        var possible = lambdas.Where(lambda => system.Solve(lambda, new double[f]) is not null).ToList();
        return possible.Count > 0 ? [.. possible.Select(lambda => Made(lambda, column => system.Solve(lambda, column)!))] : throw Singular(lambdas[^1]);
    }

    private UsageException Singular(double lambda)
    {
        var why = Samples <= Shape.Features ? $"{Counted.Of((int)Samples, "sample")} cannot determine as many weights; give more of them, or"
            : "some rates are so alike that rounding hides what tells them apart;";
        return new(FormattableString.Invariant(
            $"With `Regularisation = {lambda}`, the readout of {Shape.Features} rates (and inputs or squares) cannot be solved for: {why} set `Regularisation` higher, such as {Math.Max(1e-8, 100 * lambda)}."));
    }

    private ReadoutWeights Made(double lambda, Func<double[], double[]> solve)
    {
        var (f, n) = (Shape.Features, (double)Samples);
        var (w, b) = (new double[f * Shape.Outputs], new double[Shape.Outputs]);
        for (var o = 0; o < Shape.Outputs; o++)
        {
            var column = new double[f];
            for (var i = 0; i < f; i++)
            {
                Centred(i, f + o, column.AsSpan(i, 1));
            }

            var row = w.AsSpan(o * f, f);
            solve(column).CopyTo(row);
            for (var i = 0; Shape.HasBias && i < f; i++)
            {
                b[o] -= row[i] * total[i, Count] / n;
            }

            b[o] += Shape.HasBias ? total[f + o, Count] / n : 0;
        }

        return new(w, b, string.Create(CultureInfo.InvariantCulture, $"regularisation {lambda}"));
    }

    // Σ s̃[i] s̃[j] = Σ s[i] s[j] − Σ s[i] Σ s[j]/n for j from a column on; without a bias, means are not taken off.
    private void Centred(int i, int from, Span<double> sums)
    {
        ReadOnlySpan<double> values = total.Values;
        var stride = total.Stride;
        var mean = Shape.HasBias ? values[(i * stride) + Count] / Samples : 0;
        for (var k = 0; k < sums.Length; k++)
        {
            sums[k] = values[(i * stride) + from + k] - (mean * values[((from + k) * stride) + Count]);
        }
    }
}
