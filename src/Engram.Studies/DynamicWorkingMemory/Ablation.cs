using System.Globalization;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Which ingredients of a recipe make training work, for frequencies and for inputs, with a growing delay and without.</summary>
internal static class Ablation
{
    private const int MaxUpdates = 2000;

    private sealed record Ingredient(string Name, params IReadOnlyList<KeyValuePair<string, string>> Settings)
    {
        public string Flags => string.Join(" ", Settings.Select(setting => $"--{setting.Key} {setting.Value}"));
    }

    private static readonly Ingredient[] Ingredients =
    [
        new("nothing"),
        new("growing delay, or Ω in its place", new("curriculum", "none"), new("omega", "0")),
        new("strong inputs", new KeyValuePair<string, string>("input-scale", "0.1")),
        new("clipping of the gradient", new KeyValuePair<string, string>("clip-norm", "0")),
        new("Adam", new("optimiser", "sgd"), new("optimiser-learning-rate", "0.01")),
        new("large batch", new KeyValuePair<string, string>("trials", "20")),
        new("recurrent noise", new KeyValuePair<string, string>("noise", "0")),
        new("large spectral radius", new KeyValuePair<string, string>("spectral-radius", "1")),
        new("dense connections", new("p-excitatory", "0.1"), new("p-inhibitory", "0.5")),
        new("trained biases", new("train-bias", "false"), new("train-readout-bias", "false")),
    ];

    /// <summary>Trains both tasks by both recipes with each ingredient taken away, and writes what came out.</summary>
    public static void Run(Plan plan)
    {
        var study = plan.Study;
        var delay = TimeSpan.FromSeconds(study.Choose(1.5, 0.5));
        var seeds = study.Seeds(full: 3, quick: 1);
        var ingredients = study.Choose(Ingredients, Ingredients[..2]);
        CognitiveTask[] tasks = [new DelayedMatchTask { Delay = delay }, new InputDiscriminationTask { Delay = delay }];
        var columns = tasks.SelectMany(task => new (string Name, RunConfiguration Recipe)[]
        {
            ($"{task.Name}, growing delay", Plan.Growing(task)), ($"{task.Name}, one delay only, Ω", plan.Alone(task)),
        }).ToArray();
        var runs = study.Train("Ablations", new Sweep(
        [
            .. from ingredient in ingredients
               from column in columns
               from seed in seeds
               select (column.Recipe with
               {
                   Seed = seed, Stopping = column.Recipe.Stopping with { MaxUpdates = study.Choose(MaxUpdates, 400) },
               }).With(ingredient.Settings),
        ]));
        var cells = runs.Chunk(seeds.Count).Chunk(columns.Length).ToList();
        study.Text(
            "Why does training depend on how the input is fed in? Two recipes are tested, one with a growing delay, the other with one "
            + "delay only and the penalty Ω. From each, one ingredient at a time is taken away, for both tasks at a delay of "
            + $"{Plan.Words(delay.TotalSeconds)}. The report's code has input weights drawn up to 0.1, gradient descent and sparse "
            + "connections.");
        study.Table(
            "Updates to the criterion without each ingredient, one number per seed; – if the criterion was not reached in "
            + $"{study.Choose(MaxUpdates, 400)} updates.",
            ["taken away", "settings", .. columns.Select(column => column.Name)],
            [.. ingredients.Zip(cells, (ingredient, row) => (IReadOnlyList<string>)
                [ingredient.Name, ingredient.Flags, .. row.Select(networks => string.Join(", ", networks.Select(Updates)))])]);
        study.Data(
            "ablations",
            ["taken_away", "recipe", "seed", "status", "updates", "minimum"],
            from row in Enumerable.Range(0, ingredients.Length)
            from column in Enumerable.Range(0, columns.Length)
            from run in cells[row][column]
            select (IReadOnlyList<string>)
            [
                ingredients[row].Name, columns[column].Name, $"{run.Configuration.Seed}", Training.Word(run.Status), $"{run.Updates}",
                Training.Number(run.Minimum ?? double.NaN),
            ]);
    }

    private static string Updates(SweepRun run) =>
        run.Status == RunStatus.Reached ? run.Updates.ToString(CultureInfo.InvariantCulture) : "–";
}
