using Engram.Cells;
using Engram.Learning;
using Engram.Networks;
using Engram.Studies.Common;
using Engram.Tasks;

namespace Engram.Studies.WorkingMemory;

/// <summary>Networks with areas, and how they are told apart.</summary>
/// <remarks>Sweeps have the families 1 to 9 for lesions, 11 and 12 for delay cells, 21 for retro-cues and 31 to 39 for the hierarchy of rules.</remarks>
internal sealed record Brain(string Name, string Words, Func<RunConfiguration, RunConfiguration> Of)
{
    private const double Noise = 0.05;

    /// <summary>The area at the back of the head.</summary>
    public const string Sensory = "sensory";

    /// <summary>The area in front.</summary>
    public const string Prefrontal = "prefrontal";

    /// <summary>The areas of a hierarchy, from caudal to rostral.</summary>
    public static IReadOnlyList<string> Caudal { get; } = ["caudal", "middle", "rostral"];

    /// <summary>Networks for delayed responses: inputs reach the sensory area, and outputs are read from both.</summary>
    public static IReadOnlyList<Brain> Delayed { get; } =
    [
        new("feed-forward", "the sensory area has no connections within itself", plain => Two(plain, "sensory>sensory:0")),
        new("recurrent", "both areas have connections within themselves", plain => Two(plain)),
        new(
            "one", "one network, whose halves differ by name alone",
            plain => Free(plain) with { Cell = new LeakyCell { Units = 128, Noise = Noise, Areas = [Area.Parse(Sensory), Area.Parse(Prefrontal)] } }),
    ];

    /// <summary>Networks for the hierarchy of rules, with three areas from caudal to rostral.</summary>
    public static IReadOnlyList<Brain> Rules { get; } =
    [
        new("graded", "a chain with time constants of 50, 150 and 450 ms; colours reach the middle area and contexts the rostral one", plain => Chain(plain, [50, 150, 450], spread: true)),
        new("equal", "the same chain with 150 ms throughout", plain => Chain(plain, [150, 150, 150], spread: true)),
        new("caudal inputs", "the graded chain, all of whose inputs reach the caudal area", plain => Chain(plain, [50, 150, 450], spread: false)),
        new("one", "one network, whose thirds differ by name alone", plain => plain with { Cell = ((LeakyCell)plain.Cell) with { Units = 120, Areas = [.. Caudal.Select(name => Area.Parse(name))] } }),
    ];

    /// <summary>The network of the retro-cue: motion reaches the sensory area, and the cue the prefrontal one.</summary>
    public static RunConfiguration Cued(DualRetroCueTask task)
    {
        var plain = new ModernPreset().For(task, seed: 1);
        return Fitted(plain with
        {
            Cell = ((LeakyCell)plain.Cell) with { Units = 128, Areas = [Area.Parse(Sensory), Area.Parse(Prefrontal)] },
            Network = plain.Network with
            {
                Links = Links("sensory>prefrontal", "prefrontal>sensory:0.3"),
                InputAreas = [new("cue", Prefrontal), new("direction", Sensory), new("speed", Sensory)],
            },
        });
    }

    /// <summary>Networks of one kind, each of a seed of its own; a quick study stops them after a few updates.</summary>
    public static IReadOnlyList<SweepRun> Train(StudyContext study, string name, int family, RunConfiguration configuration, IReadOnlyList<ulong> seeds) => Sweeps.Train(
        study, name, family, [configuration with { Stopping = configuration.Stopping with { MaxUpdates = study.Choose(configuration.Stopping.MaxUpdates, 10) } }], seeds);

    /// <summary>A round share in percent.</summary>
    public static string Percent(double share) => FormattableString.Invariant($"{100 * share:0} %");

    /// <summary>The network for a task.</summary>
    public RunConfiguration For(CognitiveTask task) => Fitted(Of(new ModernPreset().For(task, seed: 1)));

    // Under Dale's law networks whose sensory area has no recurrence learned no delay in 4000 updates.
    private static RunConfiguration Free(RunConfiguration plain) => plain with
    {
        Network = plain.Network with { Dale = Positivity.None }, Optimiser = plain.Optimiser with { LearningRate = 1e-3 },
    };

    private static RunConfiguration Two(RunConfiguration plain, params string[] within) => Free(plain) with
    {
        Cell = new LeakyCell { Units = 128, Noise = Noise, Areas = [Area.Parse("sensory:1:50ms"), Area.Parse("prefrontal:1:200ms")] },
        Network = Free(plain).Network with
        {
            Links = Links(["sensory>prefrontal:0.3", "prefrontal>sensory:0.3", .. within]),
            InputAreas = [.. plain.Task.Inputs.Select(channel => new InputArea(channel, Sensory))],
        },
    };

    private static RunConfiguration Chain(RunConfiguration plain, int[] taus, bool spread) => plain with
    {
        Cell = ((LeakyCell)plain.Cell) with
        {
            Units = 120, Areas = [.. Caudal.Zip(taus, (name, tau) => Area.Parse(FormattableString.Invariant($"{name}:1:{tau}ms")))],
        },
        Network = plain.Network with
        {
            Links = Links("caudal>middle:0.3", "middle>caudal:0.3", "middle>rostral:0.3", "rostral>middle:0.3"),
            InputAreas =
            [
                new("go", "caudal"), new("level", "caudal"), new("dimension", "caudal"), new("colour", spread ? "middle" : "caudal"), new("context", spread ? "rostral" : "caudal"),
            ],
            ReadoutAreas = ["caudal"],
        },
    };

    private static IReadOnlyList<AreaLink> Links(params IReadOnlyList<string> links) => [.. links.Select(link => AreaLink.Parse(link))];

    private static RunConfiguration Fitted(RunConfiguration configuration) => new ModernPreset().Fitted(configuration);
}
