using Engram.Numerics;

namespace Engram.Studies;

/// <summary>
/// The scrambled Halton sequence: point i has in dimension k, with the k-th prime p and the digits i = Σ_d a_d p^d,
/// <code>u = Σ_d π_kd(a_d) p^(−d−1)</code>
/// where π_kd is a random permutation of 0 … p − 1 for each digit (Owen 2017, A randomized Halton algorithm in R, doi:10.48550/arXiv.1706.02808).
/// The first p^m points lie one in each interval of length p^−m; each point by itself is uniform.
/// </summary>
internal static class Halton
{
    // Digits so small that a double does not hold them beside the first.
    private const double Smallest = 1e-16;

    /// <summary>A point of the sequence.</summary>
    /// <param name="dimensions">How many dimensions.</param>
    /// <param name="index">i, from 0.</param>
    /// <param name="seed">Decides the permutations.</param>
    public static double[] Point(int dimensions, int index, ulong seed)
    {
        var point = new double[dimensions];
        var prime = 1;
        for (var k = 0; k < dimensions; k++)
        {
            prime = After(prime);
            point[k] = Coordinate(prime, index, new StreamKey(seed, Purpose.Search), k);
        }

        return point;
    }

    private static double Coordinate(int prime, int index, StreamKey key, int dimension)
    {
        // Indices below 0 are those of no trial.
        var stream = new RandomStream(key, -1 - dimension);
        var permutation = new int[prime];
        var (u, left) = (0.0, index);
        for (var scale = 1.0 / prime; scale > Smallest; scale /= prime)
        {
            Shuffle(permutation, ref stream);
            u += permutation[left % prime] * scale;
            left /= prime;
        }

        return Math.Min(u, Math.BitDecrement(1.0));
    }

    // Fisher and Yates 1938; all digits of a dimension are drawn one after the other, whatever the point.
    private static void Shuffle(int[] permutation, ref RandomStream stream)
    {
        for (var k = 0; k < permutation.Length; k++)
        {
            var place = stream.NextInt(k + 1);
            permutation[k] = permutation[place];
            permutation[place] = k;
        }
    }

    private static int After(int number)
    {
        do
        {
            number++;
        }
        while (Enumerable.Range(2, (int)Math.Sqrt(number)).Any(divisor => divisor < number && number % divisor == 0));
        return number;
    }
}
