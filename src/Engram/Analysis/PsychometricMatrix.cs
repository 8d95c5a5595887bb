using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>How often the first output was positive for each pair of levels of two factors, whatever would have been correct.</summary>
/// <remarks>Values at level y of one factor and x of the other are at y·(number of levels of x) + x.</remarks>
/// <param name="FactorX">The factor along the rows.</param>
/// <param name="FactorY">The factor from row to row.</param>
/// <param name="LevelsX">Its levels as text, ascending in value.</param>
/// <param name="LevelsY">Its levels as text, ascending in value.</param>
/// <param name="ValuesX">Its values: milliseconds for a time, the place of a label.</param>
/// <param name="ValuesY">Its values: milliseconds for a time, the place of a label.</param>
/// <param name="Positive">Share of trials with a positive answer, 0 to 1 (Y × X); NaN where there is no trial.</param>
/// <param name="Trials">Number of trials (Y × X).</param>
public sealed record PsychometricMatrix(
    string FactorX,
    string FactorY,
    IReadOnlyList<string> LevelsX,
    IReadOnlyList<string> LevelsY,
    IReadOnlyList<double> ValuesX,
    IReadOnlyList<double> ValuesY,
    double[] Positive,
    int[] Trials)
{
    /// <summary>
    /// Counts. The answer of a trial is the mean of its first output over the steps that count in the loss; trials without such a step are
    /// left out.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="factorX">Name of a factor, <c>condition</c>, or <c>answer</c>.</param>
    /// <param name="factorY">Name of a factor, <c>condition</c>, or <c>answer</c>.</param>
    /// <exception cref="UsageException">The recording has no such factor, or only catch trials.</exception>
    public static PsychometricMatrix Of(Recording recording, string factorX, string factorY)
    {
        var (x, y) = (FactorLevels.Of(recording, factorX), FactorLevels.Of(recording, factorY));
        var (positive, trials) = (new int[y.Values.Length * x.Values.Length], new int[y.Values.Length * x.Values.Length]);
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            if (x.LevelOf[trial] >= 0 && y.LevelOf[trial] >= 0 && Answer(recording, trial) is { } answer)
            {
                var cell = (y.LevelOf[trial] * x.Values.Length) + x.LevelOf[trial];
                positive[cell] += answer > 0 ? 1 : 0;
                trials[cell]++;
            }
        }

        return new(
            factorX, factorY, x.Names, y.Names, x.Values, y.Values, [.. positive.Zip(trials, (some, all) => (double)some / all)], trials);
    }

    private static double? Answer(Recording recording, int trial)
    {
        var (sum, steps) = (0.0, 0);
        for (var step = 0; step < recording.Trials[trial].Steps; step++)
        {
            if (recording.MaskAt(step, trial)[0] > 0)
            {
                sum += recording.OutputAt(step, trial)[0];
                steps++;
            }
        }

        return steps > 0 ? sum / steps : null;
    }
}
