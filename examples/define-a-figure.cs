#:project ../src/Engram/Engram.csproj

// A new kind of figure, a line for each network: dotnet run examples/define-a-figure.cs [<file>]
using System.Text.Json.Nodes;
using Engram.Figures;
using Engram.Learning;
using Engram.Studies;
using Engram.Tasks;

PlainErrors.Use();
var pairs = Enumerable.Range(1, 4).Select(seed => Trained((ulong)seed)).ToList();
var figure = new SlopeFigure
{
    Title = "Ten units silent", From = "intact", To = "silent", Y = "Correct (%)", Pairs = pairs,
};
var path = args.Length > 0 ? args[0] : "slopes.vl.json";
File.WriteAllText(path, FigureJson.Text(figure.ToVegaLite()));
Console.WriteLine($"{pairs.Count} networks, {pairs.Count(pair => pair.To < pair.From)} of them worse; the figure is in {path}");
return 0;

static (double From, double To) Trained(ulong seed)
{
    var configuration = new ModernPreset().For(new PerceptualDecisionTask(), seed);
    using var trainer = new Trainer(configuration, threads: 1);
    trainer.Run(TrainerHooks.None, CancellationToken.None);
    double Correct(Engram.Networks.Network network) =>
        100 * Evaluation.Run(network, configuration.Task, configuration.Training.Dt, trials: 500, seed: 2).Overall!.Share;
    return (Correct(trainer.Network), Correct(trainer.Network.Silence([.. Enumerable.Range(0, 10)])));
}

/// <summary>Pairs of values as lines from left to right: what a change does to each of several networks.</summary>
internal sealed record SlopeFigure : Figure
{
    /// <summary>What the left end is.</summary>
    public required string From { get; init; }

    /// <summary>What the right end is.</summary>
    public required string To { get; init; }

    /// <summary>What is along y.</summary>
    public required string Y { get; init; }

    /// <summary>The values at the ends of each line.</summary>
    public required IReadOnlyList<(double From, double To)> Pairs { get; init; }

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var table = new DataTable()
            .Numbers("pair", Pairs.SelectMany((_, k) => new[] { (double)k, k }))
            .Texts("side", Pairs.SelectMany(_ => new[] { From, To }))
            .Numbers("value", Pairs.SelectMany(pair => new[] { pair.From, pair.To }));
        return Themed(new JsonObject
        {
            ["width"] = 220,
            ["height"] = 260,
            ["data"] = table.ToData(),
            ["mark"] = new JsonObject { ["type"] = "line", ["point"] = true },
            ["encoding"] = new JsonObject
            {
                ["x"] = new JsonObject { ["field"] = "side", ["type"] = "nominal", ["sort"] = null, ["title"] = null },
                ["y"] = new JsonObject
                {
                    ["field"] = "value", ["type"] = "quantitative", ["title"] = Y, ["scale"] = new JsonObject { ["zero"] = false },
                },
                ["detail"] = new JsonObject { ["field"] = "pair", ["type"] = "nominal" },
            },
        });
    }
}
