using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Simulation;

/// <summary>
/// Lets a network write answers to sources of a <see cref="TransductionTask"/>: at each step it keeps the most probable of all beginnings of an answer,
/// and those that have ended. A width of 1 is greedy: the most probable symbol at each step. Without noise. For one thread at a time.
/// </summary>
public sealed class BeamSearch : IDisposable
{
    private const int MostRows = 256, MostWidth = 100, Compared = 1000;
    private readonly TransductionTask task;
    private readonly Engine<float> engine;
    private readonly int width, steps, longest;

    /// <summary>Compiles the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="task">The task, whose symbols it knows.</param>
    /// <param name="dt">Length of a step; a symbol lasts one or more.</param>
    /// <param name="width">How many beginnings of an answer are kept at each step, 1 to 100.</param>
    /// <param name="threads">Threads that work.</param>
    /// <exception cref="UsageException">The width is out of range, or the network and the task do not fit each other.</exception>
    public BeamSearch(Network network, TransductionTask task, TimeSpan dt, int width, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (width is < 1 or > MostWidth)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"The width of a beam is {width}; give a whole number from 1, which is greedy, to {MostWidth}."));
        }

        steps = StepGrid.Count(task.Symbol, dt);
        if (steps < 1 || Enumerable.Range(1, Compared).Any(symbols => StepGrid.Count(StepGrid.Time(symbols, task.Symbol), dt) != symbols * steps))
        {
            throw new UsageException(
                $"A symbol lasts {TimeText.Format(task.Symbol)}, which is no whole number of steps of {TimeText.Format(dt)}; give a step that fits into it.");
        }

        (this.task, this.width, longest) = (task, width, task.MostWritten + 1);
        engine = Evaluation.Engine<float>(network, task, dt, MostRows, threads);
    }

    /// <summary>Lets the network answer.</summary>
    /// <param name="sources">The sources, by the places of their symbols in the alphabet; none empty.</param>
    /// <param name="cancel">Looked at between steps.</param>
    /// <returns>For each source the answers that ended or were as long as any, the most probable first; at least one.</returns>
    /// <exception cref="UsageException">A source is empty, or has a symbol that is none.</exception>
    public IReadOnlyList<IReadOnlyList<WrittenAnswer>> Write(IReadOnlyList<IReadOnlyList<int>> sources, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var known = task.Alphabets.Source.Count;
        if (sources.Index().FirstOrDefault(pair => pair.Item.Count == 0 || pair.Item.Any(symbol => symbol < 0 || symbol >= known)) is { Item: not null } wrong)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"Source {wrong.Index} (from 0) {(wrong.Item.Count == 0 ? "is empty" : "has a symbol that is none")}; give at least one symbol, each from 0 to {known - 1}."));
        }

        // Sources of one length go through the network together.
        var answers = new IReadOnlyList<WrittenAnswer>[sources.Count];
        foreach (var group in Enumerable.Range(0, sources.Count).GroupBy(k => sources[k].Count))
        {
            foreach (var chunk in group.Chunk(Math.Max(1, MostRows / width)))
            {
                var found = Write([.. chunk.Select(k => sources[k])], group.Key, cancel);
                foreach (var (place, k) in chunk.Index())
                {
                    answers[k] = found[place];
                }
            }
        }

        return answers;
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    private List<WrittenAnswer>[] Write(IReadOnlyList<int>[] sources, int length, CancellationToken cancel)
    {
        var batch = new BeamBatch(task, steps);
        engine.Stop = cancel;
        for (var k = 0; k < length; k++)
        {
            var place = task.ReverseSource ? length - 1 - k : k;
            engine.Forward(batch.Read([.. sources.Select(source => source[place])]));
        }

        List<WrittenAnswer>[] ended = [.. sources.Select(_ => new List<WrittenAnswer>())];
        List<Begun>[] begun = [.. sources.Select((_, k) => new List<Begun> { new([], 0, k) })];
        for (var step = 0; step < longest && begun.Any(list => list.Count > 0); step++)
        {
            engine.Forward(batch.Answer([.. begun.SelectMany(list => list)], isFirst: step == 0));
            var row = 0;
            for (var k = 0; k < sources.Length; k++)
            {
                begun[k] = GoOn(begun[k], ended[k], batch, ref row, step == longest - 1);
            }
        }

        return [.. ended.Select(list => list.OrderByDescending(answer => answer.LogProbability).Take(width).ToList())];
    }

    // The most probable of all that could follow: as many as the beam is wide, less those that have ended.
    private List<Begun> GoOn(List<Begun> begun, List<WrittenAnswer> ended, BeamBatch batch, ref int row, bool isLast)
    {
        var next = new List<(Begun Before, int Row, int Symbol, double LogProbability)>();
        foreach (var one in begun)
        {
            var own = row++;
            next.AddRange(batch.LogProbabilities(own).Select((log, symbol) => (one, own, symbol, one.LogProbability + log)));
        }

        var going = new List<Begun>();
        foreach (var (before, from, symbol, log) in next.OrderByDescending(one => one.LogProbability).Take(width - ended.Count))
        {
            var isEnd = symbol == task.Alphabets.Target.Count;
            int[] written = isEnd ? before.Written : [.. before.Written, symbol];
            if (isEnd || isLast)
            {
                ended.Add(new(written, log, isEnd));
            }
            else
            {
                going.Add(new(written, log, from));
            }
        }

        return going;
    }

    /// <summary>An answer that has begun.</summary>
    /// <param name="Written">Its symbols.</param>
    /// <param name="LogProbability">Its log probability.</param>
    /// <param name="Row">The row of the step before that it goes on from.</param>
    internal sealed record Begun(int[] Written, double LogProbability, int Row);
}

/// <summary>An answer that a network wrote.</summary>
/// <param name="Symbols">Its symbols, by their places in the alphabet, without the end.</param>
/// <param name="LogProbability">The natural logarithm of the probability that the network gives it, the end included where it ended.</param>
/// <param name="Ended">Whether the network ended it; otherwise it is as long as the task lets an answer be.</param>
public sealed record WrittenAnswer(IReadOnlyList<int> Symbols, double LogProbability, bool Ended);
