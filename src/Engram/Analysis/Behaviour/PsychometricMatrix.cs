using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>How often one answer was chosen for each pair of levels of two factors, whatever would have been correct.</summary>
/// <remarks>Values at level y of one factor and x of the other are at y·(number of levels of x) + x.</remarks>
/// <param name="FactorX">The factor along the rows.</param>
/// <param name="FactorY">The factor from row to row.</param>
/// <param name="Choice">The answer that was counted.</param>
/// <param name="LevelsX">Its levels as text, ascending in value.</param>
/// <param name="LevelsY">Its levels as text, ascending in value.</param>
/// <param name="ValuesX">Its values: milliseconds for a time, the place of a label.</param>
/// <param name="ValuesY">Its values: milliseconds for a time, the place of a label.</param>
/// <param name="Chosen">Share of trials in which it was chosen, 0 to 1 (Y × X); NaN where there is no trial.</param>
/// <param name="Trials">Number of trials (Y × X).</param>
public sealed record PsychometricMatrix(
    string FactorX,
    string FactorY,
    string Choice,
    IReadOnlyList<string> LevelsX,
    IReadOnlyList<string> LevelsY,
    IReadOnlyList<double> ValuesX,
    IReadOnlyList<double> ValuesY,
    double[] Chosen,
    int[] Trials)
{
    /// <summary>Counts. What was chosen, the task says; catch trials and those in which nothing was chosen are left out.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="factorX">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c>.</param>
    /// <param name="factorY">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c>.</param>
    /// <param name="choice">The answer that is counted, one of the recording's <see cref="Recording.Choices"/>; the last of them without.</param>
    /// <exception cref="UsageException">
    /// The recording has no such factor, only catch trials, or no such choice, its task asks for no choice, or an output is not finite.
    /// </exception>
    public static PsychometricMatrix Of(Recording recording, string factorX, string factorY, string? choice = null)
    {
        Finite.Outputs(recording);
        var counted = PlaceOf(recording, choice);
        var (x, y) = (FactorLevels.Of(recording, factorX), FactorLevels.Of(recording, factorY));
        var (chosen, trials) = (new int[y.Values.Length * x.Values.Length], new int[y.Values.Length * x.Values.Length]);
        foreach (var trial in recording.Trials)
        {
            if (x.LevelOf[trial.Index] >= 0 && y.LevelOf[trial.Index] >= 0 && trial.Choice >= 0)
            {
                var cell = (y.LevelOf[trial.Index] * x.Values.Length) + x.LevelOf[trial.Index];
                chosen[cell] += trial.Choice == counted ? 1 : 0;
                trials[cell]++;
            }
        }

        return new(
            factorX, factorY, recording.Choices[counted], x.Names, y.Names, x.Values, y.Values,
            [.. chosen.Zip(trials, (some, all) => (double)some / all)], trials);
    }

    private static int PlaceOf(Recording recording, string? choice)
    {
        if (recording.Choices.Count == 0)
        {
            throw new UsageException("The recorded task has no choices to count; record a task that has choices.");
        }

        for (var place = recording.Choices.Count - 1; place >= 0; place--)
        {
            if (choice is null || recording.Choices[place] == choice)
            {
                return place;
            }
        }

        throw new UsageException($"The recorded task has no choice '{choice}'. {Nearest.Hint(choice!, recording.Choices)}");
    }
}
