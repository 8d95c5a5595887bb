using System.Globalization;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Which ingredient of the recipe makes training work, for frequencies and for inputs.</summary>
internal static class Ablation
{
    private sealed record Ingredient(string Name, IReadOnlyList<KeyValuePair<string, string>> Settings);

    /// <summary>Trains both tasks with each ingredient taken away, and writes what came out.</summary>
    public static void Run(Plan plan)
    {
        var study = plan.Study;
        var delay = TimeSpan.FromSeconds(study.Choose(1.5, 0.5));
        CognitiveTask[] tasks = [new DelayedMatchTask { Delay = delay }, new InputDiscriminationTask { Delay = delay }];
        var ingredients = Ingredients(study.Quick);
        var seeds = study.Seeds(full: 5, quick: 1);
        var configurations =
            from ingredient in ingredients
            from task in tasks
            from seed in seeds
            select (Plan.Growing(task) with { Seed = seed }).With(ingredient.Settings);
        var runs = study.Train("Ablations", new Sweep([.. configurations]));
        var cells = runs.Chunk(seeds.Count).Chunk(tasks.Length).ToList();
        study.Text(
            $"Why does training depend on how the input is fed in? Each ingredient of the recipe was taken away from both tasks, at a delay of "
            + $"{Plan.Text(delay.TotalSeconds)}.");
        study.Table(
            "Updates to the criterion by seed, with each ingredient taken away; – where it was not reached in "
            + $"{runs[0].Configuration.Stopping.MaxUpdates} updates.",
            ["taken away", "settings", .. tasks.Select(task => task.Name)],
            [.. ingredients.Zip(cells, (ingredient, cell) => (IReadOnlyList<string>)
                [ingredient.Name, Written(ingredient), .. cell.Select(networks => string.Join(", ", networks.Select(Updates)))])]);
        study.Data(
            "ablations",
            ["taken_away", "task", "seed", "status", "updates", "minimum"],
            ingredients.Zip(cells).SelectMany(pair => pair.Second.SelectMany(networks => networks.Select(run => (IReadOnlyList<string>)
            [
                pair.First.Name, run.Configuration.Task.Name, $"{run.Configuration.Seed}", $"{run.Status}", $"{run.Updates}",
                Training.Number(run.Minimum ?? double.NaN),
            ]))));
    }

    private static Ingredient[] Ingredients(bool quick)
    {
        Ingredient[] all =
        [
            new("nothing", []),
            Without("growing delay", ("curriculum", "none")),
            Without("growing delay, with the penalty Ω instead", ("curriculum", "none"), ("omega", "2")),
            Without("strong inputs", ("input-scale", "0.1")),
            Without("growing delay and strong inputs, with Ω", ("curriculum", "none"), ("omega", "2"), ("input-scale", "0.1")),
            Without("Adam", ("optimiser", "sgd"), ("optimiser-learning-rate", "0.01")),
            Without("clipping", ("clip-norm", "0")),
            Without("larger batch", ("trials", "20")),
            Without("recurrent noise", ("noise", "0")),
            Without("large spectral radius", ("spectral-radius", "1")),
            Without("dense connections", ("p-excitatory", "0.1"), ("p-inhibitory", "0.5")),
            Without("trained biases", ("train-bias", "false"), ("train-readout-bias", "false")),
        ];
        return quick ? all[..2] : all;
    }

    private static Ingredient Without(string name, params (string Name, string Value)[] settings) =>
        new(name, [.. settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))]);

    private static string Written(Ingredient ingredient) =>
        string.Join(" ", ingredient.Settings.Select(setting => $"--{setting.Key} {setting.Value}"));

    private static string Updates(SweepRun run) =>
        run.Status == RunStatus.Reached ? run.Updates.ToString(CultureInfo.InvariantCulture) : "–";
}
