namespace Engram.Analysis;

/// <summary>Weights, means and covariances of units that have been given to populations.</summary>
internal static class PopulationMoments
{
    /// <summary>The mixture of the populations that the labels name, without a likelihood.</summary>
    /// <param name="space">The loading space.</param>
    /// <param name="labels">The population of each unit, from 0 without a gap.</param>
    /// <param name="zeroMean">Whether means are 0 and covariances about 0.</param>
    public static ConnectivityFit Of(LoadingSpace space, int[] labels, bool zeroMean) => new()
    {
        Cell = space.Cell,
        Inputs = space.I.Count,
        Outputs = space.W.Count,
        Labels = labels,
        Populations = [.. Enumerable.Range(0, labels.Max() + 1).Select(p => Moments(space, labels, p, zeroMean))],
    };

    // a = Σ x/n and σ = Σ (x − a)(x − a)ᵀ/n over the n units of the population; with zeroMean a = 0.
    private static Population Moments(LoadingSpace space, int[] labels, int population, bool zeroMean)
    {
        int[] units = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == population)];
        double[][] columns = [.. space.Columns.Select(column => Array.ConvertAll(units, i => column[i]))];
        double[] mean = [.. columns.Select(column => zeroMean ? 0 : column.Sum() / units.Length)];
        double[][] centred = [.. columns.Select((column, c) => Array.ConvertAll(column, value => value - mean[c]))];
        var covariance = new double[columns.Length, columns.Length];
        for (var a = 0; a < columns.Length; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                covariance[a, b] = covariance[b, a] = DenseRows.Dot(centred[a], centred[b]) / units.Length;
            }
        }

        return new((double)units.Length / labels.Length, mean, covariance);
    }
}
