using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// How well outputs are played, by condition, in shares of the amplitude. What is farther off than the amplitude, or not finite, counts as
/// off by it: without inhibition activity can run away, and would then outweigh everything else.
/// </summary>
/// <param name="Wrong">Root mean square of the outputs that are to be silent (C).</param>
/// <param name="Own">Root mean squared error of the condition's own outputs (C).</param>
/// <param name="Gain">Σ y z/Σ y² over the condition's own outputs (C): 1 when they follow the target, 0 when they are silent.</param>
/// <param name="Greatest">The greatest |z| of any output, unlimited (C).</param>
internal sealed record OutputErrors(
    IReadOnlyList<double> Wrong, IReadOnlyList<double> Own, IReadOnlyList<double> Gain, IReadOnlyList<double> Greatest)
{
    /// <summary>Measures a recording.</summary>
    public static OutputErrors Of(Recording recording, OutputGroups groups, string? period)
    {
        var parts = PeriodSteps.Of(recording, period).ToDictionary(part => part.Trial);
        var (wrong, own, gain, greatest) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var limit = groups.Amplitude;
        foreach (var (c, trials) in groups.TrialsOf.Index())
        {
            var (silent, error, product, power, most, n, m) = (0.0, 0.0, 0.0, 0.0, 0.0, 0L, 0L);
            foreach (var (trial, first, end) in trials.Where(parts.ContainsKey).Select(trial => parts[trial]))
            {
                for (var step = first; step < end; step++)
                {
                    var z = Runaway(recording.OutputAt(step, trial));
                    var y = recording.TargetAt(step, trial);
                    foreach (var output in groups.Wrong[c])
                    {
                        (silent, n, most) = (silent + Square(z[output]), n + 1, Math.Max(most, Math.Abs(z[output])));
                    }

                    foreach (var output in groups.Own[c])
                    {
                        (error, m, most) = (error + Square(y[output] - z[output]), m + 1, Math.Max(most, Math.Abs(z[output])));
                        product += y[output] * Math.Clamp(z[output], -limit, limit);
                        power += (double)y[output] * y[output];
                    }
                }
            }

            wrong.Add(Math.Sqrt(silent / n) / limit);
            own.Add(Math.Sqrt(error / m) / limit);
            gain.Add(product / power);
            greatest.Add(most / limit);
        }

        return new(wrong, own, gain, greatest);

        // ∞ − ∞ is as far off as ∞.
        static float[] Runaway(ReadOnlySpan<float> outputs)
        {
            var z = outputs.ToArray();
            foreach (ref var value in z.AsSpan())
            {
                value = float.IsNaN(value) ? float.PositiveInfinity : value;
            }

            return z;
        }

        double Square(double difference) => Math.Pow(Math.Min(Math.Abs(difference), limit), 2);
    }
}
