using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Benchmarking;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.App.Commands;

/// <summary><c>engram bench</c>: how long an update takes on this machine, and how much of the machine it uses.</summary>
internal sealed class BenchCommand : AppCommand
{
    private readonly Option<string[]> shapes = Flag.Texts(
        "--shape", "cell:N,T,B", "Cell, units, steps and trials. Can be given several times (default: eight shapes)");

    private readonly Option<string?> threads = Flag.Text("--threads", "list", "Numbers of threads, such as 1,2 (default 1 and 2)");
    private readonly Option<long?> rounds = Flag.Integer("--rounds", "Number of rounds over all shapes", 9, 1, 1000);
    private readonly Option<string?> time = Flag.Text("--time", "duration", "Time per shape and round (default 300ms)");
    private readonly Option<bool> decay = Flag.Switch(
        "--decay",
        "Let states and gradients decay towards zero. If this is slower, denormal numbers are not flushed");

    private readonly Option<string?> credit = Flag.Text(
        "--credit", "list", "Rules of credit by which errors go back, such as `back-propagation,rflo`, or `all`; each shape is measured with each (default `back-propagation`)");

    private readonly Option<bool> serve = Flag.Switch(
        "--serve", "Measure on request: read numbers of updates from stdin, answer with their milliseconds");

    private readonly Option<string?> fixedPoints = Flag.Text(
        "--fixed-points", "file", "Measure a fixed-point search of x ← tanh(W x + b) instead; the .npz holds w, b and starts");

    /// <inheritdoc/>
    public override string Summary => "Measures how fast this machine trains: complete updates, beside the peak of the processor.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["engram bench", "engram bench --shape gru:128,100,64 --threads 1", "engram bench --shape lstm:128,100,64 --credit all"];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Options.Add(shapes);
        command.Options.Add(threads);
        command.Options.Add(rounds);
        command.Options.Add(time);
        command.Options.Add(decay);
        command.Options.Add(credit);
        command.Options.Add(serve);
        command.Options.Add(fixedPoints);
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var chosen = call.Get(shapes) is { Length: > 0 } texts ? [.. texts.Select(BenchShape.Parse)] : BenchShape.Standard;
        var rules = Rules(call.Get(credit));
        chosen = [.. chosen.SelectMany(shape => rules.Select(rule => shape with { Decay = call.Get(decay), Credit = rule }))];
        var counts = Threads(call.Get(threads));
        if (call.Get(serve))
        {
            return Serve(chosen, counts, output, cancel);
        }

        if (call.Get(fixedPoints) is { } file)
        {
            return SearchPoints(file, call.Get(threads) is null ? 1 : counts[0], output, cancel);
        }

        var duration = call.Get(time) is { } text ? TimeText.Parse(text) : 300.Ms;
        var benchmark = new Benchmark(chosen, counts, (int)(call.Get(rounds) ?? 1), duration);
        var rows = benchmark.Run(output.Notice, cancel);
        output.Line($"{MachineFacts.Processor}, {Environment.ProcessorCount} cores, {FmaPeak.Instructions}");
        foreach (var (count, peak) in benchmark.Peaks)
        {
            output.Line($"peak on {Counted.Of(count, "thread")}: {peak.ToText("0")} GFLOP/s");
        }

        output.Line("Medians over the rounds [least, greatest]; a share is that of the peak in the same round.");
        output.Line();
        var compared = rules.Length > 1 && rules.Contains(BenchShape.Exact);
        output.Table(
            ["cell:N,T,B", "threads", "ms per update", "GFLOP/s", "share of peak", .. compared ? [$"processor time ÷ {BenchShape.Exact}"] : Array.Empty<string>()],
            [.. rows.Select(row => (string[])[.. Cells(row), .. compared ? [Ratio(row, rows)] : Array.Empty<string>()])]);
        output.Result(Answer(benchmark, rows));
        return ExitCode.Done;
    }

    private static string[] Cells(BenchRow row) =>
    [
        row.Shape.ToString(), row.Threads.ToString(CultureInfo.InvariantCulture), row.Milliseconds.ToText("0.00"), row.Gflops.ToText("0"),
        row.Share.ToText("0.00"),
    ];

    private static string Ratio(BenchRow row, IReadOnlyList<BenchRow> rows) => row.RelativeTo(
        rows.First(other => other.Threads == row.Threads && other.Shape == row.Shape with { Credit = BenchShape.Exact })).ToText("0.00");

    private static string[] Rules(string? list) => list switch
    {
        null => [BenchShape.Exact],
        "all" => [.. Credit.Rules.Keys],
        _ => [.. list.Split(',', StringSplitOptions.TrimEntries).Distinct().Select(rule => Credit.Named(rule) is var _ ? rule : "")],
    };

    private static JsonObject Answer(Benchmark benchmark, IReadOnlyList<BenchRow> rows) => new()
    {
        ["machine"] = MachineFacts.ToJson(),
        ["peaks"] = new JsonArray(
            [.. benchmark.Peaks.Select(peak => new JsonObject { ["threads"] = peak.Key, ["gflops"] = peak.Value.ToJson() })]),
        ["rows"] = new JsonArray([.. rows.Select(row => new JsonObject
        {
            ["shape"] = row.Shape.ToString(),
            ["cell"] = row.Shape.Cell,
            ["credit"] = row.Shape.Credit,
            ["units"] = row.Shape.Units,
            ["steps"] = row.Shape.Steps,
            ["trials"] = row.Shape.Trials,
            ["threads"] = row.Threads,
            ["updates"] = row.Updates,
            ["milliseconds"] = row.Milliseconds.ToJson(),
            ["processor"] = Spread.Of(row.Processor).ToJson(),
            ["gflops"] = row.Gflops.ToJson(),
            ["share"] = row.Share.ToJson(),
        })]),
    };

    private static int[] Threads(string? list)
    {
        int[] counts = [.. (list ?? "1,2").Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var n) ? n : 0)];
        var most = Math.Max(2, Environment.ProcessorCount);
        return counts.All(count => count >= 1 && count <= most) ? [.. counts.Distinct()] : throw new UsageException(
            $"`--threads {list}`: give whole numbers from 1 to {most} (the number of cores), separated by commas, such as `--threads 1,2`.");
    }

    private static int SearchPoints(string file, int threads, Output output, CancellationToken cancel)
    {
        var found = FixedPointBenchmark.Run(file, threads, cancel);
        output.Line(FormattableString.Invariant(
            $"{found["points"]!.AsArray().Count} points in {found["seconds"]!.GetValue<double>():0.00} s"));
        output.Result(found);
        return ExitCode.Done;
    }

    private static int Serve(IReadOnlyList<BenchShape> shapes, int[] threads, Output output, CancellationToken cancel)
    {
        if (shapes is not [var shape] || threads is not [var count] || output.Json)
        {
            throw new UsageException(
                "`--serve` takes one shape, one number of threads and no `--json`: "
                + "`engram bench --serve --shape leaky:100,250,20 --threads 1`.");
        }

        new BenchServer(Console.In, Console.Out).Run(shape, count, cancel);
        return ExitCode.Done;
    }
}
