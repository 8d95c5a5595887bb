using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// How well the rates tell an input of k steps ago by a linear readout: r²(k), the squared correlation of u(t − k) with its estimate, and their sum, the memory
/// capacity. For inputs that are drawn independently at each step it is at most N (Jaeger 2001, GMD Report 152).
/// </summary>
/// <remarks>
/// The readout is fitted to one half of the trials, or to the first half of a single one, and r² is that of the other. A negative correlation counts as 0, and so
/// does one that chance reaches once in 10 000 times, as in Dambre et al. (2012), <see href="https://doi.org/10.1038/srep00514"/>.
/// </remarks>
/// <param name="Curve">r²(k) for k = 1 … K.</param>
public sealed record MemoryCapacity(IReadOnlyList<double> Curve)
{
    // Relative to the mean variance: enough for a Cholesky factor, too little to be seen.
    private const double Ridge = 1e-10;

    /// <summary>Σ r²(k).</summary>
    public double Total => Curve.Sum();

    /// <summary>The memory of an input channel in recorded trials.</summary>
    /// <param name="recording">The trials; one at least must be longer than the delays.</param>
    /// <param name="channel">The input channel, from 0.</param>
    /// <param name="delays">K, the longest delay in steps.</param>
    /// <param name="skip">Steps at the beginning of each trial that do not count.</param>
    /// <exception cref="UsageException">There are fewer samples than a readout of so many units needs, or numbers are not finite.</exception>
    public static MemoryCapacity Of(Recording recording, int channel, int delays, int skip = 0)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, recording.Inputs);
        Finite.Rates(recording);
        Finite.Inputs(recording);
        var steps = recording.Trials.Min(trial => trial.Steps);
        var (inputs, rates) = (new double[steps * recording.TrialCount], new double[steps * recording.TrialCount * recording.Units]);
        for (var step = 0; step < steps; step++)
        {
            for (var trial = 0; trial < recording.TrialCount; trial++)
            {
                var place = (step * recording.TrialCount) + trial;
                inputs[place] = recording.InputAt(step, trial)[channel];
                for (var i = 0; i < recording.Units; i++)
                {
                    rates[(place * recording.Units) + i] = recording.Rate(step, trial)[i];
                }
            }
        }

        return Of(inputs, rates, recording.TrialCount, recording.Units, delays, skip);
    }

    /// <summary>The memory of one input.</summary>
    /// <param name="inputs">u (T × B).</param>
    /// <param name="rates">r after each step (T × B × N).</param>
    /// <param name="trials">B.</param>
    /// <param name="units">N.</param>
    /// <param name="delays">K.</param>
    /// <param name="skip">Steps at the beginning of each trial that do not count.</param>
    internal static MemoryCapacity Of(double[] inputs, double[] rates, int trials, int units, int delays, int skip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delays, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        return new(LinearEstimates.Squared(rates, units, inputs.Length / trials, trials, skip + delays, delays, Ridge, isNoise: false, Past));

        // u(t − k) for k = 1 … K.
        void Past(int sample, double[] past)
        {
            for (var k = 0; k < past.Length; k++)
            {
                past[k] = inputs[sample - ((k + 1) * trials)];
            }
        }
    }
}
