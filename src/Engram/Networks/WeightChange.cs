namespace Engram.Networks;

/// <summary>A block of effective weights that is scaled or shifted.</summary>
/// <param name="Parameter">Name of the matrix, such as <c>w_rec</c>.</param>
/// <param name="Change">What changes, where.</param>
/// <param name="Target"><inheritdoc/></param>
/// <param name="Value"><inheritdoc/></param>
internal sealed record WeightChange(string Parameter, Perturbation Change, string Target, double Value) : Intervention
{
    /// <inheritdoc/>
    public override string Target { get; } = Target;

    /// <inheritdoc/>
    public override double Value { get; } = Value;

    /// <inheritdoc/>
    public override Network Apply(Network network) => network.With(Parameter, Change);
}
