using System.Globalization;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>What all parts of the study have in common: delays, seeds and how a family is trained and tested.</summary>
internal sealed class Plan
{
    /// <summary>The plan of a full or a quick run.</summary>
    public Plan(StudyContext study)
    {
        Study = study;
        Delays = study.Choose([.. Enumerable.Range(0, 11).Select(step => 0.5 * step)], new[] { 0, 1, 2.0 });
        Ranges = study.Choose(Delays, [0, 2, 4]);
        Seeds = study.Seeds(full: 5, quick: 1);
        Tested = new ProfileSettings(study.Choose(Delays, [0, 1, 2, 3]), study.Choose(600, 120));
    }

    /// <summary>The run.</summary>
    public StudyContext Study { get; }

    /// <summary>Trained delays in seconds.</summary>
    public double[] Delays { get; }

    /// <summary>Trained ranges in seconds, around <see cref="Centre"/>.</summary>
    public double[] Ranges { get; }

    /// <summary>The middle of every range, in seconds.</summary>
    public double Centre => Study.Choose(2.5, 2.0);

    /// <summary>Seeds of the networks of one setting.</summary>
    public IReadOnlyList<ulong> Seeds { get; }

    /// <summary>At which delays networks are tested.</summary>
    public ProfileSettings Tested { get; }

    /// <summary>The share that every condition must reach for training to end.</summary>
    public const double Criterion = 0.95;

    /// <summary>Seed of the trials on which a network is tested, of its own like that of its training.</summary>
    public static ulong TestSeed(Storage.TrainedRun run) => 1_000_000_000 + run.Configuration.Seed;

    /// <summary>Seconds as settings are written.</summary>
    public static string Text(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";

    /// <summary>Seconds as they are read.</summary>
    public static string Words(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    /// <summary>So many networks, in words.</summary>
    public static string Networks(int count) => count == 1 ? "1 network" : $"{count} networks";

    /// <summary>What the networks start from: the preset with a growing delay.</summary>
    public static RunConfiguration Growing(CognitiveTask task) => new ModernPreset().For(task, 1);

    /// <summary>
    /// One delay from the first update on: no curriculum, and the penalty on vanishing gradients that the report's code has, without which
    /// these do not learn.
    /// </summary>
    public RunConfiguration Alone(CognitiveTask task) => Growing(task) with
    {
        Curriculum = Curriculum.None,
        Penalties = new Penalties { Omega = 2 },
        Stopping = Growing(task).Stopping with { MaxUpdates = Study.Choose(4000, 600) },
    };

    /// <summary>Trains a network for each value and seed, and tests all.</summary>
    /// <param name="streams">The random streams, which no other family has.</param>
    /// <param name="name">The family in words.</param>
    /// <param name="setting">What varies, for axes and tables.</param>
    /// <param name="values">Its values in seconds.</param>
    /// <param name="basis">Everything else.</param>
    /// <param name="delay">The task's delay for a value, as settings are written.</param>
    public Family Train(Streams streams, string name, string setting, IReadOnlyList<double> values, RunConfiguration basis, Func<double, string> delay)
    {
        var runs = Study.Train(name, Sweep.Of(basis, [new("delay", [.. values.Select(delay)])], Seeds).Apart((int)streams));
        return new(name, setting, values, runs, Study.Measure("delays", runs, Tested, DelayProfile.Of));
    }
}
