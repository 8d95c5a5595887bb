using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>How well outputs are played, by condition, in shares of the amplitude.</summary>
/// <param name="Wrong">Root mean square of the outputs that are to be silent (C).</param>
/// <param name="Own">Root mean squared error of the condition's own outputs (C).</param>
/// <param name="Gain">Σ y z/Σ y² over the condition's own outputs (C): 1 when they follow the target, 0 when they are silent.</param>
internal sealed record OutputErrors(IReadOnlyList<double> Wrong, IReadOnlyList<double> Own, IReadOnlyList<double> Gain)
{
    /// <summary>Measures a recording.</summary>
    public static OutputErrors Of(Recording recording, OutputGroups groups, string? period)
    {
        var parts = PeriodSteps.Of(recording, period).ToDictionary(part => part.Trial);
        var (wrong, own, gain) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var (c, trials) in groups.TrialsOf.Index())
        {
            var (silent, error, product, power, n, m) = (0.0, 0.0, 0.0, 0.0, 0L, 0L);
            foreach (var (trial, first, end) in trials.Where(parts.ContainsKey).Select(trial => parts[trial]))
            {
                for (var step = first; step < end; step++)
                {
                    var z = recording.OutputAt(step, trial);
                    var y = recording.TargetAt(step, trial);
                    foreach (var output in groups.Wrong[c])
                    {
                        (silent, n) = (silent + ((double)z[output] * z[output]), n + 1);
                    }

                    foreach (var output in groups.Own[c])
                    {
                        (error, m) = (error + Math.Pow(y[output] - z[output], 2), m + 1);
                        (product, power) = (product + ((double)y[output] * z[output]), power + ((double)y[output] * y[output]));
                    }
                }
            }

            wrong.Add(Math.Sqrt(silent / n) / groups.Amplitude);
            own.Add(Math.Sqrt(error / m) / groups.Amplitude);
            gain.Add(product / power);
        }

        return new(wrong, own, gain);
    }
}
