using Engram.App.Own;
using Engram.App.Parsing;
using Engram.Configuration;
using Engram.Learning;
using Engram.Studies;
using Engram.Tasks;

namespace Engram.App.Training;

/// <summary>What <c>engram search</c> was asked to do.</summary>
/// <param name="Search">What to search.</param>
/// <param name="Folder">Where the runs go.</param>
/// <param name="Threads">Threads that work.</param>
internal sealed record SearchPlan(Search Search, string Folder, int Threads)
{
    private const string DefaultFolder = "searches", Command = "search", DefaultSampler = "tpe";
    private const int MostNamed = 4;

    /// <summary>The task, the preset and the settings of all networks, as they are written to <c>engram train</c>.</summary>
    public required IReadOnlyList<string> Fixed { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">All faults together.</exception>
    public static SearchPlan Of(Call call, SearchFlags flags)
    {
        var faults = new List<string>();
        var task = TrainingPlan.Found(() => CognitiveTask.Catalog.Create(call.Get(flags.Task)!), faults);
        var preset = TrainingPlan.Found(() => Preset.Catalog.Create(call.Get(flags.Preset) ?? TrainFlags.DefaultPreset), faults);
        var seeds = TrainingPlan.Found(() => SeedList.Parse(call.Get(flags.Seeds) ?? "1"), faults);
        var sampler = TrainingPlan.Found(() => Sampler.Of(call.Get(flags.Sampler) ?? DefaultSampler), faults);
        var axes = SearchText.Axes(call, flags, faults);
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        var plain = preset!.For(task!, 1);
        IReadOnlyList<KeyValuePair<string, string>> common = [.. call.Settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value ?? "true"))];
        var idle = new Idleness();
        RunConfiguration Configure(IReadOnlyList<KeyValuePair<string, string>> settings) =>
            idle.Observe(SweepPlan.Configure(plain, [.. common, .. settings], call, Command), [.. common, .. settings]);

        var basis = Basis(settings => SweepPlan.Configure(plain, [.. common, .. settings], call, Command), axes);
        RefuseBoth(basis, common, axes);
        var search = Search.Of(Configure, basis, axes) with
        {
            Trials = (int)call.Get(flags.Trials)!.Value,
            Seeds = seeds!,
            Sampler = sampler!,
            SamplerSeed = (ulong)call.Get(flags.SamplerSeed)!.Value,
            Round = (int)call.Get(flags.Round)!.Value,
            Objective = Enum.GetValues<SearchObjective>().First(one => Kebab.Of(one.ToString()) == call.Get(flags.Objective)),
        };
        search.Check();
        idle.Refuse();
        IEnumerable<string> named = [task!.Name, preset.Name, .. axes.Take(MostNamed).Select(axis => axis.Name), SearchDocument.Hash(search)[..6]];
        return new(search, call.Get(flags.Out) ?? Path.Combine(DefaultFolder, string.Join('-', named)), Parsing.Threads.Of(call.Get(flags.Threads)))
        {
            Fixed = [task.Name, .. call.Has(flags.Preset) ? ["--preset", preset.Name] : Array.Empty<string>(), .. common.SelectMany(Words)],
        };
    }

    /// <summary>What to type to train a trial again, with the first of its seeds.</summary>
    /// <param name="trial">The trial.</param>
    public string CommandOf(SearchTrial trial)
    {
        string[] words = [.. Fixed, .. trial.Settings.SelectMany(Words), "--seed", $"{Search.Seeds[0]}"];
        return $"engram train {string.Join(' ', words.Select(Quoting.Of))}{OwnFile.Flags}";
    }

    // A value that looks like a flag is written in one word with it.
    private static IEnumerable<string> Words(KeyValuePair<string, string> setting) =>
        SettingSplitter.IsFlag(setting.Value) ? [$"--{setting.Key}={setting.Value}"] : [$"--{setting.Key}", setting.Value];

    // What all have in common may fit together only with a value that is searched; its own faults are told otherwise.
    private static RunConfiguration Basis(Func<IReadOnlyList<KeyValuePair<string, string>>, RunConfiguration> configure, IReadOnlyList<SearchAxis> axes)
    {
        try
        {
            return configure([]);
        }
        catch (UsageException)
        {
            foreach (var end in new Func<SearchAxis, string>[] { axis => axis.Probes[0], axis => axis.Probes[^1] })
            {
                try
                {
                    return configure([.. axes.Select(axis => KeyValuePair.Create(axis.Name, end(axis)))]);
                }
                catch (UsageException)
                {
                    // The first fault is the one that is told.
                }
            }

            throw;
        }
    }

    private static void RefuseBoth(RunConfiguration basis, IReadOnlyList<KeyValuePair<string, string>> common, IReadOnlyList<SearchAxis> axes)
    {
        string Identity(string name) => basis.SettingOf(name) is var (section, binding) ? $"{section}.{binding.Name}" : name;
        List<string> both = [.. axes.Where(axis => common.Any(setting => Identity(setting.Key) == Identity(axis.Name))).Select(axis =>
            $"'{axis.Name}' is searched, but also has one value for all networks; leave one of the two out.")];
        if (both.Count > 0)
        {
            throw new UsageException(both);
        }
    }
}
