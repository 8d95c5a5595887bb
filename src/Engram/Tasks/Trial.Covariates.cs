using Engram.Configuration;

namespace Engram.Tasks;

/// <content>What is known of a trial at each step beside what is shown and asked, by the places of <see cref="CognitiveTask.Covariates"/>.</content>
public sealed partial class Trial
{
    /// <summary>Gives one covariate its value during a period, in place of any given before.</summary>
    /// <param name="covariate">Which, from 0.</param>
    /// <param name="value">The value.</param>
    /// <param name="during">The period.</param>
    public void Covariate(int covariate, double value, Period during) => Know(new(covariate, 1, during, new(value), 1));

    /// <summary>Gives one covariate a course in time during a period, in place of any given before.</summary>
    /// <param name="covariate">Which, from 0.</param>
    /// <param name="shape">The numbers of the waveform.</param>
    /// <param name="during">The period.</param>
    /// <param name="waveform">The course in time; one that captures nothing, or that is kept, so that no trial allocates.</param>
    public void Covariate(int covariate, Shape shape, Period during, Waveform waveform) =>
        Know(new(covariate, 1, during, shape, 1) { Waveform = waveform });

    /// <summary>Gives one covariate the values of a column of a series during a period, in place of any given before.</summary>
    /// <param name="covariate">Which, from 0.</param>
    /// <param name="series">The series.</param>
    /// <param name="during">The period.</param>
    /// <param name="column">Which column, from 0.</param>
    /// <param name="from">Time of the series at the start of the period.</param>
    public void Covariate(int covariate, Series series, Period during, int column = 0, TimeSpan from = default) =>
        Know(Along(new(covariate, 1, during, new(1), 1) { Column = column, From = from }, series));

    /// <summary>Writes the covariates of the trial's own steps, laid out as the inputs are; NaN where none is given.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="offset">Place of step 0, covariate 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    internal void RenderCovariates(Span<float> destination, int offset, int stepStride, TimeSpan dt)
    {
        for (int t = 0, at = offset; t < Steps(dt) && CovariateCount > 0; t++, at += stepStride)
        {
            destination.Slice(at, CovariateCount).Fill(float.NaN);
        }

        foreach (ref readonly var entry in covariates.Entries)
        {
            ref readonly var signal = ref covariates.Of(entry);
            var (first, last) = signal.Steps(dt);
            for (var t = first; t < last; t++)
            {
                destination[offset + (t * stepStride) + entry.Channel] = (float)signal.At((t + 1) * dt, entry.Channel);
            }
        }

        foreach (var (step, covariate, value) in noted.AsSpan(0, notedCount))
        {
            destination[offset + (step * stepStride) + covariate] = value;
        }
    }

    private void Know(in Signal signal)
    {
        var isPeriod = signal.Period.Start >= TimeSpan.Zero && signal.Period.End <= Duration && signal.Period.Duration >= TimeSpan.Zero;
        if (signal.First < 0 || signal.First >= CovariateCount || !double.IsFinite(signal.Value) || !isPeriod)
        {
            throw UnknownCovariate(signal.First, signal.Value, $" in the period '{signal.Period.Name}'");
        }

        RequireComposing("a covariate during a period", "leave the period out");
        covariates.Replace(signal);
    }

    private UsageException UnknownCovariate(int covariate, double value, string when) => Fault(
        FormattableString.Invariant($"gives covariate {covariate} the value {value}") + $"{when}, but "
        + (CovariateCount == 0 ? "it has no covariates; name them in the task's Covariates."
        : $"its covariates are 0 to {CovariateCount - 1} ({string.Join(", ", task!.Covariates)}), values must be finite, and periods must be "
        + "those that trial.Period returned."));
}
