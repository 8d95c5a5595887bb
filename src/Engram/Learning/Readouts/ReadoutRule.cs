using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// A way to learn the readout alone, of a network whose other weights stay as they were drawn: no error goes back through time, so none of what that
/// needs is derived, compiled or kept. A new one is one record in one file.
/// </summary>
/// <remarks>
/// All learn W in z = W φ + b from samples (φ, y), one for each step with a target: φ is what the outputs are made of (rates, and for some cells inputs
/// and squares of rates), y the target. Sums run in double precision. A target counts fully wherever its weight is above 0.
/// </remarks>
public abstract record ReadoutRule
{
    /// <summary>The rules of the library.</summary>
    public static Catalog<ReadoutRule> Catalog { get; } = new();

    /// <summary>Name on the command line: the type's name without <c>Rule</c> at its end, in kebab-case.</summary>
    public string Name => Catalog<ReadoutRule>.NameOf(this);

    /// <summary>One sentence: what it is.</summary>
    public abstract string Summary { get; }

    /// <summary>From which steps of a trial with targets it learns.</summary>
    public ReadoutSteps Steps { get; init; }

    /// <summary>Whether weights change from sample to sample.</summary>
    internal virtual bool IsOnline => false;

    /// <summary>Whether what goes back to the network is what it puts out, rather than the target.</summary>
    internal virtual bool FeedsBackOutputs => false;

    /// <summary>Begins to learn.</summary>
    /// <param name="shape">How many numbers a sample has.</param>
    internal abstract ReadoutFit Begin(ReadoutShape shape);
}

/// <summary>From which steps of a trial a readout is learned.</summary>
public enum ReadoutSteps
{
    /// <summary>From each step that has a target.</summary>
    Every,

    /// <summary>From the last step that has a target: one sample for each trial, as for a class that is named at the end.</summary>
    Last,
}

/// <summary>Of what samples a readout is learned.</summary>
/// <param name="Features">F, the length of φ.</param>
/// <param name="Outputs">O, the length of y.</param>
/// <param name="HasBias">Whether b is learned; otherwise it is 0.</param>
/// <param name="Blocks">How many blocks of trials can be added up at the same time.</param>
internal sealed record ReadoutShape(int Features, int Outputs, bool HasBias, int Blocks);
