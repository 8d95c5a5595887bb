using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class RepresentationalSimilarityTests
{
    [Fact]
    public void Crossnobis_is_the_planted_distance_and_zero_on_average_without_one()
    {
        // Conditions 0 and 1 are the same, 2 is two standard deviations away along one of five units: 4/5 of a unit's.
        const int N = 5, Rows = 15_000;
        var labels = Synthetic.Sides(Rows, 3);
        double[] rows = [.. Enumerable.Range(0, Rows * N).Select(i =>
            (1 + (i % N)) * (Delays.Noise(0, i / N, i % N) + (i % N == 1 && labels[i / N] == 2 ? 2 : 0)))];
        var matrix = new RepresentationalSimilarity { Ridge = 1e-9 }.OfRows(rows, N, labels);
        Assert.Equal(0, matrix.Values[0, 1], 0.005);
        Assert.Equal(0.8, matrix.Values[0, 2], 0.05);
        Assert.Equal(matrix.Values[1, 2], matrix.Values[2, 1]);
        Assert.Equal(0, matrix.Values[1, 1]);

        // Over many small samples the distance of equal conditions is 0 on average; that of the means is not.
        double Mean(DissimilarityMeasure measure) => Enumerable.Range(0, 400).Average(k => new RepresentationalSimilarity { Measure = measure, Folds = 2 }
            .OfRows([.. Enumerable.Range(0, 24 * N).Select(i => Delays.Noise(k + 1, i, 0))], N, Synthetic.Sides(24)).Values[0, 1]);
        Assert.Equal(0, Mean(DissimilarityMeasure.Crossnobis), 0.03);
        Assert.True(Mean(DissimilarityMeasure.Euclidean) > 0.5);
    }

    [Fact]
    public void Correlation_and_distance_are_those_of_the_means()
    {
        double[] rows = [1, 2, 3, 1, 2, 3, 6, 4, 2, 6, 4, 2, 0, 4, 2, 0, 4, 2];
        int[] labels = [0, 0, 1, 1, 2, 2];
        var correlation = new RepresentationalSimilarity { Measure = DissimilarityMeasure.Correlation }.OfRows(rows, 3, labels);
        Assert.Equal(2, correlation.Values[0, 1], 1e-12);
        Assert.Equal(0.5, correlation.Values[0, 2], 1e-12);
        var distance = new RepresentationalSimilarity { Measure = DissimilarityMeasure.Euclidean }.OfRows(rows, 3, labels);
        Assert.Equal(Math.Sqrt(25 + 4 + 1), distance.Values[1, 0], 1e-12);
        Assert.Equal(6, distance.Values[1, 2], 1e-12);
        Assert.InRange(distance.Dimensions, 1, 2);
    }

    [Fact]
    public void Matrices_are_compared_by_the_order_of_their_pairs()
    {
        var a = Matrix([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        var swapped = Matrix([2, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        var reversed = Matrix([.. Enumerable.Range(1, 15).Select(k => -(double)k)]);
        Assert.Equal(1, a.Compare(a).Correlation, 1e-12);
        Assert.InRange(a.Compare(a).PValue, 0, 0.02);

        // One of 105 pairs is in the opposite order; ρ = 1 − 6 Σd²/(n(n² − 1)) with Σd² = 2.
        Assert.Equal(103.0 / 105, a.Compare(swapped, RankCorrelation.KendallTauA).Correlation, 1e-12);
        Assert.Equal(1 - (12.0 / (15 * 224)), a.Compare(swapped).Correlation, 1e-12);
        Assert.Equal(-1, a.Compare(reversed).Correlation, 1e-12);
        Assert.Equal(1, a.Compare(reversed).PValue);
    }

    [Fact]
    public void P_values_of_matrices_that_have_nothing_in_common_are_uniform()
    {
        double[] p = [.. Enumerable.Range(0, 200).Select(k => Random(2 * k).Compare(Random((2 * k) + 1), permutations: 99, seed: (ulong)k).PValue)];
        Assert.InRange(DelayCellsTests.Distance(p), 0, 1.63 / Math.Sqrt(200));
        static DissimilarityMatrix Random(int k) => Matrix([.. Enumerable.Range(0, 15).Select(i => Delays.Noise(k, i, 1))]);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_a_sentence()
    {
        var similarity = new RepresentationalSimilarity { Measure = DissimilarityMeasure.Correlation };
        Assert.Contains("same in all units", Assert.Throws<UsageException>(() => similarity.OfRows(new double[12], 3, [0, 0, 1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("Condition 1", Assert.Throws<UsageException>(() => similarity.OfRows(new double[9], 3, [0, 0, 1])).Message, StringComparison.Ordinal);
        var small = new DissimilarityMatrix(DissimilarityMeasure.Euclidean, ["a", "b"], new double[2, 2], 0);
        Assert.Contains("three or more", Assert.Throws<UsageException>(() => small.Compare(small)).Message, StringComparison.Ordinal);
        var recording = Delays.Of(Delays.Ring(8), 1, _ => 2, 3, Delays.Noise);
        Assert.Contains(
            "0 in 1 trials", Assert.Throws<UsageException>(() => similarity.Of(recording, "direction", "delay")).Message, StringComparison.Ordinal);
        Assert.Equal(["left", "right"], similarity.Of(recording, "side", "delay").Conditions);
    }

    // Six conditions from the 15 pairs below the diagonal.
    private static DissimilarityMatrix Matrix(double[] pairs)
    {
        var values = new double[6, 6];
        var at = 0;
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j < i; j++)
            {
                values[i, j] = values[j, i] = pairs[at++];
            }
        }

        return new(DissimilarityMeasure.Euclidean, ["a", "b", "c", "d", "e", "f"], values, 0);
    }
}
