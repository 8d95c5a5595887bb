using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Tests.Learning;

namespace Engram.Tests.Equations;

/// <summary>Values with the derivatives of others, against loops that are written by hand, in double precision.</summary>
public sealed class SurrogateTests
{
    private const int Units = 7;
    private const double Beta = 0.9, Threshold = 0.3, Damping = 0.3;

    // v_t = β v_{t−1} + W s_{t−1} + W_in u_t − θ s_{t−1},  s = 1 where v > θ, the reset being held constant.
    // δ_t = β δ_{t+1} + ψ_t (Wᵀ δ_{t+1} + W_outᵀ dz_t),  ψ = γ max(0, 1 − |v − θ|/θ)/θ.
    [Fact]
    public void A_spiking_unit_with_reset_agrees_with_back_propagation_by_hand()
    {
        var run = new HandRun(new SpikingCell { Units = Units }, new Credit());
        var spikes = 0.0;
        run.EveryTrial((u, dz, steps) =>
        {
            var (s, psi) = Forward(run, u, steps);
            spikes += s.Sum(row => row.Sum()) / (s.Length * Units);
            var later = new double[Units];
            for (var t = steps; t >= 0; t--)
            {
                var recurrent = HandRun.Transposed(run["w_rec"], later);
                var read = t == 0 ? new double[Units] : HandRun.Transposed(run["w_out"], dz[t - 1]);
                double[] delta = [.. later.Select((value, i) => (Beta * value) + (psi[t][i] * (recurrent[i] + read[i])))];
                if (t == 0)
                {
                    run.Add("v0", delta);
                    break;
                }

                run.AddOuter("w_rec", delta, s[t - 1]);
                run.AddOuter("w_in", delta, u[t - 1]);
                run.AddOuter("w_out", dz[t - 1], s[t]);
                run.Add("b_out", dz[t - 1]);
                later = delta;
            }
        });
        Assert.InRange(spikes, 0.2, 3.8);
        run.Check();
    }

    // Bellec et al. 2020: ε_t = β ε_{t−1} + s_{t−1}, and ΔW ∝ Σ_t ψ_t (B dz_t) ε_tᵀ, all known when it is needed.
    [Theory]
    [InlineData("e-prop", "w_out")]
    [InlineData("rflo", "w_out_back")]
    public void Without_recurrent_errors_it_agrees_with_traces_that_run_forward(string rule, string back)
    {
        var run = new HandRun(new SpikingCell { Units = Units }, Credit.Rules[rule]);
        run.EveryTrial((u, dz, steps) =>
        {
            var (s, psi) = Forward(run, u, steps);
            var (recurrent, input, start) = (new double[Units], new double[u[0].Length], 1.0);
            for (var t = 1; t <= steps; t++)
            {
                recurrent = [.. recurrent.Select((value, j) => (Beta * value) + s[t - 1][j])];
                input = [.. input.Select((value, j) => (Beta * value) + u[t - 1][j])];
                start *= Beta;
                double[] learning = [.. HandRun.Transposed(run[back], dz[t - 1]).Select((value, i) => value * psi[t][i])];
                run.AddOuter("w_rec", learning, recurrent);
                run.AddOuter("w_in", learning, input);
                run.Add("v0", learning.Select(value => value * start));
                run.AddOuter("w_out", dz[t - 1], s[t]);
                run.Add("b_out", dz[t - 1]);
            }
        });
        run.Check();
    }

    [Fact]
    public void What_only_a_derivative_is_made_of_is_not_computed_forward()
    {
        var graph = new SpikingCell { Units = Units }.Graph(3, 2, 20.Ms);
        var body = new StepBody(graph);
        var computed = Differentiation.Topological([.. body.Carried.Select(carried => carried.Next)]);
        Assert.DoesNotContain(computed, node => node is ElementNode { Function: ElementFunction.Rectify });
        Assert.Contains(computed, node => node is ElementNode { Function: ElementFunction.Surrogate });
    }

    [Fact]
    public void Descriptions_say_what_stands_for_a_derivative()
    {
        var lines = EquationText.Step(new SpikingCell { Units = Units }.Graph(3, 2, 20.Ms));
        Assert.Contains(lines, line => line.Contains(" is learned with the derivative of ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("detach(", StringComparison.Ordinal));
    }

    [Fact]
    public void A_derivative_of_another_size_is_refused()
    {
        var fault = Assert.Throws<UsageException>(() => new MismatchedCell { Units = Units }.Graph(3, 2, 20.Ms));
        Assert.Contains("a quantity of 7 units a derivative of 3 units", fault.Message, StringComparison.Ordinal);
    }

    private static (double[][] S, double[][] Psi) Forward(HandRun run, double[][] u, int steps)
    {
        var (v, s, psi) = (run["v0"], new double[steps + 1][], new double[steps + 1][]);
        for (var t = 0; t <= steps; t++)
        {
            if (t > 0)
            {
                var recurrent = HandRun.Times(run["w_rec"], s[t - 1]);
                var input = HandRun.Times(run["w_in"], u[t - 1]);
                v = [.. v.Select((value, i) => (Beta * value) + recurrent[i] + input[i] - (Threshold * s[t - 1][i]))];
            }

            s[t] = [.. v.Select(value => value > Threshold ? 1.0 : 0)];
            psi[t] = [.. v.Select(value => Damping * Math.Max(0, 1 - Math.Abs((value - Threshold) / Threshold)) / Threshold)];
        }

        return (s, psi);
    }

    /// <summary>Leaky integrate and fire, with a reset through which no error goes back.</summary>
    private sealed record SpikingCell : Cell
    {
        protected override void Define(Step step)
        {
            var v = step.State("v", Units);
            var spikes = step.Spike((v - Threshold) * (1 / Threshold), Damping);
            step.Next(
                v,
                (Beta * v) + step.Linear("w_rec", spikes, Units) + step.Linear("w_in", step.Input, Units) - (Threshold * step.Detach(spikes)));
            step.Rate(spikes);
        }
    }

    private sealed record MismatchedCell : Cell
    {
        protected override void Define(Step step)
        {
            var v = step.State("v", Units);
            var w = step.State("w", 3);
            step.Next(v, step.Surrogate(v, w));
            step.Next(w, w);
            step.Rate(v);
        }
    }
}
