using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// An orthonormal basis V of the space that x, Wx, W²x, … span, and what W is there: W V = V H + β v e_mᵀ, with H of Hessenberg form (Arnoldi 1951, <see
/// href="https://doi.org/10.1090/qam/42792"/>). It is restarted with the part of the space that holds the largest eigenvalues (Sorensen 1992, <see
/// href="https://doi.org/10.1137/0613025"/>).
/// </summary>
internal sealed class KrylovSpace
{
    private const double Epsilon = 2.220446049250313e-16;
    private readonly SparseRows w;
    private readonly int n;
    private readonly double[] basis, q;
    private readonly double norm;

    /// <summary>The space of one vector.</summary>
    /// <param name="w">W.</param>
    /// <param name="most">m, the most vectors that the basis can have; below the number of rows.</param>
    public KrylovSpace(SparseRows w, int most)
    {
        (this.w, n, Most) = (w, w.Count, most);
        (basis, H, q) = (new double[(most + 1) * n], new double[most * most], new double[most * most]);
        var start = Vector(0);
        var stream = new RandomStream(new StreamKey(0, Purpose.Analysis), 0);
        foreach (ref var v in start)
        {
            v = stream.NextNormal();
        }

        Rows.Scale(start, 1 / Math.Sqrt(Rows.Dot(start, start)));
        norm = w.Norm;
    }

    /// <summary>m, the most vectors.</summary>
    public int Most { get; }

    /// <summary>Vectors in V.</summary>
    public int Count { get; private set; }

    /// <summary>H (m × m), row after row, of which the first rows and columns hold.</summary>
    public double[] H { get; }

    /// <summary>β, the part of W times the last vector that lies outside the space; 0 where W maps the space to itself.</summary>
    public double Beta { get; private set; }

    /// <summary>Products with W that were made.</summary>
    public int Products { get; private set; }

    /// <summary>One vector of V (n).</summary>
    /// <param name="j">Which, from 0.</param>
    public Span<double> Vector(int j) => basis.AsSpan(j * n, n);

    /// <summary>Adds vectors until there are m, or W maps the space to itself.</summary>
    /// <param name="cancel">Looked at for every vector.</param>
    public void Extend(CancellationToken cancel)
    {
        for (Beta = 1; Count < Most && Beta > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            var j = Count;
            var next = Vector(Count + 1);
            w.Multiply(Vector(j), next);
            Products++;
            Count++;
            var before = Math.Sqrt(Rows.Dot(next, next));
            Project(next, j);
            var after = Math.Sqrt(Rows.Dot(next, next));
            if (after < 0.7 * before)
            {
                // Rounding of what was taken off is no longer small beside what is left (Daniel, Gragg, Kaufman and Stewart 1976).
                Project(next, j);
                after = Math.Sqrt(Rows.Dot(next, next));
            }

            Beta = after > 10 * Epsilon * norm ? after : 0;
            if (Beta > 0)
            {
                Rows.Scale(next, 1 / Beta);
                if (Count < Most)
                {
                    H[(Count * Most) + j] = Beta;
                }
            }
        }
    }

    /// <summary>
    /// Filters out the directions of unwanted eigenvalues by implicit double steps with these as shifts, and keeps the rest of the space.
    /// </summary>
    /// <param name="shifts">Sum and product of each pair of unwanted eigenvalues of H.</param>
    public void Restart(IReadOnlyList<(double Sum, double Product)> shifts)
    {
        var keep = Most - (2 * shifts.Count);
        Array.Clear(q);
        for (var i = 0; i < Most; i++)
        {
            q[(i * Most) + i] = 1;
        }

        foreach (var (sum, product) in shifts)
        {
            ImplicitShift.Apply(H, q, Most, sum, product);
        }

        // f ← V₊ h + f q, with the vector after those that are kept.
        var (h, last) = (H[(keep * Most) + keep - 1], Beta * q[((keep - 1) * Most) + Most - 1]);
        Turn(keep + 1);
        var rest = Vector(keep);
        Rows.Scale(rest, h);
        Rows.AddScaled(rest, last, Vector(Most));
        Count = keep;
        for (var i = keep; i < Most; i++)
        {
            H.AsSpan(i * Most, Most).Clear();
        }

        for (var i = 0; i < keep; i++)
        {
            H.AsSpan((i * Most) + keep, Most - keep).Clear();
        }

        var beta = Math.Sqrt(Rows.Dot(rest, rest));
        Rows.Scale(rest, 1 / beta);
        H[(keep * Most) + keep - 1] = beta;
    }

    private void Project(Span<double> vector, int last)
    {
        for (var i = 0; i <= last; i++)
        {
            var along = Rows.Dot(vector, Vector(i));
            H[(i * Most) + last] += along;
            Rows.AddScaled(vector, -along, Vector(i));
        }
    }

    // The first vectors of V Q, with Qᵀ in q, a stretch of their entries after the other.
    private void Turn(int count)
    {
        const int Stretch = 256;
        var old = new double[Most * Stretch];
        for (var from = 0; from < n; from += Stretch)
        {
            var length = Math.Min(Stretch, n - from);
            for (var j = 0; j < Most; j++)
            {
                Vector(j).Slice(from, length).CopyTo(old.AsSpan(j * Stretch));
            }

            for (var r = 0; r < count; r++)
            {
                var to = Vector(r).Slice(from, length);
                to.Clear();
                var j = 0;
                for (; j + 4 <= Most; j += 4)
                {
                    Rows.AddScaledFour(to, q.AsSpan((r * Most) + j, 4), 1, old.AsSpan(j * Stretch), Stretch);
                }

                for (; j < Most; j++)
                {
                    Rows.AddScaled(to, q[(r * Most) + j], old.AsSpan(j * Stretch, length));
                }
            }
        }
    }
}
