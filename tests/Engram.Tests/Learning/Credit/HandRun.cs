using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Tests.Equations;

namespace Engram.Tests.Learning;

/// <summary>A step with random parameters, run by the engine; gradients summed by hand beside it.</summary>
internal sealed class HandRun
{
    private const int Inputs = 3, Outputs = 2, Trials = 4, Steps = 9;
    private readonly StepGraph graph;
    private readonly double[] parameters, byHand, engineGradient;
    private readonly RandomBatch<double> batch = new(Trials, Steps, Inputs, Outputs, 21);
    private readonly Dictionary<string, int> starts = [];

    public HandRun(Cell cell, Credit credit)
    {
        graph = credit.Through(cell.Graph(Inputs, Outputs, 20.Ms));
        parameters = CellContract.Parameters<double>(graph, 5);
        (byHand, engineGradient) = (new double[parameters.Length], new double[parameters.Length]);
        var start = 0;
        foreach (var shape in graph.Parameters)
        {
            starts[shape.Name] = start;
            start += shape.Count;
        }

        using var engine = new Engine<double>(graph);
        engine.Load(parameters);
        engine.Gradient(batch, engineGradient);
    }

    public double[] this[string name] => parameters.AsSpan(starts[name], Shape(name).Count).ToArray();

    /// <summary>W a.</summary>
    public static double[] Times(double[] w, double[] a) =>
        [.. Enumerable.Range(0, w.Length / a.Length).Select(i => a.Select((value, j) => w[(i * a.Length) + j] * value).Sum())];

    /// <summary>Wᵀ a.</summary>
    public static double[] Transposed(double[] w, double[] a)
    {
        var columns = w.Length / a.Length;
        return [.. Enumerable.Range(0, columns).Select(j => a.Select((value, i) => w[(i * columns) + j] * value).Sum())];
    }

    public void EveryTrial(Action<double[][], double[][], int> trial)
    {
        for (var k = 0; k < Trials; k++)
        {
            var (input, target, mask) = batch.Trial(k);
            var z = Output(k);
            double[][] Rows(Func<int, double> of, int width) =>
                [.. Enumerable.Range(0, batch.Steps(k)).Select(t => Enumerable.Range(0, width).Select(i => of((t * width) + i)).ToArray())];
            trial(
                Rows(i => input[i], Inputs), Rows(i => 2 * mask[i] * (z[i] - target[i]), Outputs), batch.Steps(k));
        }
    }

    public void Add(string name, IEnumerable<double> values)
    {
        foreach (var (i, value) in values.Index())
        {
            byHand[starts[name] + i] += value;
        }
    }

    public void AddOuter(string name, double[] left, double[] right) =>
        Add(name, left.SelectMany(a => right.Select(b => a * b)));

    /// <summary>Every gradient agrees; those of the backward matrices are 0, for no gradient descends them.</summary>
    public void Check()
    {
        var largest = engineGradient.Max(Math.Abs);
        Assert.True(largest > 0.1);
        Assert.All(byHand.Zip(engineGradient), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * largest));
    }

    private ParameterShape Shape(string name) => graph.Parameters.Single(shape => shape.Name == name);

    // The outputs of a trial, of whichever block it was in.
    private double[] Output(int trial)
    {
        var before = 0;
        foreach (var (_, z) in batch.Outputs.OrderBy(pair => pair.Key))
        {
            var rows = Enumerable.Range(1, Trials - before).First(count =>
                count * Outputs * Enumerable.Range(before, count).Max(batch.Steps) == z.Length);
            if (trial < before + rows)
            {
                return
                [
                    .. Enumerable.Range(0, batch.Steps(trial)).SelectMany(t =>
                        z.Skip(((t * rows) + trial - before) * Outputs).Take(Outputs)),
                ];
            }

            before += rows;
        }

        throw new InvalidOperationException("The trial was not run.");
    }
}
