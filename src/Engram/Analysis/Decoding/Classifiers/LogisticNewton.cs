using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Minimises f(U, a) = Σᵢ −gᵢ ln πᵢ(kᵢ) + λ/2 ‖U‖² with πᵢ = softmax(U cᵢ + a) by Newton's method. Each step solves H d = −∇f by conjugate gradients
/// with products of H alone, which the diagonal of CᵀC preconditions. The parameters of a class stand together: r weights, then the bias.
/// </summary>
internal sealed class LogisticNewton
{
    /// <summary>No derivative exceeds this in the end.</summary>
    public const double Tolerance = 1e-9;

    private const int MostSteps = 200, MostHalvings = 60;
    private readonly StandardRows rows;
    private readonly int[] labels;
    private readonly double[] counts, point, slope, shares, preconditioner;
    private readonly int classes, width;
    private readonly double penalty;

    public LogisticNewton(StandardRows rows, int[] labels, double[] counts, int classes, double penalty)
    {
        (this.rows, this.labels, this.counts, this.classes, this.penalty) = (rows, labels, counts, classes, penalty);
        width = rows.Width + 1;
        (point, slope, preconditioner) = (new double[classes * width], new double[classes * width], new double[width]);
        shares = new double[rows.Count * classes];
    }

    /// <summary>U (K × r).</summary>
    public double[] Weights => [.. point.Where((_, place) => place % width < width - 1)];

    /// <summary>a (K).</summary>
    public double[] Biases => [.. point.Where((_, place) => place % width == width - 1)];

    /// <summary>Goes to the minimum.</summary>
    /// <exception cref="UsageException">It was not reached, for rounding.</exception>
    public void Minimise()
    {
        var loss = Loss(point);
        for (var step = 0; step < MostSteps; step++)
        {
            Slope();
            if (slope.Max(Math.Abs) <= Tolerance)
            {
                return;
            }

            var direction = Direction();
            var falls = Rows.Dot(direction, slope);
            var (length, halvings) = (1.0, 0);
            double[] next;
            double reached;
            do
            {
                next = [.. point];
                Rows.AddScaled(next, length, direction);
                reached = Loss(next);
                length /= 2;
            }
            while (!(reached <= loss + (1e-4 * 2 * length * falls) + (1e-13 * Math.Abs(loss))) && halvings++ < MostHalvings);

            next.CopyTo(point, 0);
            loss = reached;
        }

        throw new UsageException($"The logistic classifier was not found in {MostSteps} steps; set a higher `Penalty`.");
    }

    // f, and π of every row.
    private double Loss(double[] at)
    {
        var loss = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            var p = shares.AsSpan(i * classes, classes);
            var most = double.NegativeInfinity;
            for (var k = 0; k < classes; k++)
            {
                p[k] = Score(at, k, i);
                most = Math.Max(most, p[k]);
            }

            var (sum, own) = (0.0, p[labels[i]] - most);
            for (var k = 0; k < classes; k++)
            {
                p[k] = Math.Exp(p[k] - most);
                sum += p[k];
            }

            Rows.Scale(p, 1 / sum);
            loss += counts[i] * (Math.Log(sum) - own);
        }

        for (var k = 0; k < classes; k++)
        {
            var u = at.AsSpan(k * width, width - 1);
            loss += penalty / 2 * Rows.Dot(u, u);
        }

        return loss;
    }

    // ∇: Σ gᵢ (πᵢₖ − [kᵢ = k]) (cᵢ, 1) + λ (uₖ, 0).
    private void Slope()
    {
        Array.Clear(slope);
        for (var i = 0; i < rows.Count; i++)
        {
            for (var k = 0; k < classes; k++)
            {
                Add(slope, k, i, counts[i] * (shares[(i * classes) + k] - (labels[i] == k ? 1 : 0)));
            }
        }

        Penalise(point, slope);
    }

    // d with ‖H d + ∇f‖ below a share of ‖∇f‖ that falls with it, so that the last steps converge faster than linearly.
    private double[] Direction()
    {
        Precondition();
        var (d, left) = (new double[point.Length], slope.Select(value => -value).ToArray());
        var z = Preconditioned(left);
        double[] search = [.. z];
        var product = Rows.Dot(left, z);
        var norm = slope.Max(Math.Abs) / rows.Count;
        var enough = product * Math.Pow(Math.Min(0.1, Math.Sqrt(norm)), 2);
        for (var step = 0; step < 4 * point.Length && product > enough; step++)
        {
            var curved = Curved(search);
            var along = product / Rows.Dot(search, curved);
            Rows.AddScaled(d, along, search);
            Rows.AddScaled(left, -along, curved);
            z = Preconditioned(left);
            var next = Rows.Dot(left, z);
            Rows.Scale(search, next / product);
            Rows.AddScaled(search, 1, z);
            product = next;
        }

        return d;
    }

    // H v: Σ gᵢ πᵢₖ (tᵢₖ − Σⱼ πᵢⱼ tᵢⱼ) (cᵢ, 1) + λ (vₖ, 0) with tᵢₖ = vₖ·(cᵢ, 1).
    private double[] Curved(double[] v)
    {
        var (curved, t) = (new double[v.Length], new double[classes]);
        for (var i = 0; i < rows.Count; i++)
        {
            var p = shares.AsSpan(i * classes, classes);
            for (var k = 0; k < classes; k++)
            {
                t[k] = Score(v, k, i);
            }

            var mean = Rows.Dot(p, t);
            for (var k = 0; k < classes; k++)
            {
                Add(curved, k, i, counts[i] * p[k] * (t[k] - mean));
            }
        }

        Penalise(v, curved);
        return curved;
    }

    // The curvature on contrasts of classes, were π(1 − π) the same for all rows: h diag(CᵀC) + λ, and h n for the bias.
    private void Precondition()
    {
        var h = 1e-12;
        for (var k = 0; k < shares.Length; k++)
        {
            h += counts[k / classes] * shares[k] * (1 - shares[k]) / (rows.Count * (classes - 1));
        }

        for (var j = 0; j < width; j++)
        {
            preconditioner[j] = 1 / (j < width - 1 ? (h * rows.Squares[j]) + penalty : h * rows.Count);
        }
    }

    private double[] Preconditioned(double[] v) => [.. v.Select((value, place) => value * preconditioner[place % width])];

    private double Score(double[] at, int k, int i) =>
        Rows.Dot(at.AsSpan(k * width, width - 1), rows.Row(i)) + at[(k * width) + width - 1];

    private void Add(double[] to, int k, int i, double amount)
    {
        Rows.AddScaled(to.AsSpan(k * width, width - 1), amount, rows.Row(i));
        to[(k * width) + width - 1] += amount;
    }

    private void Penalise(double[] at, double[] to)
    {
        for (var k = 0; k < classes; k++)
        {
            Rows.AddScaled(to.AsSpan(k * width, width - 1), penalty, at.AsSpan(k * width, width - 1));
        }
    }
}
