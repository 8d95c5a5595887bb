using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>
/// Looks for good settings: tries values of some of them, trains networks with each, and lets a sampler propose the next ones. Trials are proposed in rounds,
/// each from the results of the rounds before it alone, so that the same search gives the same bits on any number of threads and after any stop, and so that
/// more trials begin with those of fewer.
/// </summary>
public sealed record Search
{
    private Search(SearchSpace space) => Space = space;

    /// <summary>How many combinations of values are tried.</summary>
    [Range(1, Sweep.MaxCount)]
    public int Trials { get; init; } = 100;

    /// <summary>Who proposes them.</summary>
    [NotASetting]
    public Sampler Sampler { get; init; } = new TpeSampler();

    /// <summary>Decides what the sampler draws.</summary>
    public ulong SamplerSeed { get; init; } = 1;

    /// <summary>
    /// Trials that are proposed before the next results are looked at, by a sampler that learns: a part of the search, whatever the number of threads.
    /// </summary>
    [Range(1, Sweep.MaxCount)]
    public int Round { get; init; } = 8;

    /// <summary>Seeds with which each trial is trained; the objective is the mean over its networks.</summary>
    [NotASetting]
    public IReadOnlyList<ulong> Seeds { get; init; } = [1];

    /// <summary>What is looked for.</summary>
    public SearchObjective Objective { get; init; } = SearchObjective.Loss;

    internal SearchSpace Space { get; }

    internal SearchGoal Goal => new(Objective);

    /// <summary>A search around a configuration.</summary>
    /// <param name="basis">All settings that are not searched; its seed does not count.</param>
    /// <param name="axes">The settings that are.</param>
    /// <exception cref="UsageException">
    /// There are none, one is not known or given twice, an end or a value is not allowed, a range is empty or reversed, or the values do not fit together; all
    /// faults together.
    /// </exception>
    public static Search Of(RunConfiguration basis, IReadOnlyList<SearchAxis> axes)
    {
        ArgumentNullException.ThrowIfNull(basis);
        return Of(basis.With, basis, axes);
    }

    /// <summary>A search in configurations that are made in another way than by <see cref="RunConfiguration.With"/>.</summary>
    /// <param name="configure">Gives the configuration for a value of each setting, or of some of them.</param>
    /// <param name="basis">A configuration of their kind, whose settings are those that can be searched.</param>
    /// <param name="axes">The settings that are.</param>
    /// <exception cref="UsageException">As above.</exception>
    public static Search Of(
        Func<IReadOnlyList<KeyValuePair<string, string>>, RunConfiguration> configure, RunConfiguration basis, IReadOnlyList<SearchAxis> axes) =>
        new(SearchSpace.Of(configure, basis, axes));

    /// <summary>
    /// Trains all trials that have not been trained, as many networks at once as there are threads, and waits for all. Stopped at any moment, by whatever, it
    /// goes on where it was when called again, and ends with the same bits.
    /// </summary>
    /// <param name="folder">
    /// Gets <c>search.json</c>, what is searched, <c>sweep.json</c>, the networks so far, and a run folder <c>runs/HASH</c> for each of them.
    /// </param>
    /// <param name="threads">Threads that work; they do not change the result.</param>
    /// <param name="progress">Told when a run starts and ends, by one thread at a time; null for nobody.</param>
    /// <param name="cancel">Stops the runs between two updates.</param>
    /// <exception cref="UsageException">
    /// A setting is out of range, the objective is one that the task cannot have, or the folder cannot be written, is in use or holds something else.
    /// </exception>
    /// <exception cref="StorageException">The disk is full or fails, or the folder was removed.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public SearchResult Execute(string folder, int threads, Action<SweepProgress>? progress = null, CancellationToken cancel = default) =>
        Execute(folder, threads, null, progress is null ? null : report => progress(report.Progress), cancel);

    /// <summary>As above, where somebody else may train.</summary>
    /// <param name="folder">Likewise.</param>
    /// <param name="threads">Likewise.</param>
    /// <param name="executor">Who trains; null for this process.</param>
    /// <param name="progress">Told which round is under way, and how far the search is.</param>
    /// <param name="cancel">Likewise.</param>
    internal SearchResult Execute(string folder, int threads, SweepExecutor? executor, Action<StudyProgress>? progress, CancellationToken cancel)
    {
        Check();
        SearchDocument.RefuseUnlessSame(this, folder);
        using var held = RunLock.Take(folder);
        SearchDocument.RefuseUnlessSame(this, folder);
        return StorageException.Guarded(() =>
        {
            held.Write(Path.Combine(folder, SearchDocument.FileName), SearchDocument.Text(this));
            return new SearchRunner(this, folder, held, SweepTable.Document, threads, executor, progress).Run(cancel);
        });
    }

    /// <summary>Refuses what cannot be searched.</summary>
    /// <exception cref="UsageException">A setting is out of range, or the objective is one that the task cannot have.</exception>
    internal void Check()
    {
        Settings.Check(this);
        List<string> faults = [.. SweepCombinations.Faults([], Seeds)];
        if (Seeds.Count > 0 && (long)Trials * Seeds.Count > Sweep.MaxCount)
        {
            faults.Add($"The search has {Trials} × {Seeds.Count} networks, but at most {Sweep.MaxCount} are allowed; set fewer `Trials` or `Seeds`.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        Goal.Check(Space.Reference!);
        SweepRunner.Check(new Sweep([Space.Reference!]));
    }
}
