using System.Globalization;
using Engram.Configuration;
using Engram.Figures;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Sequences;

/// <summary>What a network writes in a task of pairs of sequences, greedily and by beam search, and where it errs.</summary>
public sealed record AnswersAnalysis : RunAnalysis
{
    /// <summary>How many beginnings of an answer beam search keeps at each step, the most probable ones; 1 is greedy.</summary>
    [Range(1, 100)]
    public int Beam { get; init; } = 5;

    /// <summary>Trials that are answered.</summary>
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 1000;

    /// <summary>Wrong answers that are printed.</summary>
    [Range(0, 1000)]
    public int Examples { get; init; } = 20;

    /// <summary>Seed of the trials.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Written answers";

    /// <inheritdoc/>
    public override string Summary =>
        "Lets the network answer trials that it was not trained on, without noise: greedily, where each symbol is the most probable one, and by beam search, "
        + "which keeps several beginnings of an answer at each step, so that a symbol that is less probable at first can lead to an answer that is more probable as a whole. The symbol error rate is the edit distance to the right answers, divided by their length.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task of pairs of sequences";

    /// <inheritdoc/>
    public override string Source => "Sutskever, Vinyals & Le 2014, Sequence to sequence learning with neural networks, doi:10.48550/arXiv.1409.3215.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        if (run.Configuration.Task is not TransductionTask)
        {
            throw new UsageException(
                $"In the task {run.Configuration.Task.Name} the network does not write an answer symbol by symbol; give a run of a task of pairs of sequences, such as reverse.");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var task = (TransductionTask)run.Configuration.Task;
        var recording = (run.Experiment(Trials, Seed) with { Noise = false, Threads = report.Threads }).Run(report.Cancel);
        var pairs = Enumerable.Range(0, recording.TrialCount).Where(trial => !recording.Trials[trial].IsCatch)
            .Select(trial => new WrittenPair(task, recording, trial)).ToList();
        List<WrittenMethod> methods = [Method("greedy", 1)];
        if (Beam > 1)
        {
            methods.Add(Method($"beam of {Beam}", Beam));
        }

        Write(report, task, pairs, methods);

        WrittenMethod Method(string name, int width)
        {
            using var search = new BeamSearch(run.Network, task, run.Configuration.Training.Dt, width, report.Threads);
            return new(name, [.. search.Write([.. pairs.Select(pair => pair.Source)], report.Cancel).Select(answers => answers[0])]);
        }
    }

    private void Write(StudyContext report, TransductionTask task, List<WrittenPair> pairs, List<WrittenMethod> methods)
    {
        report.Section("Errors");
        report.Table(
            $"Errors in {pairs.Count} trials. Whole answers with Wilson intervals of 95 %; the symbol error rate with an interval from 2000 resamples of the trials.",
            ["method", "symbol error rate", "whole answers wrong", "never ended"],
            [
                .. methods.Select(method => (IReadOnlyList<string>)
                [
                    method.Name, SymbolErrors(method, pairs), Share(method.Wrong(pairs).Count(wrong => wrong), pairs.Count),
                    $"{method.Answers.Count(answer => !answer.Ended)}",
                ]),
            ]);
        var lengths = pairs.Select(pair => pair.Target.Count).Distinct().Order().ToList();
        report.Figure(
            "errors-by-length",
            new LinesFigure
            {
                Curves = [.. methods.Select(method => ByLength(method, pairs, lengths))],
                X = new Axis("length of the right answer (symbols)"), Y = new Axis("share of whole answers that are wrong") { Minimum = 0 },
                Points = true, Whiskers = true,
            },
            "Share of whole answers that are wrong, by the length of the right one, with Wilson intervals of 95 %.");
        var last = methods[^1];
        var isWrong = last.Wrong(pairs);
        var wrong = pairs.Index().Where(pair => isWrong[pair.Index]).Take(Examples).ToList();
        if (wrong.Count > 0)
        {
            report.Table(
                $"Wrong answers by {last.Name}, the first {wrong.Count}, with the probability that the network gives each.",
                ["read", "right", "written", "probability"],
                [
                    .. wrong.Select(pair => (IReadOnlyList<string>)
                    [
                        Text(task.Alphabets.Source, pair.Item.Source), Text(task.Alphabets.Target, pair.Item.Target), Text(task.Alphabets.Target, last.Answers[pair.Index].Symbols),
                        Probability(last.Answers[pair.Index].LogProbability),
                    ]),
                ]);
        }

        report.Data(
            "answers",
            ["trial", "method", "read", "right", "written", "distance", "log_probability", "ended"],
            methods.SelectMany(method => pairs.Index().Select(pair => (IReadOnlyList<string>)
            [
                $"{pair.Item.Trial}", method.Name, Text(task.Alphabets.Source, pair.Item.Source), Text(task.Alphabets.Target, pair.Item.Target),
                Text(task.Alphabets.Target, method.Answers[pair.Index].Symbols), $"{method.Distance(pairs, pair.Index)}",
                Words.Exact(method.Answers[pair.Index].LogProbability), method.Answers[pair.Index].Ended ? "true" : "false",
            ])));
    }

    private static Curve ByLength(WrittenMethod method, List<WrittenPair> pairs, IReadOnlyList<int> lengths)
    {
        var wrong = method.Wrong(pairs);
        var counts = lengths.Select(length => pairs.Index().Where(pair => pair.Item.Target.Count == length).ToList())
            .Select(of => (Wrong: of.Count(pair => wrong[pair.Index]), Of: of.Count)).ToList();
        var intervals = counts.Select(count => Binomial.Wilson(count.Wrong, count.Of)).ToList();
        return new(method.Name, [.. lengths.Select(length => (double)length)], [.. counts.Select(count => (double)count.Wrong / count.Of)])
        {
            Low = [.. intervals.Select(interval => interval.Low)], High = [.. intervals.Select(interval => interval.High)],
        };
    }

    private string SymbolErrors(WrittenMethod method, List<WrittenPair> pairs)
    {
        double[] distances = [.. pairs.Select((_, k) => (double)method.Distance(pairs, k))], lengths = [.. pairs.Select(pair => (double)pair.Target.Count)];
        var draws = new RandomStream(new StreamKey(Seed, Purpose.Analysis), 0);
        var rates = new double[2000];
        foreach (ref var rate in rates.AsSpan())
        {
            var (wrong, of) = (0.0, 0.0);
            for (var k = 0; k < distances.Length; k++)
            {
                var drawn = (int)(draws.NextUniform() * distances.Length);
                (wrong, of) = (wrong + distances[drawn], of + lengths[drawn]);
            }

            rate = wrong / of;
        }

        Array.Sort(rates);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Words.Percent(distances.Sum() / lengths.Sum())} [{Words.Number(100 * rates[50], "0.0")}, {Words.Number(100 * rates[1949], "0.0")}]");
    }

    private static string Share(int wrong, int of)
    {
        var (low, high) = Binomial.Wilson(wrong, of);
        return $"{Words.Percent((double)wrong / of)} [{Words.Number(100 * low, "0.0")}, {Words.Number(100 * high, "0.0")}]";
    }

    private static string Probability(double logarithm) => Math.Exp(logarithm) is var p && p < 0.01 ? "< 0.01" : Words.Number(p);

    private static string Text(IReadOnlyList<string> alphabet, IReadOnlyList<int> symbols) => string.Join(' ', symbols.Select(symbol => alphabet[symbol]));
}
