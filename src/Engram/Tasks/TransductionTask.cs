using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Read a sequence of symbols, then write another one and an end. In the answer the network sees at each step what was written in the step before:
/// in training the right symbol, by teacher forcing, and in validation and test what it wrote itself, the most active output.
/// </summary>
/// <remarks>
/// Symbols are one-hot and last <see cref="Symbol"/>, which is one step where it is dt, and as many steps as fit where dt is shorter; a longer dt is
/// refused. The loss covers the target and its end. An answer is right when what was written up to its first end is the target. Outside training, an
/// answer lasts as long as the longest target and its end, so that one that is too long can be seen.
/// </remarks>
[Cite("10.48550/arXiv.1409.3215", "Sutskever, Vinyals & Le 2014, Sequence to sequence learning with neural networks")]
[Cite("10.1162/neco.1989.1.2.270", "Williams & Zipser 1989, A learning algorithm for continually running fully recurrent neural networks (teacher forcing)")]
[Cite("10.48550/arXiv.1506.03099", "Bengio et al. 2015, Scheduled sampling for sequence prediction with recurrent neural networks")]
public abstract partial record TransductionTask : ClosedLoopTask
{
    // What a trial remembers: whether it depends on what is written; the symbol that was fed back, from 1; the length of the target; its symbols, each
    // less than 0 where the network is to see its own instead.
    private const int Depends = 0, Fed = 1, Length = 2, Symbols = 3;
    private const string Part = "symbol";
    private static readonly string[] Errors = ["symbol-error"];

    /// <summary>Without a baseline and without noise.</summary>
    protected TransductionTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>How long one symbol lasts.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Symbol { get; init; } = 20.Ms;

    /// <summary>Whether the source is shown from its last symbol to its first, as Sutskever et al. (2014) do.</summary>
    public bool ReverseSource { get; init; }

    /// <summary>Probability, in training, that the network sees the right symbol of the step before rather than the one that it wrote.</summary>
    [Range(0, 1)]
    public double TeacherForcing { get; init; } = 1;

    /// <summary>To what that probability falls, along a straight line; none to leave it.</summary>
    [Range(0, 1)]
    public double? TeacherForcingEnd { get; init; }

    /// <summary>Over how many of the first training trials it does.</summary>
    [Range(1, 1e15), Unit("trials")]
    public long TeacherForcingTrials { get; init; } = 100_000;

    /// <summary>The symbols; always the same object for the same settings, since drawing trials asks for it.</summary>
    public abstract Alphabets Alphabets { get; }

    /// <summary>The longest source that <see cref="Write"/> gives, in symbols.</summary>
    protected abstract int LongestSource { get; }

    /// <summary>The longest target that <see cref="Write"/> gives, in symbols without the end.</summary>
    protected abstract int LongestTarget { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Inputs => Alphabets.Inputs;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Outputs => Alphabets.Outputs;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Head> Heads => Alphabets.Heads;

    /// <summary>None: an answer is a sequence.</summary>
    public sealed override IReadOnlyList<string> Choices => [];

    /// <summary>The edit distance between what was written and the target, divided by the length of the target.</summary>
    public sealed override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    public sealed override int MemoryLength => Symbols + LongestTarget;

    /// <summary>Draws a source and its target, and sets the trial's condition.</summary>
    /// <param name="trial">The trial. Numbers beside its factors come from <see cref="Trial.Stream()"/>.</param>
    /// <param name="source">Where to write the source, by the places of its symbols.</param>
    /// <param name="target">Where to write the target, by the places of its symbols.</param>
    /// <returns>How many symbols each has; at least one.</returns>
    protected abstract (int Source, int Target) Write(Trial trial, Span<int> source, Span<int> target);

    /// <summary>The probability that a training trial sees the right symbol.</summary>
    /// <param name="index">Which trial of the stream.</param>
    internal double TeacherForcingAt(long index) =>
        TeacherForcing + (((TeacherForcingEnd ?? TeacherForcing) - TeacherForcing) * Math.Min(1, (double)index / TeacherForcingTrials));

    /// <inheritdoc/>
    protected sealed override void Compose(Trial trial)
    {
        Span<int> source = stackalloc int[LongestSource], target = stackalloc int[LongestTarget];
        var (read, written) = Write(trial, source, target);
        var reading = trial.Following("source", StepGrid.Time(read, Symbol));
        var answer = trial.Following("answer", StepGrid.Time((trial.IsTraining ? written : Math.Max(written, LongestTarget)) + 1, Symbol));
        for (var k = 0; k < read; k++)
        {
            trial.Input(source[ReverseSource ? read - 1 - k : k], 1, reading.Part(Part, k, Symbol));
        }

        var (sources, end) = (Alphabets.Source.Count, Alphabets.Target.Count);
        var memory = trial.Memory;
        var draws = trial.Stream();
        var forcing = trial.IsTraining ? TeacherForcingAt(trial.Index) : 0;
        trial.Input(sources + end, 1, answer.Part(Part, 0, Symbol));
        trial.Input(sources + end + 1, 1, answer);
        for (var k = 0; k <= written; k++)
        {
            var part = answer.Part(Part, k, Symbol);
            trial.OneHot(.., k < written ? target[k] : end, part);
            if (k == 0)
            {
                continue;
            }

            var isRight = draws.NextUniform() < forcing;
            memory[Symbols + k - 1] = isRight ? target[k - 1] : -1 - target[k - 1];
            if (isRight)
            {
                trial.Input(sources + target[k - 1], 1, part);
            }
            else
            {
                memory[Depends] = 1;
            }
        }

        memory[Length] = written;
    }
}
