using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;

namespace Engram.Studies.Space;

/// <summary>Where on a track units are active, and whether they tell where a trajectory goes while its place does not.</summary>
public sealed record PlacesAnalysis : RunAnalysis
{
    private const string UsualStretch = "part";

    /// <summary>The covariate of the task that says where the animal is.</summary>
    public string Covariate { get; init; } = "place";

    /// <summary>
    /// Which way a trial goes: a factor, <c>condition</c>, <c>answer</c> (the right choice) or <c>choice</c> (the one made); none for the task's first
    /// factor that took two to twelve values, or one way where there is none.
    /// </summary>
    public string? Factor { get; init; }

    /// <summary>
    /// Another covariate and its value on the stretch that all ways share, such as <c>part=1</c>; none for that where the task has a <c>part</c>, and for the
    /// whole track where it does not.
    /// </summary>
    public string? Common { get; init; }

    /// <summary>A factor of the task that is pinned to a value, such as <c>way=free</c>, with which actions of the network move the animal; none for trials as they are drawn.</summary>
    public string? Pin { get; init; }

    /// <summary>Equal bins of the track.</summary>
    [Range(2, 400)]
    public int Bins { get; init; } = 40;

    /// <summary>Standard deviation, in bins, of the Gaussian that maps are smoothed by; 0 for none.</summary>
    [Range(0, 1000)]
    public double Smoothing { get; init; }

    /// <summary>How rates are made into activity that is not negative: each unit from 0 to 1 in each trial, in the whole recording, or not at all.</summary>
    public RateScaling Scaling { get; init; }

    /// <summary>Greatest width of the field of a place cell, as a share of the track.</summary>
    [Range(0, 1, Above = true)]
    public double WidestField { get; init; } = 0.5;

    /// <summary>Expected share of false ones among the units whose information is above chance, and among the splitter cells.</summary>
    [Range(0.001, 0.5)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>
    /// Permutations of each test; none for as many, from 1000 to 10 000, that a single cell among all units can be found.
    /// </summary>
    [Range(100, 1_000_000)]
    public int? Permutations { get; init; }

    /// <summary>Trials that are recorded; maps are sorted by as many others.</summary>
    [Range(4, 100_000)]
    public int Trials { get; init; } = 100;

    /// <summary>Seed of trials and permutations.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Places";

    /// <inheritdoc/>
    public override string Summary =>
        "Maps the activity of each unit along a track, for each way that trials go. Place cells are units whose activity says more about the place than activity "
        + "that is turned against it in each trial, and whose field is narrow enough. Splitter cells are units whose activity, on a stretch that all ways "
        + "share, differs by where the animal goes.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task that says where an animal is, such as t-maze";

    /// <inheritdoc/>
    public override string Source =>
        "O'Keefe & Dostrovsky 1971, The hippocampus as a spatial map, doi:10.1016/0006-8993(71)90358-1; Skaggs, McNaughton, Gothard & Markus 1993, An "
        + "information-theoretic approach to deciphering the hippocampal code, NeurIPS 5; Wood, Dudchenko, Robitsek & Eichenbaum 2000, Hippocampal neurons encode "
        + "information about different types of memory episodes occurring in the same location, doi:10.1016/S0896-6273(00)00071-4.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var task = run.Configuration.Task;
        if (!task.Covariates.Contains(Covariate))
        {
            throw new UsageException(task.Covariates.Count == 0
                ? $"{task.Name} does not say where an animal is, for it has no covariates; take a run of a task that has some, such as t-maze."
                : $"`Covariate` is '{Covariate}', but {task.Name} has no such covariate. {Nearest.Hint(Covariate, task.Covariates)}");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recording = Recorded(run, report, Seed);
        var way = RecordedFactors.Of(recording, Factor, 2) is [var first, ..] ? first : null;
        if (Factor is not null && way is null)
        {
            throw new UsageException(
                $"In {Trials} trials of {run.Configuration.Task.Name}, {Factor} did not take two to twelve values with two trials each; record more `Trials`, or ask for "
                + "another `Factor`.");
        }

        var fields = new PlaceFields
        {
            Covariate = Covariate, Bins = Bins, Smoothing = Smoothing, Scaling = Scaling, WidestField = WidestField, FalseDiscoveries = FalseDiscoveries,
            Permutations = Permutations, Seed = Seed, Threads = report.Threads,
        };
        var cells = fields.Of(recording, way);
        report.Cancel.ThrowIfCancellationRequested();

        // Sorted by themselves, maps of noise have a ridge too.
        var sorting = (fields with { Permutations = 100 }).Of(Recorded(run, report, Seed + 1), way);
        report.Cancel.ThrowIfCancellationRequested();

        // What learning did to them: weights as drawn make place cells too, of what is seen where.
        var before = run.WasImported ? null : fields.Of(Recorded(run with { Network = run.Initial() }, report, Seed), way);
        report.Cancel.ThrowIfCancellationRequested();
        var splitters = Splitters(recording, way, out var without);
        PlaceTables.Write(report, recording, cells, before, splitters, this);
        PlacePictures.Write(report, recording, cells, sorting);
        if (splitters is not null)
        {
            PlaceTables.Write(report, splitters, Stretch(recording), FalseDiscoveries);
            PlacePictures.Write(report, splitters, Covariate);
        }
        else
        {
            report.Section("Splitter cells");
            report.Text($"They were not looked for. {without}");
        }

        PlaceTables.WriteData(report, cells, splitters);
    }

    private Recording Recorded(TrainedRun run, StudyContext report, ulong seed)
    {
        var task = run.Configuration.Task;
        task = Pin is null ? task
            : Pin.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } factor, { Length: > 0 } value] ? task.Pin(factor, value)
            : throw new UsageException($"`Pin` is '{Pin}'; write a factor and one of its values, such as way=free.");
        return (run.Experiment(Trials, seed) with { Task = task, Threads = report.Threads }).Run(report.Cancel);
    }

    private (string Covariate, double Value)? Stretch(Recording recording)
    {
        if (Common is null)
        {
            return recording.CovariateNames.Contains(UsualStretch) ? (UsualStretch, 1) : null;
        }

        return Common.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } covariate, { Length: > 0 } text]
            && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? (covariate, value) : throw new UsageException($"`Common` is '{Common}'; write a covariate and the number that it is where all ways are the same, such as part=1.");
    }

    // An animal that is left to itself may never come to the stretch, which is no reason to refuse the rest.
    private SplitterCells? Splitters(Recording recording, string? way, out string without)
    {
        var stretch = Stretch(recording);
        without = "All trials go the same way.";
        try
        {
            return way is null ? null : new SplitterTest
            {
                Covariate = Covariate, Within = stretch?.Covariate, WithinValue = stretch?.Value ?? 0, FalseDiscoveries = FalseDiscoveries, Permutations = Permutations,
                Seed = Seed,
            }.Of(recording, way);
        }
        catch (UsageException refused) when (Common is null)
        {
            without = refused.Message;
            return null;
        }
    }
}
