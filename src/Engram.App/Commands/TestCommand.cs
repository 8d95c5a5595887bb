using System.CommandLine;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.App.Training;
using Engram.Learning;
using Engram.Numerics;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.App.Commands;

/// <summary><c>engram test</c>: how a trained network does on fresh trials.</summary>
internal sealed class TestCommand : AppCommand
{
    private readonly Argument<string> run = Flag.Word("run", "the folder of a run, as `engram runs` lists them");
    private readonly Option<long?> trials = Flag.Integer("--trials", "Number of trials, or of trials per value in a sweep", 1000, 1, 100_000_000);
    private readonly Option<long?> seed = Flag.Integer("--seed", "Seed of trials and noise", 2, 0);
    private readonly Option<long?> threads = Flag.Integer(
        "--threads", Threads.Help, null, 1, 1024);

    private readonly Option<string?> sweep = Flag.Text(
        "--sweep", "factor=a,b,c", "Test at several values of a factor, one after another");

    /// <inheritdoc/>
    public override string Summary =>
        "Tests a trained network on new trials, with a 95 % interval for each condition, and on the tasks that it learned before.";

    /// <inheritdoc/>
    public override string? Settings => "Factors of the run's task, each pinned to a value: `engram describe <task>` lists them.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram test runs/delayed-match-modern-seed1",
        "engram test runs/delayed-match-modern-seed1 --delay 2s --trials 5000",
        "engram test runs/perceptual-decision-modern-seed1 --sweep coherence=1,2,4,8,16",
    ];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(run);
        foreach (var flag in new Option[] { trials, seed, sweep, threads })
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var trained = TrainingRun.Load(call.Get(run)!);
        var plan = TestPlan.Of(trained, call.Settings, call.FlagNames, call.Get(sweep));
        var (count, first) = ((int)call.Get(trials)!.Value, (ulong)call.Get(seed)!.Value);
        var results = Evaluation.Run(
            trained.Network, [.. plan.Tasks.Select(point => point.Task)],
            trained.Configuration.Training.Dt, count, first, Purpose.TestTrials, Threads.Of(call.Get(threads)),
            Loss.Catalog.Create(trained.Configuration.Training.Loss), cancel);
        var pinned = string.Concat(plan.Pinned.Select(pin => $", {pin.Key} {pin.Value}"));
        output.Heading(
            $"{trained.Path}: {trained.Configuration.Task.Name}{pinned}, {count} trials{(plan.Factor is null ? "" : " of each value")}");
        var answer = new JsonObject
        {
            ["run"] = trained.Path,
            ["task"] = trained.Configuration.Task.Name,
            ["trials"] = count,
            ["seed"] = first,
            ["pinned"] = new JsonObject(plan.Pinned.Select(pin => KeyValuePair.Create(pin.Key, (JsonNode?)JsonValue.Create(pin.Value)))),
        };
        if (plan.Factor is null)
        {
            Show(results[0], trained.Configuration.Task, output);
            Add(results[0], answer);
            if (plan.Pinned.Count == 0)
            {
                Retention.Show(trained, count, first, output, answer);
            }
        }
        else
        {
            Sweep(plan, results, output, answer);
        }

        output.Result(answer);
        return ExitCode.Done;
    }

    private static void Show(EvaluationResult result, CognitiveTask task, Output output)
    {
        if (result.Overall is { } overall)
        {
            output.Table(
                ["condition", "correct", "95 % interval", "trials"],
                [.. ConditionOrder.Of(task, result.Conditions, share => share.Name).Append(overall with { Name = "all" }).Select(Row)]);
        }

        output.Line($"error {Format.Number(result.Error)} (root mean squared)");
        if (result.Measures.Count > 0)
        {
            output.Table(
                ["measure", "median", "least", "greatest", "trials"],
                [.. result.Measures.Select(measure => new[]
                {
                    measure.Name, Value(measure.Median), Value(measure.Least), Value(measure.Greatest), Format.Count(measure.Trials),
                })]);
        }
    }

    private static void Sweep(TestPlan plan, IReadOnlyList<EvaluationResult> results, Output output, JsonObject answer)
    {
        var points = plan.Tasks.Zip(results, (point, result) => (point.Value, Result: result)).ToList();
        output.Table(
            [plan.Factor!, "correct", "95 % interval", "trials", "minimum", "error", .. results[0].Measures.Select(measure => $"median {measure.Name}")],
            [
                .. points.Select(point => (string[])
                [
                    point.Value, Percent(point.Result.Overall), Interval(point.Result.Overall), Count(point.Result.Overall),
                    Format.Percent(point.Result.Performance?.Minimum), Format.Number(point.Result.Error),
                    .. point.Result.Measures.Select(measure => Value(measure.Median)),
                ]),
            ]);
        var rows = new JsonArray();
        foreach (var (value, result) in points)
        {
            var row = new JsonObject { ["value"] = value };
            Add(result, row);
            rows.Add(row);
        }

        // All values count alike: as many trials were run of each.
        var all = results.Where(result => result.Overall is not null).Select(result => result.Overall!).ToList();
        answer["performance"] = all.Count == 0 ? null
            : Output.Number((double)all.Sum(share => share.Correct) / Math.Max(1, all.Sum(share => share.Trials)));
        answer["conditions"] = Merged(results);
        answer["sweep"] = new JsonObject { ["factor"] = plan.Factor, ["rows"] = rows };
    }

    private static JsonArray Merged(IEnumerable<EvaluationResult> results)
    {
        var counter = new Dictionary<string, (int Correct, int Trials)>(StringComparer.Ordinal);
        foreach (var share in results.SelectMany(result => result.Conditions))
        {
            var (correct, trials) = counter.GetValueOrDefault(share.Name);
            counter[share.Name] = (correct + share.Correct, trials + share.Trials);
        }

        return [.. counter.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => Json(pair.Key, pair.Value.Correct, pair.Value.Trials))];
    }

    private static void Add(EvaluationResult result, JsonObject answer)
    {
        answer["performance"] = result.Overall is { } overall ? Output.Number(overall.Share) : null;
        answer["low"] = result.Overall is { } low ? Output.Number(low.Low) : null;
        answer["high"] = result.Overall is { } high ? Output.Number(high.High) : null;
        answer["minimum"] = result.Performance is { } performance ? Output.Number(performance.Minimum) : null;
        answer["error"] = Output.Number(result.Error);
        answer["conditions"] = new JsonArray([.. result.Conditions.Select(share => Json(share.Name, share.Correct, share.Trials))]);
        if (result.Measures.Count > 0)
        {
            answer["measures"] = new JsonArray([.. result.Measures.Select(Json)]);
        }
    }

    private static JsonObject Json(MeasureSummary measure) => new()
    {
        ["measure"] = measure.Name,
        ["median"] = Output.Number(measure.Median),
        ["least"] = Output.Number(measure.Least),
        ["greatest"] = Output.Number(measure.Greatest),
        ["trials"] = measure.Trials,
    };

    private static JsonObject Json(string condition, int correct, int trials)
    {
        var (low, high) = Binomial.Wilson(correct, trials);
        return new()
        {
            ["condition"] = condition,
            ["performance"] = Output.Number(trials == 0 ? double.NaN : (double)correct / trials),
            ["low"] = low,
            ["high"] = high,
            ["correct"] = correct,
            ["trials"] = trials,
        };
    }

    private static string[] Row(ScoredShare share) => [share.Name, Percent(share), Interval(share), Count(share)];

    private static string Value(double value) => Format.Number(double.IsNaN(value) ? null : value);

    private static string Percent(ScoredShare? share) => Format.Percent(share?.Share);

    private static string Interval(ScoredShare? share) =>
        share is null ? Format.Percent(null) : $"{Format.Percent(share.Low)} to {Format.Percent(share.High)}";

    private static string Count(ScoredShare? share) => Format.Count(share?.Trials);
}
