using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// Two cells in a row, for pairs of sequences. While go = 0 the encoder reads the source: e ← E(e, u). At the first step of the answer (start = 1) the
/// decoder begins with what the encoder has become, d = e, or d = V r_e + c for each of its states; while go = 1 it writes the answer: d ← D(d, u),
/// z = W_out r_d + b_out. Whichever is not at work keeps its states.
/// </summary>
/// <remarks>
/// start and go are the last two input channels of the task. The decoder reads in u what was written in the step before, as the task gives it. Both have N units.
/// </remarks>
[Cite(
    "10.3115/v1/D14-1179",
    "Cho et al. (2014). Learning phrase representations using RNN encoder-decoder for statistical machine translation.")]
[Cite("10.48550/arXiv.1409.3215", "Sutskever, Vinyals & Le (2014). Sequence to sequence learning with neural networks.")]
public sealed record EncoderDecoderCell : Cell
{
    private const string Start = "start", Go = "go";

    /// <summary>The cell that reads: a name, and settings after colons, such as <c>gru</c> or <c>lstm:forget-bias=1</c>.</summary>
    public string Encoder { get; init => field = CellText.Checked(value); } = "gru";

    /// <summary>The cell that writes, given as <see cref="Encoder"/> is.</summary>
    public string Decoder { get; init => field = CellText.Checked(value); } = "gru";

    /// <summary>With what the decoder begins.</summary>
    public Bridge Bridge { get; init; }

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => CellText.Cell(Decoder, Units).HasNonNegativeRates;

    /// <inheritdoc/>
    public override IReadOnlyList<string> NeededInputs => [Start, Go];

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        if (step.Input.Width < NeededInputs.Count)
        {
            throw new UsageException($"It needs a task whose last two inputs are '{Start}' and '{Go}', such as reverse, but there are only {step.Input.Width} inputs; choose such a task.");
        }

        var (start, go) = (step.Channel(Start, step.Input.Width - 2), step.Channel(Go, step.Input.Width - 1));
        var (encoder, decoder) = (step.Part("enc"), step.Part("dec"));
        CellText.Cell(Encoder, Units).DefinePart(encoder);
        CellText.Cell(Decoder, Units).DefinePart(decoder);
        var (read, written) = (step.Adopt(encoder), step.Adopt(decoder));

        // e ← e + (1 − go)(E(e, u) − e)
        foreach (var (e, next) in read)
        {
            step.Next(e, e + ((1 - go) * (next - e)));
        }

        // d ← d + go (D(d + start (b − d), u) − d)
        var (begun, done) = (new Dictionary<Node, Node>(), new Dictionary<Node, Node>());
        foreach (var (k, (d, _)) in written.Index())
        {
            begun[d] = d + (start * (Begins(step, k, read, written, encoder.Rates) - d));
        }

        if (!Step.ReadsStates(written.Select(one => one.Next)))
        {
            throw new UsageException(
                $"The decoder {Decoder} reads none of its states, so nothing of the source would reach it; choose a decoder that does, such as gru.");
        }

        foreach (var (d, next) in written)
        {
            step.Next(d, d + (go * (Step.Beginning(next, begun, done) - d)));
        }

        step.Rate(decoder.Rates);
    }

    private Node Begins(
        Step step, int k, IReadOnlyList<(Node State, Node Next)> read, IReadOnlyList<(Node State, Node Next)> written, Node rates)
    {
        if (Bridge == Bridge.Linear)
        {
            var name = written.Count == 1 ? "bridge" : FormattableString.Invariant($"bridge{k + 1}");
            return step.Project($"w_{name}", rates, written[k].State.Width) + step.Bias($"b_{name}", written[k].State.Width);
        }

        return read.Count == written.Count && read.Zip(written).All(pair => pair.First.State.Width == pair.Second.State.Width) ? read[k].State
            : throw new UsageException(
                $"`Bridge` is copy, but the states of the encoder {Encoder} are not those of the decoder {Decoder}; set `Bridge = linear`.");
    }
}

/// <summary>With what a decoder begins.</summary>
public enum Bridge
{
    /// <summary>The states of the encoder, as in Sutskever et al. (2014).</summary>
    Copy,

    /// <summary>A linear function of the encoder's rates for each of its states, as in Cho et al. (2014) without their tanh.</summary>
    Linear,
}
