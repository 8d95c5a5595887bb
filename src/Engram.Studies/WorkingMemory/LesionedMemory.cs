using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Studies.Reservoirs;
using Engram.Tasks;

namespace Engram.Studies.WorkingMemory;

/// <summary>What is left of a delayed response when prefrontal units fall silent.</summary>
internal static class LesionedMemory
{
    private const double Lost = 0.25, Kept = 0.9;
    private static readonly double[] Shares = [0, 0.25, 0.5, 0.75, 1];
    private static readonly string[] Delays = ["0ms", "500ms", "3s"];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        study.Section("Lesions");
        study.Text(
            "The lecture says that animals with damage to the lateral prefrontal cortex have difficulty in delayed responses, where food is hidden at a place or under a symbol. Without a delay, the food "
            + $"stays in view. Networks of 128 units learn each task with delays of 0 to 3 s. Three kinds are compared: {string.Join("; ", Brain.Delayed.Select(brain => $"{brain.Name}: {brain.Words}"))}. "
            + "A share of the prefrontal units is then silent for the whole trial, drawn anew for each network; every share and delay has the same trials.");
        var delays = Duration.OneOf(TimeSpan.Zero, 500.Ms, 1.Seconds, 2.Seconds, 3.Seconds);
        Task(study, 1, "where", new DelayedResponseWhereTask { Wells = 8, Delay = delays });
        Task(study, 4, "what", new DelayedResponseWhatTask { Symbols = 4, Delay = delays });
    }

    private static void Task(StudyContext study, int family, string id, CognitiveTask task)
    {
        var seeds = study.Seeds(full: 40, quick: 2);
        var chance = 1.0 / task.Choices.Count;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (brain, place) in Brain.Delayed.Select((brain, place) => (brain, place)))
        {
            var runs = Brain.Train(study, $"{id} {brain.Name}", family + place, brain.For(task), seeds);
            var found = study.Measure($"lesions {id} {brain.Name}", runs, study.Choose(200, 50), Measure);
            IReadOnlyList<double> At(int share, int delay) => [.. found.Select(one => one[(share * Delays.Length) + delay])];
            rows.AddRange(Delays.Select((delay, d) => (IReadOnlyList<string>)[brain.Name, delay, .. Shares.Select((_, s) => Words.Interval(At(s, d)))]));
            study.Figure(
                $"lesion-{id}-{place + 1}",
                new LinesFigure
                {
                    Curves = [.. Delays.Select((delay, d) => Reservoir.Means(delay, Shares, [.. Shares.Select((_, s) => At(s, d))]))],
                    X = Axis.Share("Prefrontal units silent"), Y = Axis.Share("Right answers"), Points = true, Legend = "delay", YLines = [new(chance, "chance")],
                },
                $"{task.Name}, {brain.Name}: right answers by share of silent prefrontal units and by delay; means and 95 % intervals over networks.");
            var name = $"{task.Name}, {brain.Name}";
            study.Claim(
                $"lesion-{id}-{place + 1}-delay", $"{name}: with the prefrontal area silent, fewer answers are right after 3 s than without a delay, by at least {Brain.Percent(Lost)}: difference of the shares.",
                "the lecture: animals with damage have difficulty", [.. At(Shares.Length - 1, 0).Zip(At(Shares.Length - 1, Delays.Length - 1), (none, long_) => none - long_)], new Above(Lost));
            study.Claim(
                $"lesion-{id}-{place + 1}-none", $"{name}: with the prefrontal area silent, at least {Brain.Percent(Kept)} of the answers are right without a delay: share of networks.",
                "animals with lesions do not fail without a delay", [.. At(Shares.Length - 1, 0).Select(share => share >= Kept ? 1.0 : 0)], new ShareAbove(0.5));
            if (place == 0)
            {
                study.Claim(
                    $"lesion-{id}-chance", $"{name}: with the prefrontal area silent, answers after 3 s are within 0.1 of chance, {Words.Number(chance, "0.000")}: share of right answers.",
                    "to chance level at a stated share", At(Shares.Length - 1, Delays.Length - 1), new Between(chance - 0.1, chance + 0.1));
            }
        }

        study.Table(
            $"{task.Name}: share of right answers by share of silent prefrontal units; means with 95 % intervals over {seeds.Count} networks of each kind.",
            ["network", "delay", .. Shares.Select(Brain.Percent)], rows);
    }

    private static double[] Measure(TrainedRun run, int trials) =>
    [
        .. new LesionGrid
        {
            Intact = run.Experiment(trials, run.Configuration.Seed), Units = new(Brain.Prefrontal), Amounts = Shares, Factor = "delay", Values = Delays, Draws = 1, UnitSeed = run.Configuration.Seed,
        }.Run().Select(cell => cell.Overall!.Value),
    ];
}
