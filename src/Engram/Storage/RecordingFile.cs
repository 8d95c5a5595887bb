using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>Recordings for other programs: everything as arrays, or the trials as a table.</summary>
public static class RecordingFile
{
    /// <summary>
    /// Writes an npz file. <c>rates</c> (T × B × N), <c>output</c>, <c>target</c> and <c>mask</c> (T × B × O), <c>input</c> (T × B × I),
    /// <c>states</c> (T × B × S) where kept, <c>times</c> (T) and <c>dt</c> in seconds, and by trial (B): <c>steps</c>, <c>first</c> (the step of the
    /// whole trial in row 0), <c>condition</c>, <c>answer</c> (the right choice), <c>choice</c> (the one made), <c>correct</c> (1, 0; −1 where not
    /// scored), <c>period-NAME</c> (B × 2: its first row, and the row after its last), <c>factor-NAME</c> for each factor: milliseconds for a time,
    /// the place of a label; <c>measure-NAME</c> for each measure of the task, and <c>covariate-NAME</c> (T × B) for each covariate. Places count
    /// from 0; −1 is none, and NaN a factor that was not drawn. Texts: <c>about</c>, which says all this, and the names of <c>inputs</c>,
    /// <c>outputs</c>, <c>conditions</c>, <c>choices</c> and labels. What was kept in double precision is written in it.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="Configuration.UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void WriteNpz(Recording recording, string path) => WriteNpz(new RecordingLayout(recording, []), path);

    /// <summary>Writes the same as a MATLAB file, in which <c>factor-coherence</c> is called <c>factor_coherence</c>.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="Configuration.UsageException">The folder cannot be written, the disk is full, or an array has more than 2 GB.</exception>
    public static void WriteMat(Recording recording, string path) => WriteMat(new RecordingLayout(recording, [], MatFile.Name), path);

    /// <summary>
    /// Writes a table with a row for each step of each trial: trial, step, time in seconds, period, condition, answer, choice, correct, and
    /// <c>factor-</c>, <c>measure-</c>, <c>covariate-</c>, <c>input-</c>, <c>target-</c>, <c>output-NAME</c> and <c>rate-UNIT</c>.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="Configuration.UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void WriteSteps(Recording recording, string path)
    {
        var table = new RecordingTable(recording);
        Csv.Write(path, table.Headers, table.Rows());
    }

    internal static void WriteNpz(RecordingLayout layout, string path) => Npz.Write(path, layout.Arrays, layout.Texts);

    internal static void WriteMat(RecordingLayout layout, string path) => MatFile.Write(path, layout.Arrays, layout.Texts);

    /// <summary>
    /// Writes a table with a row for each trial: its condition, the right choice and the one made by name, whether that was correct (1 or 0),
    /// its steps, the value of each factor, in milliseconds for a time, and of each measure. A cell is empty where there is nothing to say.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="Configuration.UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void WriteTrials(Recording recording, string path) => Csv.Write(
        path,
        [
            "trial", "condition", "answer", "choice", "correct", "steps",
            .. recording.Factors.Select(factor => factor.Kind == FactorKind.Time ? $"{factor.Name} (ms)" : factor.Name),
            .. recording.MeasureNames,
        ],
        recording.Trials.Select(trial => (IReadOnlyList<string>)
        [
            RecordingCells.Text(trial.Index), trial.ConditionName, RecordingCells.Choice(recording, trial.Answer), RecordingCells.Choice(recording, trial.Choice),
            RecordingCells.Correct(trial), RecordingCells.Text(trial.Steps),
            .. RecordingCells.Factors(recording, trial),
            .. RecordingCells.Measures(recording, trial),
        ]));
}
