using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;

namespace Engram.Tests.Learning;

/// <summary>Gradients whose errors go back through other matrices, against loops that are written by hand, in double precision.</summary>
public sealed class BackwardMatrixTests
{
    private const int Units = 7, Inputs = 3;
    private const double Alpha = 0.2;
    private static readonly LeakyCell Leaky = new() { Units = Units, Activation = Activation.Tanh, Noise = 0 };
    private static readonly LstmCell Lstm = new() { Units = Units };

    // x_t = x_{t−1} + α (W r_{t−1} + W_in u_t + b − x_{t−1}),  r = tanh x,  z = W_out r.
    // δ_t = (1 − α) δ_{t+1} + φ'(x_t) (α Bᵀ δ_{t+1} + B_outᵀ dz_t).
    [Fact]
    public void Feedback_alignment_through_time_agrees_with_a_loop_by_hand()
    {
        var run = new HandRun(Leaky, Credit.Rules["feedback-alignment"]);
        run.EveryTrial((u, dz, steps) =>
        {
            var (x, r) = Forward(run, u, steps);
            var later = new double[Units];
            for (var t = steps; t >= 1; t--)
            {
                var sent = HandRun.Transposed(run["w_rec_back"], later);
                var read = HandRun.Transposed(run["w_out_back"], dz[t - 1]);
                double[] delta =
                [
                    .. Enumerable.Range(0, Units).Select(i =>
                        ((1 - Alpha) * later[i]) + ((1 - (r[t][i] * r[t][i])) * ((Alpha * sent[i]) + read[i]))),
                ];
                Credited(run, delta, r[t - 1], u[t - 1], r[t], dz[t - 1]);
                later = delta;
            }

            run.Add("x0", later.Select((value, i) =>
                ((1 - Alpha) * value) + ((1 - (r[0][i] * r[0][i])) * Alpha * HandRun.Transposed(run["w_rec_back"], later)[i])));
        });
        run.Check();
    }

    // Murray 2019: p_t = (1 − α) p_{t−1} + α r_{t−1}ᵀ, and ΔW ∝ Σ_t φ'(x_t) (B_outᵀ dz_t) p_t, all known when it is needed.
    [Theory]
    [InlineData("rflo")]
    [InlineData("e-prop")]
    [InlineData("direct")]
    public void Local_rules_agree_with_eligibility_traces_that_run_forward(string rule)
    {
        var run = new HandRun(Leaky, Credit.Rules[rule]);
        run.EveryTrial((u, dz, steps) =>
        {
            var (x, r) = Forward(run, u, steps);
            var (recurrent, input, constant, start) = (new double[Units], new double[Inputs], 0.0, 1.0);
            for (var t = 1; t <= steps; t++)
            {
                recurrent = [.. recurrent.Select((value, j) => ((1 - Alpha) * value) + (Alpha * r[t - 1][j]))];
                input = [.. input.Select((value, j) => ((1 - Alpha) * value) + (Alpha * u[t - 1][j]))];
                (constant, start) = (((1 - Alpha) * constant) + Alpha, (1 - Alpha) * start);
                var error = HandRun.Transposed(run[rule == "e-prop" ? "w_out" : "w_out_back"], dz[t - 1]);
                double[] learning = [.. error.Select((value, i) => value * (1 - (r[t][i] * r[t][i])))];
                run.AddOuter("w_rec", learning, recurrent);
                run.AddOuter("w_in", learning, input);
                run.Add("b", learning.Select(value => value * constant));
                run.Add("x0", learning.Select(value => value * start));
                run.AddOuter("w_out", dz[t - 1], r[t]);
                run.Add("b_out", dz[t - 1]);
            }
        });
        run.Check();
    }

    [Theory]
    [InlineData("feedback-alignment")]
    [InlineData("direct")]
    public void Long_short_term_memory_agrees_with_a_loop_by_hand(string rule)
    {
        var run = new HandRun(Lstm, Credit.Rules[rule]);
        run.EveryTrial((u, dz, steps) => LstmByHand.Trial(run, u, dz, steps, Units, rule == "feedback-alignment"));
        run.Check();
    }

    [Fact]
    public void Own_matrices_give_the_step_itself()
    {
        var graph = Leaky.Graph(Inputs, 2, 20.Ms);
        Assert.Same(graph, Credit.Rules["back-propagation"].Through(graph));
    }

    private static (double[][] X, double[][] R) Forward(HandRun run, double[][] u, int steps)
    {
        var x = new double[steps + 1][];
        var r = new double[steps + 1][];
        x[0] = run["x0"].ToArray();
        r[0] = [.. x[0].Select(Math.Tanh)];
        for (var t = 1; t <= steps; t++)
        {
            var drive = HandRun.Times(run["w_rec"], r[t - 1]).Zip(HandRun.Times(run["w_in"], u[t - 1]), (a, b) => a + b)
                .Zip(run["b"].ToArray(), (a, b) => a + b).ToArray();
            x[t] = [.. x[t - 1].Select((value, i) => value + (Alpha * (drive[i] - value)))];
            r[t] = [.. x[t].Select(Math.Tanh)];
        }

        return (x, r);
    }

    private static void Credited(HandRun run, double[] delta, double[] before, double[] u, double[] after, double[] dz)
    {
        double[] drive = [.. delta.Select(value => Alpha * value)];
        run.AddOuter("w_rec", drive, before);
        run.AddOuter("w_in", drive, u);
        run.Add("b", drive);
        run.AddOuter("w_out", dz, after);
        run.Add("b_out", dz);
    }
}
