using Engram.Cells;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// The network whose recurrent matrix J = m nᵀ / N is written out: it computes what the low-rank network does, at the cost of N² a step,
/// and can be given to every tool that wants a full matrix.
/// </summary>
public static class FullRankTwin
{
    /// <summary>Builds the twin.</summary>
    /// <param name="space">The columns m, n, I, w.</param>
    /// <returns>
    /// A network of a leaky cell with the same φ, τ and noise: w_rec = m nᵀ / N, w_in = I, w_out = wᵀ / N, no biases, from state 0.
    /// </returns>
    public static Network Of(LoadingSpace space)
    {
        var low = space.Cell;
        var cell = new LeakyCell { Units = low.Units, Tau = low.Tau, Activation = low.Activation, Noise = low.Noise };
        return PlainNetwork.Of(cell, space.I.Count, space.W.Count, low.Tau, shape => shape.Name switch
        {
            "w_rec" => Recurrent(space),
            "w_in" => Enumerable.Range(0, shape.Count).Select(k => space.I[k % shape.Columns][k / shape.Columns]),
            "w_out" => Enumerable.Range(0, shape.Count).Select(k => space.W[k / shape.Columns][k % shape.Columns] / space.Units),
            _ => null,
        });
    }

    // J[i, j] = (1/N) Σ_r m_r[i] n_r[j]
    internal static double[] Recurrent(LoadingSpace space)
    {
        var units = space.Units;
        var j = new double[units * units];
        for (var r = 0; r < space.Rank; r++)
        {
            for (var i = 0; i < units; i++)
            {
                Rows.AddScaled(j.AsSpan(i * units, units), space.M[r][i] / units, space.N[r]);
            }
        }

        return j;
    }
}
