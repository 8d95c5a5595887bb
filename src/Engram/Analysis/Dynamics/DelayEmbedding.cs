using Engram.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Trajectories in the coordinates of their delays, h_t = (x_t, x_{t−τ}, …, x_{t−(d−1)τ}), seen along the directions E of greatest mean
/// square, Σ h hᵀ = E Λ Eᵀ. The mean stays in: without it a linear map of the states is none of what is left.
/// </summary>
internal sealed class DelayEmbedding
{
    private const int MostColumns = 2000;
    private const double LeastVariance = 1e-12;
    private readonly double[] rows;
    private readonly int trials, perTrial, columns;
    private readonly Matrix<double> directions;

    /// <summary>Embeds.</summary>
    /// <param name="set">The trajectories.</param>
    /// <param name="delays">d.</param>
    /// <param name="interval">τ, in steps.</param>
    /// <param name="which">How a message calls them.</param>
    public DelayEmbedding(TrajectorySet set, int delays, int interval, string which)
    {
        (trials, perTrial, columns) = (set.Trials, set.Steps - ((delays - 1) * interval), set.Dimensions * delays);
        if (perTrial < 2)
        {
            throw new UsageException(
                $"The {which} trajectories have {set.Steps} steps, but {delays} delays every {interval} steps need at least "
                + $"{((delays - 1) * interval) + 2}; give longer trials, or fewer or shorter delays.");
        }

        if (columns > MostColumns)
        {
            throw new UsageException(
                $"The {which} trajectories have {set.Dimensions} dimensions, which makes {columns} with {delays} delays, but at most {MostColumns} are possible; "
                + "project them on their first principal components, or use fewer delays.");
        }

        rows = Embed(set, delays, interval);
        var eigen = SecondMoments().Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(k => eigen.EigenValues[k].Real)];
        Variances = [.. order.Select(k => Math.Max(0, eigen.EigenValues[k].Real))];
        directions = Matrix<double>.Build.DenseOfColumnVectors(order.Select(eigen.EigenVectors.Column));
        Available = Math.Min(
            Math.Min(columns, trials * perTrial), Variances.Count(variance => variance > LeastVariance * Variances[0]));
        if (IsConstant())
        {
            throw new UsageException($"The {which} trajectories are constant, so they have no dynamics to compare; give others.");
        }
    }

    /// <summary>Sums of squares along the principal directions, descending.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>How many directions the states take beyond rounding.</summary>
    public int Available { get; }

    /// <summary>How many directions hold a share of the sum of squares.</summary>
    public int RankOf(double share)
    {
        var (sum, total, rank) = (0.0, Variances.Sum(), 0);
        while (rank < Available && sum < share * total)
        {
            sum += Variances[rank++];
        }

        return rank;
    }

    /// <summary>
    /// A of y_{t+1} = A y_t with y = Eᵀh (R × R), or of v_{t+1} = A v_t with v = Λ^(−1/2) Eᵀh, by ridge regression of v over all pairs of
    /// steps within trials.
    /// </summary>
    public double[,] Transition(int rank, double ridge, bool whiten)
    {
        // V = H E Λ^(−1/2)
        double[] scale = [.. Variances.Take(rank).Select(Math.Sqrt)];
        var project = directions.SubMatrix(0, columns, 0, rank)
            * Matrix<double>.Build.DiagonalOfDiagonalArray([.. scale.Select(root => 1 / root)]);
        var v = Matrix<double>.Build.DenseOfRowMajor(trials * perTrial, columns, rows) * project;
        int[] before = [.. Enumerable.Range(0, trials).SelectMany(k => Enumerable.Range(k * perTrial, perTrial - 1))];
        var past = Matrix<double>.Build.Dense(before.Length, rank, (t, k) => v[before[t], k]);
        var next = Matrix<double>.Build.Dense(before.Length, rank, (t, k) => v[before[t] + 1, k]);

        // A_v = (Σ v' vᵀ)(Σ v vᵀ + ridge)⁻¹
        var gram = past.TransposeThisAndMultiply(past) + (ridge * Matrix<double>.Build.DenseIdentity(rank));
        var map = gram.Solve(past.TransposeThisAndMultiply(next)).Transpose();

        // A = Λ^(1/2) A_v Λ^(−1/2)
        return (whiten ? map : map.MapIndexed((i, j, value) => value * scale[i] / scale[j])).ToArray();
    }

    private double[] Embed(TrajectorySet set, int delays, int interval)
    {
        // The map of the states is the same whatever their scale.
        var values = SafeScale.Columns([(double[])set.Values], set.Dimensions, together: true)[0];
        var embedded = new double[trials * perTrial * columns];
        for (var row = 0; row < trials * perTrial; row++)
        {
            var last = (row / perTrial * set.Steps) + (row % perTrial) + ((delays - 1) * interval);
            for (var delay = 0; delay < delays; delay++)
            {
                values.AsSpan((last - (delay * interval)) * set.Dimensions, set.Dimensions)
                    .CopyTo(embedded.AsSpan((row * columns) + (delay * set.Dimensions)));
            }
        }

        return embedded;
    }

    private Matrix<double> SecondMoments()
    {
        int[] all = [.. Enumerable.Range(0, trials * perTrial)];
        var scatter = DenseRows.Scatter(rows, columns, all, new double[columns]);
        return Matrix<double>.Build.Dense(columns, columns, (i, j) => scatter[(Math.Max(i, j) * columns) + Math.Min(i, j)]);
    }

    private bool IsConstant()
    {
        for (var k = columns; k < rows.Length; k++)
        {
            if (rows[k] != rows[k - columns])
            {
                return false;
            }
        }

        return true;
    }
}
