using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class LowRankSpectrumTests
{
    [Fact]
    public void A_multiple_of_one_with_a_part_of_low_rank_has_the_eigenvalues_of_the_overlaps()
    {
        // λ + m nᵀ/N: λ + the eigenvalues of nᵀm/N, and λ itself N − R times.
        for (var seed = 0; seed < 40; seed++)
        {
            var (rank, n) = (1 + (seed % 4), 40 + (8 * (seed % 7)));
            var (m, w) = (Some.Normal(seed, n * rank), Some.Normal(seed + 1000, n * rank));
            var (matrix, overlap) = (new double[n * n], new double[rank * rank]);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    matrix[(i * n) + j] = (i == j ? 0.8 : 0)
                        + (Enumerable.Range(0, rank).Sum(r => m[(r * n) + i] * (w[(r * n) + j] + m[(r * n) + j])) / n);
                }
            }

            for (var r = 0; r < rank; r++)
            {
                for (var s = 0; s < rank; s++)
                {
                    overlap[(r * rank) + s] = Enumerable.Range(0, n).Sum(i => (w[(r * n) + i] + m[(r * n) + i]) * m[(s * n) + i]) / n;
                }
            }

            var found = SpectralRadius.Spectrum(matrix, n, TestContext.Current.CancellationToken).ToList();
            foreach (var value in SpectralRadius.Spectrum(overlap, rank, TestContext.Current.CancellationToken))
            {
                var nearest = found.MinBy(other => (other - 0.8 - value).Magnitude);
                Assert.InRange((nearest - 0.8 - value).Magnitude, 0, 1e-9);
                found.Remove(nearest);
            }

            Assert.All(found, value => Assert.InRange((value - 0.8).Magnitude, 0, 1e-6));
        }
    }
}
