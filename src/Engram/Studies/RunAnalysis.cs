using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>
/// A way to take one trained network apart that ends in a report, as a study does. Its properties are settings; the program finds those of
/// the assembly Engram.Studies.
/// </summary>
public abstract record RunAnalysis
{
    private const string AnalysisFolder = "analysis";

    /// <summary>The word that the user types: the type's name in kebab-case, without <c>Analysis</c> at its end.</summary>
    public string Name => Catalog<RunAnalysis>.NameOf(this);

    /// <summary>Heading of the report.</summary>
    public abstract string Title { get; }

    /// <summary>What is done, in a few sentences.</summary>
    public abstract string Summary { get; }

    /// <summary>Where the method is from, with its DOI.</summary>
    public abstract string Source { get; }

    /// <summary>Which networks and tasks it is for, as one phrase without a full stop.</summary>
    public virtual string Needs => "any network";

    /// <summary>Refuses a network that this analysis is not for, before anything is written.</summary>
    /// <param name="run">The network.</param>
    /// <exception cref="UsageException">The network is of a kind that this analysis is not for.</exception>
    public virtual void Check(TrainedRun run)
    {
    }

    /// <summary>Takes the network apart.</summary>
    /// <param name="run">The network.</param>
    /// <param name="report">Takes down texts, tables, figures and arrays.</param>
    /// <exception cref="UsageException">The network is of a kind that this analysis is not for.</exception>
    public abstract void Run(TrainedRun run, StudyContext report);

    /// <summary>Whether it also takes activity that was recorded elsewhere, from a file.</summary>
    public virtual bool TakesFiles => false;

    /// <summary>Takes activity apart that was recorded elsewhere.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">Takes down texts, tables, figures and arrays.</param>
    /// <exception cref="UsageException">The file cannot be used, or the analysis takes none.</exception>
    public virtual void RunFile(string path, StudyContext report) =>
        throw new UsageException($"'{path}' is a file, but the analysis {Name} takes the folder of a run; give one.");

    /// <summary>The folder of the report: the one of the options, or <c>PATH/analysis/NAME</c>, or <c>FILE-NAME</c> beside a file.</summary>
    /// <param name="path">The run's folder, or a file.</param>
    /// <param name="options">Where the report goes.</param>
    internal string FolderOf(string path, StudyOptions options) => options.Out ?? (IsFile(path)
        ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{Path.GetFileNameWithoutExtension(path)}-{Name}") : Path.Combine(path, AnalysisFolder, Name));

    // A missing path is that of a file if it ends as files do: `rat.csv`, but not `runs/dropout-0.5`.
    private bool IsFile(string path) => TakesFiles && !Directory.Exists(path) && (File.Exists(path) ? !PackedRun.Is(path) : Path.GetExtension(path) is [_, >= 'A', ..]);

    /// <summary>Takes a run apart and writes the report; one of the same analysis that is there is replaced.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="options">Where the report goes, by default <c>PATH/analysis/NAME</c>, and threads.</param>
    /// <param name="command">The command, for the report.</param>
    /// <param name="cancel">Looked at between the parts.</param>
    /// <returns>The report and its folder.</returns>
    /// <exception cref="UsageException">Not a run, one that is not trained, or one of a kind that this analysis is not for.</exception>
    internal (Report Report, string Folder) Execute(string path, StudyOptions options, string command, CancellationToken cancel = default)
    {
        Settings.Check(this);
        if (options.Out is null && PackedRun.Is(path))
        {
            throw new UsageException($"'{path}' is a packed run, into which no report can be written; give the folder of the report as `folder`.");
        }

        if (IsFile(path) && !File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'. Check the path.");
        }

        Study study = IsFile(path) ? new AnalysedFile(this, path) : Trained(path);
        var placed = options with { Out = FolderOf(path, options) };
        var before = Directory.Exists(placed.Out!);
        try
        {
            return (StudyRun.Execute(study, placed, command, cancel: cancel), placed.Out!);
        }
        catch (UsageException) when (!before)
        {
            Discard(placed.Out!);
            throw;
        }
    }

    private AnalysedRun Trained(string path)
    {
        RefuseUntrained(path);
        var run = TrainingRun.Load(path);
        Check(run);
        return new AnalysedRun(this, run);
    }

    // What the analysis refused on the way leaves nothing behind, nor a folder made for it alone.
    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent && Path.GetFileName(parent) == AnalysisFolder
            && !Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }
    }

    private static void RefuseUntrained(string path)
    {
        using var run = RunFolder.Open(path);
        if (run.Outcome is null)
        {
            throw new UsageException(
                $"'{path}' has not been trained to its end. Continue its training with `resume`, then analyse it.");
        }

        if (!run.WasImported && run.Outcome["updates"]?.GetValue<long>() == 0 && !BeganTrained(run.ReadConfiguration()))
        {
            throw new UsageException($"'{path}' is untrained: its run ended after 0 updates. Train it first, with `MaxUpdates` above 0.");
        }
    }

    // A run that goes on from a trained one may meet its target at the first check. Joint training begins with new weights all the same, and
    // a chain of runs that were never to make an update has learned nothing.
    private static bool BeganTrained(RunConfiguration configuration) =>
        configuration is { After: { } after, Continual.Protection: not Protection.Joint }
        && (after.Stopping.MaxUpdates > 0 || BeganTrained(after));

    private abstract class Analysed(RunAnalysis analysis) : Study
    {
        public sealed override string Name => Analysis.Name;

        internal sealed override string Kind => "Analysis";

        public sealed override string Title => Analysis.Title;

        public sealed override string Summary => Analysis.Summary;

        public sealed override string Source => Analysis.Source;

        protected RunAnalysis Analysis => analysis;
    }

    private sealed class AnalysedRun(RunAnalysis of, TrainedRun run) : Analysed(of)
    {
        public override void Run(StudyContext study) => Analysis.Run(run, study);
    }

    private sealed class AnalysedFile(RunAnalysis of, string path) : Analysed(of)
    {
        public override void Run(StudyContext study) => Analysis.RunFile(path, study);
    }
}
