using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.Space;

/// <summary>An analysis of activity by where something is in a plane: of a network, or of a file.</summary>
public abstract record MovementAnalysis : RunAnalysis
{
    /// <summary>The covariate of the task that is x, or the column of a file.</summary>
    public string X { get; init; } = "x";

    /// <summary>The covariate that is y, or the column.</summary>
    public string Y { get; init; } = "y";

    /// <summary>The column of a file that is the time in seconds; it may be missing.</summary>
    public string Time { get; init; } = "time";

    /// <summary>The column of a file that says which trial a row is of, by a number that changes with it; without it, all rows are of one trial.</summary>
    public string Trial { get; init; } = "trial";

    /// <summary>The columns of a file that are analysed; none for all that say nothing of the movement.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>From one sample of a file to the next, where it has no column of the time.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Interval { get; init; } = 20.Ms;

    /// <summary>Which layer between units and outputs is analysed, from 1; 0 for the units; none for the first layer, or for the units where there is no layer.</summary>
    [Range(0, 100)]
    public int? Layer { get; init; }

    /// <summary>Seed of trials and shuffles.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public sealed override bool TakesFiles => true;

    /// <inheritdoc/>
    public sealed override void Check(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var task = run.Configuration.Task;
        foreach (var (setting, name) in new[] { (nameof(X), X), (nameof(Y), Y) })
        {
            if (!task.Covariates.Contains(name))
            {
                throw new UsageException(task.Covariates.Count == 0
                    ? $"{task.Name} does not say where an animal is, for it has no covariates; take a run of a task that has some, such as path-integration."
                    : $"`{setting}` is '{name}', but {task.Name} has no such covariate. {Nearest.Hint(name, task.Covariates)}");
            }
        }

        if (Columns is not null)
        {
            throw new UsageException($"`Columns` is {string.Join(',', Columns)}, but a network has no columns; leave `Columns` out.");
        }
    }

    /// <summary>Reads a file; its covariates are x, y and perhaps heading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="heading">The column of the heading, which may be missing.</param>
    private protected Recording Read(string path, string heading) => Layer is > 0
        ? throw new UsageException($"`Layer` is {Layer}, but a file has no layers; leave `Layer` out.")
        : new MovementFile { X = X, Y = Y, Heading = heading, Time = Time, Trial = Trial, Columns = Columns, Interval = Interval }.Read(path);

    /// <summary>The activity that is analysed: that of a layer, or of the units.</summary>
    private protected Recording OfLayer(Recording recording, TrainedRun run) => (Layer ?? Math.Min(1, run.Network.Cell.Layers?.Count ?? 0)) is > 0 and var chosen
        ? LayerActivity.Of(recording, run.Network, chosen) : recording;

    /// <summary>The name of a unit: its number, from 0, or that of the column of a file.</summary>
    internal static string NameOf(Recording recording, int unit) => recording.UnitNames.Count > 0 ? recording.UnitNames[unit] : FormattableString.Invariant($"{unit}");
}
