using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Simulation;

/// <summary>Recordings made of others: trials of several experiments in one, and trials cut to some of their periods.</summary>
internal static class RecordingParts
{
    private readonly record struct Piece(Recording From, int Trial, int First, int End, IReadOnlyList<Period> Periods);

    /// <summary>The trials of several recordings of one network, one after another; what each knows by name keeps its name.</summary>
    /// <param name="recordings">At least one; they have the same step and channels, and were kept in the same precision.</param>
    public static Recording Join(IReadOnlyList<Recording> recordings) => recordings is [var single] ? single : Compose(
        recordings[0],
        recordings.SelectMany(recording => recording.ConditionNames).Distinct(StringComparer.Ordinal),
        [.. recordings.SelectMany(recording => recording.Trials.Select((trial, place) => new Piece(recording, place, 0, trial.Steps, trial.Periods)))]);

    /// <summary>
    /// Each trial from the beginning of the first to the end of the last of some of its periods, and what lies between; without any steps
    /// where it has none of them.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="periods">Names of periods.</param>
    /// <exception cref="UsageException">No trial has such a period, or one of them has no step in any trial.</exception>
    public static Recording Cut(Recording recording, IReadOnlyList<string> periods)
    {
        var known = recording.Trials.SelectMany(trial => trial.Periods).Select(period => period.Name).Distinct().ToList();
        var unknown = periods.Except(known).ToList();
        if (unknown.Count > 0)
        {
            throw new UsageException([.. unknown.Select(period => $"No trial has a period '{period}' to be recorded. {Nearest.Hint(period, known)}")]);
        }

        Piece[] pieces = [.. recording.Trials.Select((trial, place) => Within(recording, place, trial, periods))];
        return pieces.Any(piece => piece.End > piece.First) ? Compose(recording, recording.ConditionNames, pieces) : throw new UsageException(
            $"No trial has a step in {string.Join(", ", periods.Select(period => $"'{period}'"))}; name other `Periods`.");
    }

    private static Piece Within(Recording recording, int place, RecordedTrial trial, IReadOnlyList<string> names)
    {
        List<Period> chosen = [.. trial.Periods.Where(period => names.Contains(period.Name))];
        if (chosen.Count == 0)
        {
            return new(recording, place, 0, 0, []);
        }

        var (start, end) = (chosen.Min(period => period.Start), chosen.Max(period => period.End));
        var first = StepGrid.Count(start, recording.Dt);
        var offset = first * recording.Dt;
        return new(
            recording, place, first, Math.Min(trial.Steps, StepGrid.Count(end, recording.Dt)),
            [
                .. trial.Periods.Where(period => period.Start >= start && period.End <= end)
                    .Select(period => period with { Start = period.Start - offset, End = period.End - offset }),
            ]);
    }

    private static Recording Compose(Recording model, IEnumerable<string> conditionNames, IReadOnlyList<Piece> pieces)
    {
        string[] conditions = [.. conditionNames];
        var trials = pieces.Select((piece, place) => piece.From.Trials[piece.Trial] is var trial ? trial with
        {
            Index = place,
            Condition = Array.IndexOf(conditions, trial.ConditionName),
            FirstStep = trial.FirstStep + piece.First,
            Steps = piece.End - piece.First,
            Periods = piece.Periods,
        } : trial).ToList();
        var made = new Recording(model.Dt, trials, model.Factors, model.Units, model.Inputs, model.Outputs, model.StateWidth)
        {
            Choices = model.Choices,
            CovariateNames = model.CovariateNames,
            MeasureNames = model.MeasureNames,
            InputNames = model.InputNames,
            OutputNames = model.OutputNames,
            ConditionNames = conditions,
        };
        made.Exact = model.Exact is null ? null : ExactRecording.Blank(made);

        for (var place = 0; place < pieces.Count; place++)
        {
            Copy(pieces[place], made, place);
        }

        return made;
    }

    private static void Copy(Piece piece, Recording made, int place)
    {
        var (from, exact) = (piece.From, piece.From.Exact);
        Move(from.Rates, made.Rates, from.Units);
        Move(from.Output, made.Output, from.Outputs);
        Move(from.Input, made.Input, from.Inputs);
        Move(from.Target, made.Target, from.Outputs);
        Move(from.Mask, made.Mask, from.Outputs);
        Move(from.States, made.States, from.StateWidth);
        Move(from.Covariates, made.Covariates, from.CovariateNames.Count);
        if (exact is not null && made.Exact is { } target)
        {
            Move(exact.Rates, target.Rates, from.Units);
            Move(exact.Output, target.Output, from.Outputs);
            Move(exact.Input, target.Input, from.Inputs);
            Move(exact.States, target.States, from.StateWidth);
        }

        void Move<T>(T[] source, T[] to, int width)
        {
            for (var step = piece.First; step < piece.End; step++)
            {
                source.AsSpan(((step * from.TrialCount) + piece.Trial) * width, width)
                    .CopyTo(to.AsSpan((((step - piece.First) * made.TrialCount) + place) * width, width));
            }
        }
    }
}
