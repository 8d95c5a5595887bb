using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Analysis;

/// <summary>Networks in double precision along whose runs gradients and deviations are followed.</summary>
internal static class FlowNetworks
{
    /// <summary>Standard normal numbers.</summary>
    public static double[] Draw(int count, ulong seed)
    {
        var random = new RandomStream(new StreamKey(seed, Purpose.Analysis), 0);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    /// <summary>ρ Q with Q orthogonal, row after row.</summary>
    public static double[] Orthogonal(int units, double rho)
    {
        var q = Matrix<double>.Build.Dense(units, units, Draw(units * units, 7)).QR().Q;
        return [.. (rho * q).ToRowMajorArray()];
    }

    /// <summary>h ← f(W h), without inputs.</summary>
    public static StepMap Elman(Activation activation, double[] weights)
    {
        var graph = new ElmanCell { Units = (int)Math.Sqrt(weights.Length), Activation = activation }.Graph(0, 1, 20.Ms);
        var map = new StepMap(graph);
        map.Load([.. graph.Parameters.SelectMany(shape => shape.Name == "w_rec" ? weights : new double[shape.Count])]);
        return map;
    }

    /// <summary>A random vector carried back along a run without inputs that starts at random states of a size.</summary>
    public static IReadOnlyList<double> Carry(StepMap map, int lag, double size, ulong seed)
    {
        var (state, states) = (Array.ConvertAll(Draw(map.Width, seed), value => size * value), new List<double>());
        for (var step = 0; step < lag; step++)
        {
            states.AddRange(state);
            map.Next([.. state], [], state);
        }

        return GradientFlow.LogNorms(map, [.. states], [], Draw(map.Width, seed + 1));
    }

    /// <summary>The derivative of a function at 0, by central differences with an error of order h⁴.</summary>
    public static double Slope(Func<double, double> f)
    {
        const double H = 1e-3;
        return ((8 * (f(H / 2) - f(-H / 2))) - (f(H) - f(-H))) / (6 * H);
    }

    /// <summary>A network with initial weights on trials of a task.</summary>
    public static Experiment Experiment(Cell cell, CognitiveTask task, int trials, NetworkOptions? options = null) => new()
    {
        Network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms, task.ContextNames.Count), options ?? new NetworkOptions(), 3),
        Task = task,
        Dt = 20.Ms,
        Trials = trials,
    };
}
