using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.App.Training;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram record</c>: a trained network's activity on fresh trials, for NumPy, MATLAB, Octave or pandas.</summary>
internal sealed class RecordCommand : AppCommand
{
    private static readonly string[] Formats = ["npz", "mat", "csv"];

    private readonly Argument<string> run = Flag.Word("run", "the folder of a run, as `engram runs` lists them");
    private readonly Option<string?> target = Flag.Text(
        "--out",
        "file",
        "File to write, replaced if it is there: .npz or .mat, all arrays with a text `about` that explains them; or .csv, a row for each step of each trial with "
        + "period, condition, choices, factors, inputs, targets, outputs and rates (no states)");

    private readonly Option<long?> trials = Flag.Integer("--trials", "Number of trials, or of trials per value in a sweep", 100, 1, 100_000_000);
    private readonly Option<long?> seed = Flag.Integer("--seed", "Seed of trials and noise; those of `engram test` with the same seed", 2, 0);
    private readonly Option<long?> threads = Flag.Integer("--threads", Threads.Help, null, 1, 1024);
    private readonly Option<string?> sweep = Flag.Text("--sweep", "factor=a,b,c", "Record at several values of a factor; the trials follow each other in the file");
    private readonly Option<string?> periods = Flag.Text(
        "--periods", "a,b", "Cut each trial to these periods and what lies between; rows count from where the first begins (default: whole trials)");

    private readonly Option<string[]> silence = Flag.Texts(
        "--silence", "units", "Units that send nothing, such as 3 or 0..9,12; with @PERIOD only in that period, such as 0..9@delay. May be given several times");

    private readonly Option<string?> noise = Flag.OneOf("--noise", "Whether there is noise in the inputs and in the network", "true", "false");
    private readonly Option<string?> step = Flag.Text("--dt", "time", "Length of a step (default: that of training)");
    private readonly Option<bool> exact = Flag.Switch("--double", "Compute and write in double precision (default: single)");

    /// <inheritdoc/>
    public override string Summary => "Records a trained network on new trials: rates, states, inputs, targets, outputs and trials as npz, mat or csv.";

    /// <inheritdoc/>
    public override string? Settings => "Factors of the run's task, each pinned to a value: `engram describe <task>` lists them.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram record runs/delayed-match-modern-seed1 --out trials.npz",
        "engram record runs/delayed-match-modern-seed1 --delay 2s --noise false --silence 0..9@delay --out silenced.mat",
        "engram record runs/perceptual-decision-modern-seed1 --sweep coherence=1,4,16 --trials 50 --periods stimulus --out stimulus.csv",
    ];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(run);
        foreach (var flag in new Option[] { target, trials, seed, sweep, periods, silence, noise, step, exact, threads })
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var (path, format) = Target(call);
        var trained = TrainingRun.Load(call.Get(run)!);
        var plan = Plan(call, trained);
        Recording recording;
        using (var progress = output.Progress())
        {
            var factor = plan.Test.Factor;
            recording = plan.Record(
                (value, done) => progress.Report(new Progressed(factor is null ? "" : $"{factor} {value}, ", done, plan.Experiment.Trials)), cancel);
        }

        cancel.ThrowIfCancellationRequested();
        Answer(output, trained, recording, Write(recording, path, format, About(call, trained, plan)), path);
        return ExitCode.Done;
    }

    private (string Path, string Format) Target(Call call)
    {
        var path = call.Get(target) ?? throw new UsageException(
            "There is no file to write to; give `--out` one that ends in .npz, .mat or .csv, such as `--out trials.npz`.");
        var format = Formats.FirstOrDefault(format => path.EndsWith($".{format}", StringComparison.OrdinalIgnoreCase)) ?? throw new UsageException(
            $"`--out {path}`: the ending says what to write, and it is none of .npz, .mat and .csv; give such a file, as in `--out trials.npz`.");

        // What can be known before the work is told before it.
        return !Directory.Exists(path) ? (path, format) : throw new UsageException($"`--out {path}` is a folder; give a file in it, such as `--out {Path.Combine(path, "trials.npz")}`.");
    }

    private RecordPlan Plan(Call call, TrainedRun trained) => RecordPlan.Of(
        TestPlan.Of(trained, call.Settings, call.FlagNames, call.Get(sweep)),
        trained.Experiment((int)call.Get(trials)!.Value, (ulong)call.Get(seed)!.Value) with
        {
            Noise = call.Get(noise) == "true",
            KeepStates = true,
            Threads = Threads.Of(call.Get(threads)),
        },
        call.Get(exact), call.Get(step), call.Get(silence) ?? [],
        call.Get(periods)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private List<string> About(Call call, TrainedRun trained, RecordPlan what)
    {
        var (plan, experiment) = (what.Test, what.Experiment);
        var pinned = string.Concat(plan.Pinned.Select(pin => $", {pin.Key} {pin.Value}"));
        var swept = plan.Factor is null ? "" : $", {plan.Factor} {string.Join(" then ", plan.Tasks.Select(task => task.Value))}";
        var silenced = string.Concat((call.Get(silence) ?? []).Select(text => $", units {text} silent"));
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"Run {trained.Path}: {trained.Configuration.Task.Name}{pinned}{swept}, seed {experiment.Seed}, noise {(experiment.Noise ? "on" : "off")}{silenced}"
                + $"{(call.Get(periods) is { } cut ? $", periods {cut}" : "")}."),
        ];
    }

    // What was written: arrays with their shapes, or columns.
    private static JsonObject Write(Recording recording, string path, string format, IReadOnlyList<string> about)
    {
        if (format == "csv")
        {
            RecordingFile.WriteSteps(recording, path);
            return new() { ["columns"] = new JsonArray([.. new RecordingTable(recording).Headers.Select(header => JsonValue.Create(header))]) };
        }

        var layout = new RecordingLayout(recording, about, format == "mat" ? MatFile.Name : null);
        if (format == "mat")
        {
            RecordingFile.WriteMat(layout, path);
        }
        else
        {
            RecordingFile.WriteNpz(layout, path);
        }

        return new()
        {
            ["arrays"] = new JsonObject(layout.Arrays.Select(array => KeyValuePair.Create(
                format == "mat" ? MatFile.Name(array.Name) : array.Name,
                (JsonNode?)new JsonArray([.. array.Shape.Select(axis => JsonValue.Create(axis))])))),
        };
    }

    private static void Answer(Output output, TrainedRun trained, Recording recording, JsonObject written, string path)
    {
        var performance = recording.Performance;
        output.Line(string.Create(CultureInfo.InvariantCulture, $"{path}: {recording.TrialCount} trials of up to {recording.Steps} steps"));
        if (written["arrays"] is JsonObject arrays)
        {
            output.Table(["array", "shape"], [.. arrays.Select(array => new[] { array.Key, string.Join(" × ", array.Value!.AsArray()) })]);
        }
        else
        {
            // Of the many columns of rates, the first and the last say enough.
            string[] names = [.. written["columns"]!.AsArray().Select(name => (string)name!)];
            string[] rates = [.. names.Where(name => name.StartsWith("rate-", StringComparison.Ordinal))];
            output.Prose($"columns: {string.Join(", ", rates.Length < 3 ? names : [.. names.Except(rates), $"{rates[0]} to {rates[^1]}"])}");
        }

        var answer = new JsonObject
        {
            ["run"] = trained.Path,
            ["task"] = trained.Configuration.Task.Name,
            ["file"] = path,
            ["trials"] = recording.TrialCount,
            ["steps"] = recording.Steps,
            ["units"] = recording.Units,
            ["dt"] = recording.Dt.TotalSeconds,
            ["performance"] = performance.Conditions.Count > 0 ? Output.Number(performance.Overall) : null,
        };
        foreach (var (name, value) in written.ToList())
        {
            answer[name] = value!.DeepClone();
        }

        output.Result(answer);
    }

    private sealed record Progressed(string Where, int Done, int Trials) : IProgressLine
    {
        public string Brief() => ToString();

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Where}{Done} of {Trials} trials");
    }
}
