using System.Globalization;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>The report's own recipe on both tasks, and with one thing changed at a time: what made the comparison of inputs hard?</summary>
internal static class PublishedRecipe
{
    // The author's own training of frequencies ends after so many updates.
    private const int MaxUpdates = 27_000;
    private const double Delay = 0.5;
    private static readonly string[] Strengths = ["0.1", "3"];

    private static readonly (string Name, KeyValuePair<string, string>[] Settings)[] Changes =
    [
        ("strong inputs", [new("input-scale", "3")]),
        ("Adam", [new("optimiser", "adam"), new("optimiser-learning-rate", "0.003")]),
        ("growing delay",
        [
            new("curriculum", "delay"), new("curriculum-threshold", "0.9"), new("curriculum-window", "10"), new("min-step", "0.1"),
            new("growth", "0.5"),
        ]),
    ];

    /// <summary>Trains, and writes what came out.</summary>
    public static void Run(Plan plan)
    {
        var study = plan.Study;
        var delay = TimeSpan.FromSeconds(Delay);
        CognitiveTask[] tasks = [new DelayedMatchTask { Delay = delay }, new InputDiscriminationTask { Delay = delay }];
        var limit = study.Choose(MaxUpdates, 500);
        RunConfiguration Recipe(CognitiveTask task, ulong seed)
        {
            var recipe = new Song2016Preset().For(task, seed);
            return recipe with { Stopping = recipe.Stopping with { MaxUpdates = limit } };
        }

        var seeds = study.Seeds(full: 6, quick: 1);
        var published = study.Train(
            "The published recipe", new Sweep([.. from task in tasks from seed in seeds select Recipe(task, seed)])
                .Apart((int)Streams.Published))
            .Chunk(seeds.Count).ToList();
        var few = study.Seeds(full: 3, quick: 1);
        var changes = study.Choose(Changes, Changes[..1]);
        var changed = study.Train("The published recipe, changed", new Sweep(
        [
            .. from change in changes
               from task in tasks
               from seed in few
               select Recipe(task, seed).With(change.Settings),
        ]).Apart((int)Streams.Changed)).Chunk(few.Count).Chunk(tasks.Length).ToList();
        study.Text(
            "The report's recipe is that of its code: gradient descent in batches of 20, input weights drawn up to 0.1, the penalty Ω, "
            + "sparse connections, one delay, and a criterion of 90 % in the worst condition. Here it is run at a delay of "
            + $"{Plan.Words(Delay)} for both tasks, with the same settings for both, and then again with one setting changed.");
        study.Table(
            "The published recipe: updates of 20 trials until its criterion is reached, one number per seed; – if it is not reached in "
            + $"{limit}.",
            ["recipe", "settings", .. tasks.Select(task => task.Name)],
            [
                ["as published", "", .. published.Select(Cell)],
                .. changes.Zip(changed, (change, row) => (IReadOnlyList<string>)
                [
                    change.Name, string.Join(" ", change.Settings.Select(setting => $"--{setting.Key} {setting.Value}")),
                    .. row.Select(Cell),
                ]),
            ]);
        Claims(study, published);
        study.Text(
            "Why do strong inputs help? A high pulse raises all units together, a low pulse raises them less. Frequencies therefore differ "
            + "in the mean rate, which a readout of positive weights sees from the start. Two inputs of the same strength differ in which "
            + "units they raise more, and this hardly shows in the mean. A linear decoder of all units could read them as well as "
            + "frequencies, but with weak inputs the signal of each unit is small relative to its noise.");
        InputStrength.Run(study, tasks, Strengths);
    }

    private static void Claims(StudyContext study, List<SweepRun[]> published)
    {
        double[] Reached(int task) => [.. published[task].Select(run => run.Status == RunStatus.Reached ? 1.0 : 0.0)];
        study.Claim(
            "published-recipe-frequencies",
            $"With the report's recipe, most networks learn to compare frequencies at a delay of {Plan.Words(Delay)}: share of networks.", "5 of 5",
            Reached(0), new ShareAbove(0.5), "share of networks at criterion");
        study.Claim(
            "published-recipe-inputs",
            $"With the report's recipe, not all networks learn to compare inputs at a delay of {Plan.Words(Delay)}: share of networks that "
            + "do.", "3 of 5",
            Reached(1), new ShareBelow(0.8), "share of networks at criterion");
        study.Claim(
            "published-recipe-harder",
            "With the report's recipe, comparing inputs is harder to train than comparing frequencies: share of pairs of networks in which "
            + "only the one that compares frequencies learns.",
            "\"much harder\"",
            [.. Reached(0).Zip(Reached(1), (frequencies, inputs) => frequencies > inputs ? 1.0 : 0)], new ShareAbove(0.5), "share of pairs");
    }

    private static string Cell(SweepRun[] runs) => string.Join(", ", runs.Select(run =>
        run.Status == RunStatus.Reached ? run.Updates.ToString(CultureInfo.InvariantCulture) : "–"));
}
