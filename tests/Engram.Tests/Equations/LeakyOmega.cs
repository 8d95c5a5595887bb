using Engram.Equations;

namespace Engram.Tests.Equations;

/// <summary>The leaky network forward and back, written out in loops, and Ω on what it found.</summary>
internal sealed class LeakyOmega
{
    private readonly List<(double[] Delta, double[] Slope)> pairs = [];
    private readonly double alpha;
    private readonly int units;

    public LeakyOmega(StepGraph graph, double[] parameters, RandomBatch<double> batch, Activation activation, double alpha)
    {
        this.alpha = alpha;
        units = graph.Units;
        var arrays = new Dictionary<string, double[]>();
        var at = 0;
        foreach (var shape in graph.Parameters)
        {
            arrays[shape.Name] = parameters[at..(at + shape.Count)];
            at += shape.Count;
        }

        Recurrent = arrays["w_rec"];
        for (var trial = 0; trial < batch.Trials; trial++)
        {
            Trial(arrays, batch, trial, activation);
        }
    }

    public double[] Recurrent { get; }

    public double Value(double[] w)
    {
        var sum = 0.0;
        foreach (var (delta, slope) in pairs)
        {
            double v2 = 0, d2 = 0;
            for (var j = 0; j < units; j++)
            {
                var back = 0.0;
                for (var i = 0; i < units; i++)
                {
                    back += w[(i * units) + j] * delta[i];
                }

                var v = ((1 - alpha) * delta[j]) + (alpha * slope[j] * back);
                v2 += v * v;
                d2 += delta[j] * delta[j];
            }

            sum += ((v2 / d2) - 1) * ((v2 / d2) - 1);
        }

        return sum / pairs.Count;
    }

    private void Trial(Dictionary<string, double[]> arrays, RandomBatch<double> batch, int trial, Activation activation)
    {
        var (input, target, mask) = batch.Trial(trial);
        var steps = batch.Steps(trial);
        var (inputs, outputs) = (input.Length / steps, target.Length / steps);
        double F(double x) => activation == Activation.Tanh ? Math.Tanh(x) : Math.Max(x, 0);
        double Slope(double x) => activation == Activation.Tanh ? 1 - (Math.Tanh(x) * Math.Tanh(x)) : x > 0 ? 1 : 0;
        double Row(double[] w, int i, double[] a) => Enumerable.Range(0, a.Length).Sum(j => w[(i * a.Length) + j] * a[j]);

        var x = new double[steps + 1][];
        x[0] = arrays["x0"];
        for (var t = 1; t <= steps; t++)
        {
            var r = Array.ConvertAll(x[t - 1], F);
            var u = input[((t - 1) * inputs)..(t * inputs)];
            x[t] = [.. Enumerable.Range(0, units).Select(i =>
                ((1 - alpha) * x[t - 1][i]) + (alpha * (Row(arrays["w_rec"], i, r) + Row(arrays["w_in"], i, u) + arrays["b"][i])))];
        }

        double[] later = new double[units];
        for (var t = steps; t >= 1; t--)
        {
            var r = Array.ConvertAll(x[t], F);
            var dz = new double[outputs];
            for (var o = 0; o < outputs; o++)
            {
                var z = Row(arrays["w_out"], o, r) + arrays["b_out"][o];
                dz[o] = 2 * mask[((t - 1) * outputs) + o] * (z - target[((t - 1) * outputs) + o]);
            }

            var slope = Array.ConvertAll(x[t], Slope);
            if (t < steps && later.Any(value => value != 0))
            {
                pairs.Add((later, slope));
            }

            later = [.. Enumerable.Range(0, units).Select(j => ((1 - alpha) * later[j]) + (slope[j] * (
                (alpha * Enumerable.Range(0, units).Sum(i => arrays["w_rec"][(i * units) + j] * later[i]))
                + Enumerable.Range(0, outputs).Sum(o => arrays["w_out"][(o * units) + j] * dz[o]))))];
        }
    }
}
