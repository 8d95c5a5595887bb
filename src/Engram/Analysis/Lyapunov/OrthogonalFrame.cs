using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>k orthogonal directions that a linear map moves, and that are made orthogonal again after each step.</summary>
internal sealed class OrthogonalFrame
{
    private readonly int width;
    private readonly double[][] directions, moved;
    private RandomStream stream;

    /// <summary>Random directions.</summary>
    /// <param name="width">S.</param>
    /// <param name="count">k, at most S.</param>
    /// <param name="seed">Decides them.</param>
    public OrthogonalFrame(int width, int count, ulong seed)
    {
        this.width = width;
        stream = Resampling.Stream(seed, 0);
        directions = [.. Enumerable.Range(0, count).Select(_ => Draw())];
        moved = [.. directions.Select(_ => new double[width])];
        Orthogonalise(directions, new double[count]);
    }

    /// <summary>Moves the directions, Q R = J Q, and adds ln R[j, j] to sums.</summary>
    /// <param name="jacobian">J (S × S), row after row.</param>
    /// <param name="sums">Sums of logarithms (k).</param>
    public void Move(ReadOnlySpan<double> jacobian, Span<double> sums)
    {
        for (var j = 0; j < directions.Length; j++)
        {
            for (var i = 0; i < width; i++)
            {
                moved[j][i] = Rows.Dot(jacobian.Slice(i * width, width), directions[j]);
            }
        }

        Orthogonalise(moved, sums);
        for (var j = 0; j < directions.Length; j++)
        {
            (directions[j], moved[j]) = (moved[j], directions[j]);
        }
    }

    private double[] Draw()
    {
        var vector = new double[width];
        foreach (ref var value in vector.AsSpan())
        {
            value = stream.NextNormal();
        }

        return vector;
    }

    // Each twice against those before it, for the first time leaves what rounding of a long vector puts along them. A direction that the map
    // extinguishes goes on as a random one, and its logarithm is −∞.
    private void Orthogonalise(double[][] vectors, Span<double> sums)
    {
        for (var j = 0; j < vectors.Length; j++)
        {
            var before = Math.Sqrt(Rows.Dot(vectors[j], vectors[j]));
            var norm = Project(vectors, j);
            var vanished = !(norm > 1e-14 * before);
            sums[j] += vanished ? double.NegativeInfinity : Math.Log(norm);
            while (vanished)
            {
                vectors[j] = Draw();
                before = Math.Sqrt(Rows.Dot(vectors[j], vectors[j]));
                norm = Project(vectors, j);
                vanished = !(norm > 1e-8 * before);
            }

            Rows.Scale(vectors[j], 1 / norm);
        }
    }

    private static double Project(double[][] vectors, int j)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            for (var k = 0; k < j; k++)
            {
                Rows.AddScaled(vectors[j], -Rows.Dot(vectors[k], vectors[j]), vectors[k]);
            }
        }

        return Math.Sqrt(Rows.Dot(vectors[j], vectors[j]));
    }
}
