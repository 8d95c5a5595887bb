using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

namespace Engram.Tests.Studies;

/// <summary>A study that is done at once: two delays, a measurement, a figure, two claims.</summary>
internal sealed class SmallStudy : Study
{
    private static readonly ConcurrentDictionary<int, int> Counts = [];

    /// <summary>How often networks were measured with so many trials, by any test.</summary>
    public static int Measured(int trials) => Counts.GetValueOrDefault(trials);

    /// <summary>Trials of the measurement; another number is another measurement.</summary>
    public int Trials { get; init; } = 40;

    /// <summary>Networks whose training takes no time worth mentioning.</summary>
    public static RunConfiguration Basis { get; } = new()
    {
        Task = new DelayedMatchTask { Sample = 100.Ms, Test = 100.Ms, Decision = 100.Ms, CatchDuration = 300.Ms, Delay = 100.Ms },
        Cell = new LeakyCell { Units = 10 },
        Training = new TrainingOptions { Trials = 8, CheckEvery = 20, ValidationTrials = 20, Dt = 50.Ms },
        Stopping = new Stopping { Threshold = 1, Window = 50, MaxUpdates = 40 },
    };

    public override string Title => "A small study";

    public override string Summary => "Nothing is asked.";

    public override string Source => "None";

    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Axis(params string[] delays) => [new("delay", delays)];

    public override void Run(StudyContext study)
    {
        var runs = study.Train("two delays", Sweep.Of(Basis, Axis("100ms", "200ms"), study.Seeds(2, 1)));
        var shares = study.Measure("share", runs, Trials, Share);
        study.Text("Before any section.");
        study.Section("Found");
        study.Claim("count", "There are networks.", "2", [runs.Count], new EveryAtLeast(2), "networks");
        study.Claim("share", "They guess.", "not reported", shares, new Above(2));
        study.Table("Shares", ["network", "share"], [.. shares.Select((share, place) => new[] { $"{place}", $"{share}" })]);
        study.Figure("shares", new Values(shares), "Shares.");
        study.Data("shares", ["share"], shares.Select(share => (IReadOnlyList<string>)[$"{share}"]));
        study.Data("shares", new NamedArray("share", shares.ToArray()));
    }

    private static double Share(TrainedRun run, int trials)
    {
        Counts.AddOrUpdate(trials, 1, (_, count) => count + 1);
        return Evaluation.Run(run.Network, run.Configuration.Task, run.Configuration.Training.Dt, trials, 2)
            .Overall!.Share;
    }

    private sealed record Values(IReadOnlyList<double> Shares) : Figure
    {
        public override JsonObject ToVegaLite() =>
            new() { ["values"] = new JsonArray([.. Shares.Select(share => JsonValue.Create(share))]) };
    }
}
