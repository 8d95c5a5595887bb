using System.Runtime.CompilerServices;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>Predict the columns of a file of one's own: the first part of it in time is for training, the next for validation, the last for tests.</summary>
/// <remarks>
/// The file is a table of text with a row for each sample (<c>.csv</c>, <c>.tsv</c>), or arrays (<c>.npz</c>, <c>.npy</c>, <c>.mat</c> and others). A trial is a stretch of the part of its set, warm-up
/// and targets included, so that the sets share no sample; where it begins is the factor <c>start</c>, from 0 for the first that is possible to 1 for the last. A part that is shorter than a trial is used whole. A run keeps the
/// SHA-256 of the file, and refuses one that has changed. Without a file, the task has 3000 samples of the map of Hénon (1976) as an example.
/// </remarks>
[Cite("10.1007/BF01608556", "Hénon 1976, A two-dimensional mapping with a strange attractor (the example)")]
public sealed record SeriesTask : ForecastTask
{
    private static readonly ConditionalWeakTable<SeriesTask, SeriesParts> Loaded = new();

    /// <summary>The file, by its path; none for an example.</summary>
    public string? File { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal. A run keeps it; a file with another is refused.</summary>
    public string? Sha256
    {
        get => field ?? HashNow();
        init;
    }

    /// <summary>The array of a file of arrays; none for the only one, or for all that have one axis and the same length.</summary>
    public string? Array { get; init; }

    /// <summary>The columns that are shown, by their names or numbers from 1, separated by commas; none for all.</summary>
    public string? Columns { get; init; }

    /// <summary>The columns that are predicted; none for those that are shown. To close the loop, all that are shown must be predicted.</summary>
    public string? Targets { get; init; }

    /// <summary>The first share of the samples, which training has.</summary>
    [Range(0, 1)]
    public double TrainingShare { get; init; } = 0.6;

    /// <summary>The share after that, which validation has; tests have the rest.</summary>
    [Range(0, 1)]
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>Whether each column is shown and asked for less its mean and divided by its standard deviation, both over the part for training.</summary>
    public bool Standardise { get; init; }

    /// <summary>Largest Lyapunov exponent per sample, so that valid times are in Lyapunov times; none for valid times in samples.</summary>
    [Range(0, 1e3, Above = true)]
    public double? LyapunovExponent { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Parts.Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Parts.Outputs;

    /// <inheritdoc/>
    protected override double LyapunovTimes => LyapunovExponent ?? 1;

    private SeriesParts Parts => Loaded.GetValue(this, static task => new(task));

    /// <inheritdoc/>
    private protected override int Predicting(int input) => Parts.Predicting[input];

    /// <inheritdoc/>
    private protected override int Available(Trial trial) => (trial.IsLongest ? Parts.Longest : Parts.Of(trial.Set).Count) - Ahead;

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        base.Check(faults);
        try
        {
            Parts.Check(faults, LevelsOf(WarmUpFactor, WarmUp).Maximum, LevelsOf(HorizonFactor, Horizon).Maximum);
        }
        catch (UsageException fault)
        {
            foreach (var one in fault.Faults)
            {
                faults.Add(one);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(targets);
        var (parts, start) = (Parts, trial.Draw("start", 0, 1));
        var (first, count) = parts.Of(trial.Set);
        var (end, room) = (first + count, Math.Max(0, count - Ahead - targets.Samples));
        first += (int)Math.Clamp(start * (room + 1), 0, room);
        for (var k = 0; k < targets.Samples && !trial.IsLongest; k++)
        {
            for (var c = 0; c < parts.Inputs.Count; c++)
            {
                inputs![k, c] = parts.Input(Math.Min(first + k, end - 1), c);
            }

            for (var c = 0; c < parts.Outputs.Count; c++)
            {
                targets[k, c] = parts.Output(Math.Min(first + k + Ahead, end - 1), c);
            }
        }
    }

    private string? HashNow()
    {
        try
        {
            return File is null ? null : SeriesTable.Read(File, Array).Sha256;
        }
        catch (UsageException)
        {
            // Check says what is wrong with the file.
            return null;
        }
    }
}
