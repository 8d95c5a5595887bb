using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Shows a latent circuit the very inputs that a network was shown.</summary>
public static class CircuitSimulation
{
    /// <summary>
    /// Runs the circuit through all trials of a recording, from κ = v = 0, in Euler steps of the recording's dt:
    /// κ ← κ + α(−κ + F(κ, v)) and v ← v + α(−v + u) at once, then z(κ, v). Those are the network's own steps, so that the finite circuit
    /// of a network without noise gives its outputs.
    /// </summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="recording">The recording whose inputs are shown.</param>
    /// <exception cref="UsageException">The recording has other numbers of inputs or outputs, or an input that is not finite.</exception>
    public static CircuitRecording Run(this LatentCircuit circuit, Recording recording)
    {
        if (circuit.Inputs != recording.Inputs || circuit.Outputs != recording.Outputs)
        {
            throw new UsageException(
                $"The circuit has {Counted.Of(circuit.Inputs, "input")} and {Counted.Of(circuit.Outputs, "output")}, but the recording has {recording.Inputs} and "
                + $"{recording.Outputs}; give a recording of the task that the network was trained on.");
        }

        Finite.Inputs(recording);
        var result = new CircuitRecording(recording, circuit.Rank, circuit.Outputs);
        var (kappa, drive) = (new double[circuit.Rank], new double[circuit.Rank]);
        var (v, u, z) = (new double[circuit.Inputs], new double[circuit.Inputs], new double[circuit.Outputs]);
        var (latent, filter) = (recording.Dt / circuit.LatentTau, recording.Dt / circuit.Tau);
        foreach (var trial in recording.Trials)
        {
            Array.Clear(kappa);
            Array.Clear(v);
            for (var step = 0; step < trial.Steps; step++)
            {
                Widen(recording.InputAt(step, trial.Index), u);
                circuit.Drive(kappa, v, u, drive);
                Follow(kappa, latent, drive);
                Follow(v, filter, u);
                circuit.Readout(kappa, v, u, z);
                kappa.CopyTo(result.KappaAt(step, trial.Index));
                v.CopyTo(result.FilteredAt(step, trial.Index));
                var output = result.OutputAt(step, trial.Index);
                for (var o = 0; o < z.Length; o++)
                {
                    output[o] = (float)z[o];
                }
            }
        }

        return result;
    }

    // x ← x + α (−x + target)
    private static void Follow(double[] x, double alpha, double[] target)
    {
        for (var k = 0; k < x.Length; k++)
        {
            x[k] += alpha * (target[k] - x[k]);
        }
    }

    private static void Widen(ReadOnlySpan<float> values, double[] wide)
    {
        for (var k = 0; k < wide.Length; k++)
        {
            wide[k] = values[k];
        }
    }
}
