using Engram.Cells;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// x ← x + α (W G_k x + W_in u + b − x), G_k the units that are active in the intact network before the step. A unit that is exactly on its
/// kink there is on neither side, and goes to the side to which the change takes it.
/// </summary>
internal sealed class GatedStep : LinearStep
{
    private readonly double[] alpha, w, input, b, begin, x, gated, next;

    /// <summary>The step of one network.</summary>
    public GatedStep(LeakyCell cell, Network network, Recording intact)
    {
        (w, input, b, begin) = (Wide(network, "w_rec"), Wide(network, "w_in"), Wide(network, "b"), Wide(network, "x0"));
        alpha = [.. ConstantStep.Taus(cell, network).Select(tau => intact.Dt / tau)];
        (x, gated, next) = (new double[b.Length], new double[b.Length], new double[b.Length]);
    }

    /// <inheritdoc/>
    public override void Begin() => begin.CopyTo(x, 0);

    /// <inheritdoc/>
    public override void Next(Recording intact, int step, int trial)
    {
        for (var j = 0; j < x.Length; j++)
        {
            // Before the first step the intact network is at x0, which no perturbation of weights changes.
            gated[j] = Gated(step == 0 ? begin[j] : intact.State(step - 1, trial)[j], x[j]);
        }

        var u = intact.InputAt(step, trial);
        for (var i = 0; i < x.Length; i++)
        {
            var drive = Rows.Dot(w.AsSpan(i * x.Length, x.Length), gated) + b[i];
            for (var c = 0; c < u.Length; c++)
            {
                drive += input[(i * u.Length) + c] * u[c];
            }

            next[i] = x[i] + (alpha[i] * (drive - x[i]));
        }

        next.CopyTo(x, 0);
    }

    /// <inheritdoc/>
    public override void Rates(Recording intact, int step, int trial, Span<float> rates)
    {
        var state = intact.State(step, trial);
        for (var i = 0; i < x.Length; i++)
        {
            rates[i] = (float)Gated(state[i], x[i]);
        }
    }

    private static double Gated(double intact, double x) => intact > 0 || (intact == 0 && x > 0) ? x : 0;
}
