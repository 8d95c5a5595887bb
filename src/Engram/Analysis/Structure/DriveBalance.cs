using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// What drives each unit and what it sends: the excitatory drive Σ_E W[i, j] r_j, the inhibitory drive Σ_I W[i, j] r_j ≤ 0 and the external
/// one, W_in u + b, after each recorded step, over all steps and trials; and sums over rows and columns of W.
/// </summary>
/// <param name="Steps">Steps of all trials together that were taken.</param>
/// <param name="Units">The units (N).</param>
public sealed record DriveBalance(int Steps, IReadOnlyList<UnitBalance> Units)
{
    /// <summary>Measures it.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="network">The network that was recorded.</param>
    /// <param name="period">The period that counts; null for whole trials. Catch trials are left out.</param>
    /// <exception cref="UsageException">No recorded trial has the period, or the recording is of another network.</exception>
    public static DriveBalance Of(Recording recording, SignedNetwork network, string? period = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(network);
        network.Check(recording);
        Finite.Rates(recording);
        Finite.Inputs(recording);

        var parts = PeriodSteps.Of(recording, period);
        var external = new External(network, recording.Inputs);
        var sums = new Sums[network.Units];
        var (weights, rates) = (Array.ConvertAll(network.Weights.ToArray(), w => (double)w), new double[network.Units]);
        var steps = 0;
        foreach (var (trial, first, end) in parts)
        {
            for (var step = first; step < end; step++, steps++)
            {
                var recorded = recording.Rate(step, trial);
                for (var unit = 0; unit < rates.Length; unit++)
                {
                    rates[unit] = recorded[unit];
                }

                Add(sums, weights, rates, network.Excitatory, recording.InputAt(step, trial), external);
            }
        }

        return new(steps, [.. sums.Select((sum, unit) => sum.Of(unit, steps, network))]);
    }

    private static void Add(
        Sums[] sums, ReadOnlySpan<double> weights, ReadOnlySpan<double> rates, int cut, ReadOnlySpan<float> input, External external)
    {
        for (var i = 0; i < rates.Length; i++)
        {
            var row = weights.Slice(i * rates.Length, rates.Length);
            sums[i].Add(Rows.Dot(row[..cut], rates[..cut]), Rows.Dot(row[cut..], rates[cut..]), external.Of(i, input));
        }
    }

    // W_in u + b of a unit.
    private sealed class External(SignedNetwork network, int inputs)
    {
        private readonly float[] weights = Values(network, ParameterRole.Input, network.Units * inputs);
        private readonly float[] bias = Values(network, ParameterRole.Bias, network.Units);

        public double Of(int unit, ReadOnlySpan<float> input)
        {
            double sum = bias[unit];
            for (var c = 0; c < input.Length; c++)
            {
                sum += weights[(unit * inputs) + c] * input[c];
            }

            return sum;
        }

        private static float[] Values(SignedNetwork network, ParameterRole role, int count) =>
            network.Network.Parameters.Shapes.FirstOrDefault(shape => shape.Role == role && shape.Count == count) is { } shape
                ? network.Network.Effective(shape.Name).ToArray() : new float[count];
    }

    private struct Sums
    {
        private double e, i, x, ee, ii, ei;

        public void Add(double excitation, double inhibition, double external)
        {
            (e, i, x) = (e + excitation, i + inhibition, x + external);
            (ee, ii, ei) = (ee + (excitation * excitation), ii + (inhibition * inhibition), ei + (excitation * inhibition));
        }

        // The correlation of E and −I is −(⟨EI⟩ − ⟨E⟩⟨I⟩)/(s_E s_I).
        public readonly UnitBalance Of(int unit, int steps, SignedNetwork network)
        {
            var (me, mi) = (e / steps, i / steps);
            var spread = Math.Sqrt(Math.Max(0, (ee / steps) - (me * me)) * Math.Max(0, (ii / steps) - (mi * mi)));
            var units = network.Units;
            var (received, sent) = ((Excitation: 0.0, Inhibition: 0.0), 0.0);
            for (var other = 0; other < units; other++)
            {
                double weight = network.Weights[(unit * units) + other];
                received = other < network.Excitatory ? (received.Excitation + weight, received.Inhibition)
                    : (received.Excitation, received.Inhibition + weight);
                sent += network.Weights[(other * units) + unit];
            }

            return new(
                unit, unit < network.Excitatory, me, mi, x / steps, me > 0 ? -mi / me : double.NaN,
                spread > 1e-9 * Math.Sqrt(ee / steps * (ii / steps)) ? -((ei / steps) - (me * mi)) / spread : double.NaN,
                received.Excitation, received.Inhibition, sent);
        }
    }
}

/// <summary>What drives one unit and what it sends.</summary>
/// <param name="Unit">The unit, from 0.</param>
/// <param name="IsExcitatory">Of which kind it is.</param>
/// <param name="Excitation">Mean excitatory drive, at least 0.</param>
/// <param name="Inhibition">Mean inhibitory drive, at most 0.</param>
/// <param name="External">Mean of W_in u + b.</param>
/// <param name="Ratio">−Inhibition/Excitation: 1 where they cancel; NaN without excitation.</param>
/// <param name="Correlation">Of excitation with −inhibition over steps and trials; NaN where one is constant.</param>
/// <param name="ReceivedExcitation">Σ_E W[unit, j].</param>
/// <param name="ReceivedInhibition">Σ_I W[unit, j], at most 0.</param>
/// <param name="Sent">Σ_i W[i, unit]; at most 0 for an inhibitory unit.</param>
public sealed record UnitBalance(
    int Unit, bool IsExcitatory, double Excitation, double Inhibition, double External, double Ratio, double Correlation,
    double ReceivedExcitation, double ReceivedInhibition, double Sent)
{
    /// <summary>The mean drive of all kinds together.</summary>
    public double Net => Excitation + Inhibition + External;
}
