using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Networks;

/// <summary>
/// Initial weights of a low-rank network from a network of full rank: with J = U S Vᵀ, m = √N u s and n = √N v of the first R singular
/// values, so that m nᵀ / N is J cut to rank R; input and readout weights are taken over.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public static class LowRankPriming
{
    /// <summary>The low-rank network with the weights that the full one gives it.</summary>
    /// <param name="full">
    /// The network of full rank, with w_rec (N × N); its effective weights count. Its cell is leaky, with the leak on the current, and the
    /// activation and time constant of the other.
    /// </param>
    /// <param name="low">A network of the low-rank cell, without populations, with as many units, inputs and outputs.</param>
    /// <exception cref="UsageException">The two do not fit; all faults together.</exception>
    public static Network Prime(Network full, Network low)
    {
        if (low.Cell is not LowRankCell lowCell)
        {
            throw new UsageException($"The low-rank network has the cell {low.Cell.Name}; give one with the cell low-rank.");
        }

        if (Faults(full, low, lowCell) is { Count: > 0 } faults)
        {
            throw new UsageException(faults);
        }

        var (units, rank) = (lowCell.Units, lowCell.Rank);
        var weights = full.Effective("w_rec").ToArray();
        var svd = Matrix<double>.Build.Dense(units, units, (i, j) => weights[(i * units) + j]).Svd();
        var raw = low.RawValues.ToArray();
        var (m, n) = (new float[units * rank], new float[units * rank]);
        for (var r = 0; r < rank; r++)
        {
            for (var i = 0; i < units; i++)
            {
                m[(i * rank) + r] = (float)(Math.Sqrt(units) * svd.U[i, r] * svd.S[r]);
                n[(r * units) + i] = (float)(Math.Sqrt(units) * svd.VT[r, i]);
            }
        }

        m.CopyTo(low.Parameters.Of("m", raw.AsSpan()));
        n.CopyTo(low.Parameters.Of("n", raw.AsSpan()));
        foreach (var name in (string[])["w_in", "w_out", "b_out"])
        {
            full.Effective(name).CopyTo(low.Parameters.Of(name, raw.AsSpan()));
        }

        foreach (var gain in low.Parameters.Shapes.Where(shape => shape.Role == ParameterRole.Gain))
        {
            low.Parameters.Of(gain.Name, raw.AsSpan()).Fill(1);
        }

        return low.WithRaw(raw);
    }

    private static List<string> Faults(Network full, Network low, LowRankCell lowCell)
    {
        if (full.Cell is not LeakyCell leaky)
        {
            return [$"The full-rank network has the cell {full.Cell.Name}, but only the cell leaky can be truncated; give one with the cell leaky."];
        }

        var faults = new List<string>();
        void Check(bool fits, string fault)
        {
            if (!fits)
            {
                faults.Add(fault);
            }
        }

        faults.AddRange(new[] { full, low }.Select(DirectReadout.Fault).OfType<string>());
        string Shape(string name) => Described(full, name) is var mine && Described(low, name) is var theirs && mine == theirs ? ""
            : $"{name} is ({mine}) in the full-rank network but ({theirs}) in the low-rank one; train both on the same task.";
        Check(leaky.Leak == Leak.Current, "The full-rank network has its leak on the rate; train it with `Leak = current`.");
        Check(
            leaky.Activation == lowCell.Activation,
            $"The activations differ: {Kebab.Of($"{leaky.Activation}")} and {Kebab.Of($"{lowCell.Activation}")}; use one for both.");
        Check(
            leaky.HasOneTau && !lowCell.TrainTau && leaky.Tau == lowCell.Tau,
            "The time constants differ; give both cells the same `Tau`, and leave out those of units and areas and `TrainTau`.");
        Check(leaky.Units == lowCell.Units, $"The full-rank network has {leaky.Units} units, but the low-rank one has {lowCell.Units}; give both the same `Units`.");
        Check(lowCell.Rank <= leaky.Units, $"`Rank` is {lowCell.Rank}, but there are only {leaky.Units} units; set `Rank` to at most {leaky.Units}.");
        Check(lowCell.Populations == 0, "The low-rank cell has populations, whose columns cannot be set; set `Populations = 0`.");
        Check(
            leaky.Leak != Leak.Current
                || (full.Effective("b").IndexOfAnyExcept(0f) < 0 && full.Effective("x0").IndexOfAnyExcept(0f) < 0),
            "The full-rank network has biases or an initial state, which the low-rank cell lacks; train it with `TrainBias = false`, "
            + "`InitialBias = 0`, `TrainInitialState = false` and `InitialState = 0`.");
        faults.AddRange(((string[])["w_in", "w_out", "b_out"]).Where(_ => leaky.Units == lowCell.Units).Select(Shape)
            .Where(fault => fault.Length > 0));
        return faults;
    }

    private static string Described(Network network, string name) =>
        network.Parameters.Shape(name) is var shape ? $"{shape.Rows} × {shape.Columns}" : "";
}
