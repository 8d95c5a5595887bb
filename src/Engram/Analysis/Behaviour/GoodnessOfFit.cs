using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>How well outputs follow their targets over a recording, where the loss counts.</summary>
/// <param name="Error">√(Σ mask (y − z)² / Σ mask).</param>
/// <param name="R2">
/// R² = 1 − Σ mask (y − z)² / Σ mask (y − ȳ)², with ȳ the mean target of each output; below 0 where the mean would be the better answer, and no
/// number where targets do not vary.
/// </param>
public sealed record GoodnessOfFit(double Error, double R2)
{
    /// <summary>Compares the outputs of a recording with its targets.</summary>
    /// <param name="recording">Any recording.</param>
    /// <exception cref="UsageException">An output or target is not finite.</exception>
    public static GoodnessOfFit Of(Recording recording)
    {
        Finite.Outputs(recording);
        Finite.Targets(recording);
        var outputs = recording.Outputs;
        var (weights, sums) = (new double[outputs], new double[outputs]);
        for (var i = 0; i < recording.Target.Length; i++)
        {
            weights[i % outputs] += recording.Mask[i];
            sums[i % outputs] += (double)recording.Mask[i] * recording.Target[i];
        }

        var (missed, spread) = (0.0, 0.0);
        for (var i = 0; i < recording.Target.Length; i++)
        {
            if (recording.Mask[i] > 0)
            {
                var (error, distance) = ((double)recording.Target[i] - recording.Output[i], recording.Target[i] - (sums[i % outputs] / weights[i % outputs]));
                missed += recording.Mask[i] * error * error;
                spread += recording.Mask[i] * distance * distance;
            }
        }

        return new(Math.Sqrt(missed / weights.Sum()), spread > 0 ? 1 - (missed / spread) : double.NaN);
    }
}
