using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Everything that a run is made of; the same configuration gives the same bits on any number of threads. Each part is a record whose
/// settings have one name for flags, files and sweeps.
/// </summary>
public sealed partial record RunConfiguration
{
    private const string TaskSection = "task", CellSection = "cell", NetworkSection = "network", TrainingSection = "training",
        OptimiserSection = "optimiser", PenaltiesSection = "penalties", StoppingSection = "stopping", CurriculumSection = "curriculum",
        ContinualSection = "continual", CreditSection = "credit",
        ReadoutRuleSection = "readout-rule";

    private const string NameKey = "name", SeedKey = "seed", PresetKey = "preset", AfterKey = "after", LossKey = "loss", SourcesKey = "sources", None = "none";

    /// <summary>What is learned.</summary>
    public required CognitiveTask Task { get; init; }

    /// <summary>The equation of the units.</summary>
    public Cell Cell { get; init; } = new LeakyCell();

    /// <summary>The structure of the network and its initial weights.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>Step, batch, loss and checks.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>How weights follow the gradient.</summary>
    public Optimiser Optimiser { get; init; } = new Adam();

    /// <summary>Terms added to the loss.</summary>
    public Penalties Penalties { get; init; } = Penalties.None;

    /// <summary>When training ends.</summary>
    public Stopping Stopping { get; init; } = new();

    /// <summary>Easier stages before the task as configured.</summary>
    public Curriculum Curriculum { get; init; } = Curriculum.None;

    /// <summary>How earlier tasks are kept, and what is noted down for later ones.</summary>
    public Continual Continual { get; init; } = new();

    /// <summary>Through what errors go back.</summary>
    public Credit Credit { get; init; } = new();

    /// <summary>How the readout is learned where nothing else is; null to learn by the gradient of the loss, as <see cref="Optimiser"/> has it.</summary>
    public ReadoutRule? ReadoutRule { get; init; }

    /// <summary>
    /// The configuration of the run whose network this training continues from, with its weights as they were; null to begin with drawn ones.
    /// </summary>
    public RunConfiguration? After { get; init; }

    /// <summary>Decides weights, masks, trials and noise, each in a stream of its own.</summary>
    public ulong Seed { get; init; }

    /// <summary>Name of the preset that this configuration started from; empty for none.</summary>
    public string Preset { get; init; } = "";

    /// <summary>
    /// The parts by name, in the order in which a setting's name is looked for. Where two parts have a setting of the same name, the later
    /// one's is written with the part's name before it, such as <c>curriculum-threshold</c>; that form is allowed everywhere.
    /// </summary>
    internal IEnumerable<(string Section, object Record)> Sections =>
    [
        (TaskSection, Task), (CellSection, Cell), (NetworkSection, Network), (TrainingSection, Training), (OptimiserSection, Optimiser),
        (PenaltiesSection, Penalties), (StoppingSection, Stopping), (CurriculumSection, Curriculum),
        (ContinualSection, Continual), (CreditSection, Credit),
        .. ReadoutRule is null ? Array.Empty<(string, object)>() : [(ReadoutRuleSection, ReadoutRule)],
    ];

    /// <summary>
    /// A copy with settings changed, and checked. <c>cell</c>, <c>optimiser</c> and <c>loss</c> are given by name, <c>curriculum</c> by the
    /// factor that grows or <c>none</c>, <c>credit</c> by one of <see cref="Credit.Rules"/>, <c>readout-rule</c> by name or <c>none</c>; a new cell keeps what the old one has in common with it, a new optimiser begins with its defaults.
    /// </summary>
    /// <param name="settings">Kebab-case names and values as text.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    public RunConfiguration With(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var changed = Told(settings);

        // Memory is counted when an engine is there, which takes long enough to be made once.
        _ = changed.CheckedGraph();
        return changed;
    }

    /// <summary>A copy with settings changed, each allowed by itself; whether they fit together is not checked.</summary>
    /// <param name="settings">As for <see cref="With"/>.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    internal RunConfiguration Told(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var faults = new List<string>();
        var rest = new List<KeyValuePair<string, string>>();
        var changed = this;
        foreach (var setting in settings)
        {
            try
            {
                if (changed.Choose(setting.Key, setting.Value.Trim()) is { } chosen)
                {
                    changed = chosen;
                }
                else
                {
                    rest.Add(setting);
                }
            }
            catch (UsageException fault)
            {
                faults.AddRange(fault.Faults);
            }
        }

        changed = changed.Distribute(rest, faults);
        return faults.Count == 0 ? changed : throw new UsageException(faults);
    }

    private RunConfiguration? Choose(string name, string value) => name switch
    {
        CellSection => this with { Cell = NewCell(value) },
        OptimiserSection => Optimiser.Catalog.Create(value) is var optimiser && optimiser.GetType() == Optimiser.GetType() ? this
            : this with { Optimiser = optimiser },
        CurriculumSection => this with { Curriculum = Curriculum with { Factor = value == None ? "" : value } },
        CreditSection => this with { Credit = Credit.Named(value) },
        ReadoutRuleSection => this with
        {
            ReadoutRule = value == None ? null : ReadoutRule.Catalog.Create(value) is var rule && rule.GetType() == ReadoutRule?.GetType() ? ReadoutRule : rule,
        },
        SeedKey => this with
        {
            Seed = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed
                : throw new UsageException($"`Seed`: '{value}' is not a whole number of at least 0; write for example 1."),
        },
        _ => null,
    };

    private Cell NewCell(string name)
    {
        var fresh = Cell.Catalog.Create(name);
        if (fresh.GetType() == Cell.GetType())
        {
            return Cell;
        }

        // What both have stays, but the activation belongs to the cell: units that are rectified in one are not what another is known for.
        var known = Settings.Of(fresh).Select(setting => (setting.Name, setting.Type)).Where(setting => setting.Type != typeof(Activation)).ToHashSet();
        return Settings.With(
            fresh,
            Settings.Of(Cell).Where(s => known.Contains((s.Name, s.Type))).Select(s => KeyValuePair.Create(s.Name, s.Default)));
    }

    private RunConfiguration Distribute(List<KeyValuePair<string, string>> settings, List<string> faults)
    {
        var parts = Parts();
        var given = parts.Select(_ => new List<KeyValuePair<string, string>>()).ToArray();
        foreach (var (name, value) in settings)
        {
            var (place, bare) = Place(name, parts);
            if (place < 0)
            {
                var known = parts.SelectMany(part => part.Names).Concat([CellSection, OptimiserSection, CurriculumSection, CreditSection, ReadoutRuleSection, SeedKey]);
                faults.Add($"There is no setting '{name}' for {Task.Name} with a {Cell.Name} network. "
                    + (Task.Factors.Any(factor => factor.Name == name)
                        ? $"It is a factor, which is drawn in each trial and can be pinned in tests; the settings of {Task.Name} are "
                            + $"{string.Join(", ", parts[0].Names)}."
                        : Nearest.Hint(name, known)));
            }
            else
            {
                given[place].Add(KeyValuePair.Create(bare, value));
            }
        }

        var changed = this;
        for (var place = 0; place < parts.Length; place++)
        {
            var (section, record, _) = parts[place];
            try
            {
                changed = changed.Replace(section, Settings.With(record, given[place], binding => Subject(section, binding)));
            }
            catch (UsageException fault)
            {
                faults.AddRange(fault.Faults);
            }
        }

        return changed;
    }

    private (string Section, object Record, HashSet<string> Names)[] Parts() =>
        [.. Sections.Select(part => (part.Section, part.Record, Settings.Of(part.Record).Select(setting => setting.Name).ToHashSet()))];

    // The part that a name belongs to, −1 for none, and the name of the setting there.
    private static (int Place, string Bare) Place(string name, (string Section, object Record, HashSet<string> Names)[] parts)
    {
        var place = Array.FindIndex(parts, part => part.Names.Contains(name));
        if (place >= 0)
        {
            return (place, name);
        }

        place = Array.FindIndex(parts, part =>
            name.StartsWith(part.Section + "-", StringComparison.Ordinal) && part.Names.Contains(name[(part.Section.Length + 1)..]));
        return (place, place < 0 ? name : name[(parts[place].Section.Length + 1)..]);
    }

    private RunConfiguration Replace(string section, object record) => section switch
    {
        TaskSection => this with { Task = (CognitiveTask)record },
        CellSection => this with { Cell = (Cell)record },
        NetworkSection => this with { Network = (NetworkOptions)record },
        TrainingSection => this with { Training = (TrainingOptions)record },
        OptimiserSection => this with { Optimiser = (Optimiser)record },
        PenaltiesSection => this with { Penalties = (Penalties)record },
        StoppingSection => this with { Stopping = (Stopping)record },
        CurriculumSection => this with { Curriculum = (Curriculum)record },
        ContinualSection => this with { Continual = (Continual)record },
        CreditSection => this with { Credit = (Credit)record },
        ReadoutRuleSection => this with { ReadoutRule = (ReadoutRule)record },
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "No such part."),
    };
}
