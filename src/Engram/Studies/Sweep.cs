using Engram.Configuration;
using Engram.Learning;

namespace Engram.Studies;

/// <summary>Networks to train: a list of configurations. Their order is that of the results.</summary>
/// <param name="Configurations">What to train; configurations that say the same are trained once.</param>
public sealed record Sweep(IReadOnlyList<RunConfiguration> Configurations)
{
    /// <summary>The most configurations that axes and seeds may make: more is a slip of the pen.</summary>
    internal const int MaxCount = 10_000;

    private const int MostApart = 100;
    private const ulong SeedsApart = 1000;

    /// <summary>
    /// Every combination of the values of some settings, each with every seed. The last axis varies faster than the first, the seed
    /// fastest.
    /// </summary>
    /// <param name="basis">All else; its seed does not count.</param>
    /// <param name="axes">Names of settings, as <see cref="RunConfiguration.With"/> takes them, and their values as text.</param>
    /// <param name="seeds">The seeds.</param>
    /// <exception cref="UsageException">
    /// An axis without values or named twice, values or seeds that say the same, too many combinations, or what
    /// <see cref="RunConfiguration.With"/> refuses; all together.
    /// </exception>
    public static Sweep Of(
        RunConfiguration basis, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> axes, IEnumerable<ulong> seeds) =>
        Of(basis.With, axes, seeds);

    /// <summary>Every combination of the values of some settings, each with every seed.</summary>
    /// <param name="configure">Gives the configuration for one value of each axis, in the order of the axes.</param>
    /// <param name="axes">Names of settings and their values as text.</param>
    /// <param name="seeds">The seeds.</param>
    /// <exception cref="UsageException">As above; all faults together.</exception>
    public static Sweep Of(
        Func<IReadOnlyList<KeyValuePair<string, string>>, RunConfiguration> configure,
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> axes,
        IEnumerable<ulong> seeds) => new(SweepCombinations.Of(configure, axes, [.. seeds.Take(MaxCount + 1)]));

    /// <summary>
    /// The same with a seed of its own for every network, so that no two share a stream of random numbers: where networks of two settings
    /// begin with the same weights and see the same trials, they are not independent, and a test over all of them counts the same luck
    /// twice. The seed s of the k-th setting, k = 0, 1, …, becomes 100 000 f + 1000 k + s; where
    /// a network continues from others, so do theirs.
    /// </summary>
    /// <param name="family">f; another number for each sweep whose networks are to be independent of those of others.</param>
    /// <exception cref="UsageException">A seed above 999, or more than 100 settings.</exception>
    public Sweep Apart(int family = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(family);
        var settings = Configurations.Select(one => Settings.Hash(Seeded(one, _ => 0).ToJson())).ToList();
        var places = settings.Distinct().Select((hash, place) => (hash, place)).ToDictionary(one => one.hash, one => one.place);
        if (places.Count > MostApart || Configurations.Any(one => Greatest(one) >= SeedsApart))
        {
            throw new UsageException(
                $"Independent seeds are possible for up to {MostApart} combinations with seeds up to {SeedsApart - 1}, but there are {places.Count} "
                + $"combinations and a seed {Configurations.Max(Greatest)}; give fewer combinations, or smaller seeds.");
        }

        return new(
        [
            .. Configurations.Zip(settings, (one, hash) => Seeded(
                one, seed => ((ulong)family * MostApart * SeedsApart) + ((ulong)places[hash] * SeedsApart) + seed)),
        ]);
    }

    /// <summary>
    /// Trains every network that has not been trained, as many at once as there are threads, and waits for all. Stopped at any moment, by
    /// whatever, it goes on where it was when called again, and ends with the same bits.
    /// </summary>
    /// <param name="folder">
    /// Gets <c>sweep.json</c>, what is swept, and a run folder <c>runs/HASH</c> for each configuration, with <c>failure.json</c> in that
    /// of a run that failed, which is tried again the next time.
    /// </param>
    /// <param name="threads">Threads that work; they do not change the result.</param>
    /// <param name="progress">Told when a run starts and ends, by one thread at a time; null for nobody.</param>
    /// <param name="cancel">Stops the runs between two updates.</param>
    /// <returns>How each ended, in the order of the configurations.</returns>
    /// <exception cref="UsageException">The folder cannot be written or is in use, or a configuration cannot be kept in a file.</exception>
    /// <exception cref="Storage.StorageException">The disk is full or fails, or the folder was removed.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IReadOnlyList<SweepRun> Execute(
        string folder, int threads, Action<SweepProgress>? progress = null, CancellationToken cancel = default) =>
        Execute(folder, threads, null, progress, cancel);

    /// <summary>As above, where somebody else trains.</summary>
    /// <param name="folder">Likewise.</param>
    /// <param name="threads">Likewise.</param>
    /// <param name="executor">Who trains; null for this process.</param>
    /// <param name="progress">Likewise.</param>
    /// <param name="cancel">Likewise.</param>
    internal IReadOnlyList<SweepRun> Execute(
        string folder, int threads, SweepExecutor? executor, Action<SweepProgress>? progress, CancellationToken cancel)
    {
        SweepRunner.Check(this);
        using var held = Storage.RunLock.Take(folder);
        return Storage.StorageException.Guarded(() => SweepRunner.Execute(this, folder, held, SweepTable.Document, threads, progress, cancel, executor));
    }

    private static RunConfiguration Seeded(RunConfiguration one, Func<ulong, ulong> seed) => one with
    {
        Seed = seed(one.Seed), After = one.After is null ? null : Seeded(one.After, seed),
    };

    private static ulong Greatest(RunConfiguration one) => Math.Max(one.Seed, one.After is null ? 0 : Greatest(one.After));
}
