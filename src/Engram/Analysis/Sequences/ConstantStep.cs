using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// x ← e^{A dt} x + ∫₀^dt e^{As} ds (W_in u + b)/τ with A = (W − I)/τ restricted to a set of units, all others silent. Both matrices are
/// parts of the exponential of (A, W_in/τ, b/τ; 0), under which u and 1 stand still.
/// </summary>
internal sealed class ConstantStep : LinearStep
{
    private readonly int[] units;
    private readonly int width;
    private readonly double[] propagator, begin, state, next;

    /// <summary>The step of one network.</summary>
    public ConstantStep(LeakyCell cell, Network network, TimeSpan dt, int[] units)
    {
        this.units = units;
        var (w, input, b, x0) = (Wide(network, "w_rec"), Wide(network, "w_in"), Wide(network, "b"), Wide(network, "x0"));
        var (n, inputs, taus) = (b.Length, input.Length / b.Length, Taus(cell, network));
        width = units.Length + inputs + 1;
        var generator = new double[width * width];
        for (var row = 0; row < units.Length; row++)
        {
            var (i, scale) = (units[row], dt / taus[units[row]]);
            for (var column = 0; column < units.Length; column++)
            {
                generator[(row * width) + column] = scale * (w[(i * n) + units[column]] - (row == column ? 1 : 0));
            }

            for (var c = 0; c < inputs; c++)
            {
                generator[(row * width) + units.Length + c] = scale * input[(i * inputs) + c];
            }

            generator[(row * width) + width - 1] = scale * b[i];
        }

        propagator = MatrixExponential.Of(generator, width);
        begin = [.. units.Select(i => x0[i]), .. new double[inputs], 1];
        (state, next) = (new double[width], new double[width]);
    }

    /// <summary>τ of each unit, as it was learned where it was.</summary>
    public static IReadOnlyList<TimeSpan> Taus(LeakyCell cell, Network network) =>
        cell.TrainTau ? [.. Wide(network, "tau").Select(tau => tau.Seconds)] : cell.UnitTaus ?? cell.TauOfUnits(cell.Tau);

    /// <inheritdoc/>
    public override void Begin() => begin.CopyTo(state, 0);

    /// <inheritdoc/>
    public override void Next(Recording intact, int step, int trial)
    {
        var u = intact.InputAt(step, trial);
        for (var c = 0; c < u.Length; c++)
        {
            state[units.Length + c] = u[c];
        }

        for (var row = 0; row < units.Length; row++)
        {
            next[row] = Rows.Dot(propagator.AsSpan(row * width, width), state);
        }

        next.AsSpan(0, units.Length).CopyTo(state);
    }

    /// <inheritdoc/>
    public override void Rates(Recording intact, int step, int trial, Span<float> rates)
    {
        rates.Clear();
        for (var row = 0; row < units.Length; row++)
        {
            rates[units[row]] = (float)state[row];
        }
    }
}
