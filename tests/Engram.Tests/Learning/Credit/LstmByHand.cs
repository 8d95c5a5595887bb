namespace Engram.Tests.Learning;

/// <summary>
/// i, f, o = σ(W h + V u + b), g = tanh(W_g h + V_g u + b_g), c ← f c + i g, h ← o tanh c, and its adjoint, where W of the recurrent terms is
/// replaced on the way back.
/// </summary>
internal static class LstmByHand
{
    private static readonly string[] Gates = ["f", "i", "g", "o"];

    public static void Trial(HandRun run, double[][] u, double[][] dz, int steps, int units, bool goesBack)
    {
        var h = new double[steps + 1][];
        var c = new double[steps + 1][];
        var gates = new Dictionary<string, double[]>[steps + 1];
        (h[0], c[0]) = (run["h0"], run["c0"]);
        for (var t = 1; t <= steps; t++)
        {
            gates[t] = Gates.ToDictionary(name => name, name => Gate(run, name, h[t - 1], u[t - 1]));
            var (f, i, g, o) = (gates[t]["f"], gates[t]["i"], gates[t]["g"], gates[t]["o"]);
            c[t] = [.. Enumerable.Range(0, units).Select(k => (f[k] * c[t - 1][k]) + (i[k] * g[k]))];
            h[t] = [.. Enumerable.Range(0, units).Select(k => o[k] * Math.Tanh(c[t][k]))];
        }

        var (dh, dc) = (new double[units], new double[units]);
        for (var t = steps; t >= 1; t--)
        {
            var read = HandRun.Transposed(run["w_out_back"], dz[t - 1]);
            run.AddOuter("w_out", dz[t - 1], h[t]);
            run.Add("b_out", dz[t - 1]);
            var (f, i, g, o) = (gates[t]["f"], gates[t]["i"], gates[t]["g"], gates[t]["o"]);
            var errors = Gates.ToDictionary(name => name, _ => new double[units]);
            var (dhBefore, dcBefore) = (new double[units], new double[units]);
            for (var k = 0; k < units; k++)
            {
                var tanh = Math.Tanh(c[t][k]);
                var outer = dh[k] + read[k];
                var inner = dc[k] + (outer * o[k] * (1 - (tanh * tanh)));
                errors["o"][k] = outer * tanh * o[k] * (1 - o[k]);
                errors["f"][k] = inner * c[t - 1][k] * f[k] * (1 - f[k]);
                errors["i"][k] = inner * g[k] * i[k] * (1 - i[k]);
                errors["g"][k] = inner * i[k] * (1 - (g[k] * g[k]));
                dcBefore[k] = inner * f[k];
            }

            foreach (var (name, error) in errors)
            {
                run.AddOuter($"w_{name}", error, h[t - 1]);
                run.AddOuter($"v_{name}", error, u[t - 1]);
                run.Add($"b_{name}", error);
                var back = goesBack ? HandRun.Transposed(run[$"w_{name}_back"], error) : new double[units];
                dhBefore = [.. dhBefore.Zip(back, (a, b) => a + b)];
            }

            (dh, dc) = (dhBefore, dcBefore);
        }

        run.Add("h0", dh);
        run.Add("c0", dc);
    }

    private static double[] Gate(HandRun run, string name, double[] h, double[] u)
    {
        var drive = HandRun.Times(run[$"w_{name}"], h)
            .Zip(HandRun.Times(run[$"v_{name}"], u), (a, b) => a + b).Zip(run[$"b_{name}"], (a, b) => a + b);
        return [.. drive.Select(value => name == "g" ? Math.Tanh(value) : 1 / (1 + Math.Exp(-value)))];
    }
}
