using System.Globalization;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Ridge regression (Hoerl &amp; Kennard 1970): W = (Φ̃ᵀΦ̃ + λ 1)⁻¹ Φ̃ᵀỸ with φ̃ = φ − φ̄ and ỹ = y − ȳ, b = ȳ − W φ̄, which is not penalised. Samples
/// are summed as they come, so that memory does not grow with the series. Of several λ the one of the lowest validation loss is kept.
/// </summary>
[Cite("10.1080/00401706.1970.10488634", "Hoerl & Kennard 1970, Ridge regression: biased estimation for nonorthogonal problems")]
[Cite("10.1007/978-3-642-35289-8_36", "Lukoševičius 2012, A practical guide to applying echo state networks")]
public sealed record RidgeRule : ReadoutRule
{
    /// <inheritdoc/>
    public override string Summary => "Ridge regression of the targets on all samples at once.";

    /// <summary>λ, one or several to choose from; added to the sum over samples, not to their mean.</summary>
    public IReadOnlyList<double> Regularisation
    {
        get;
        init => field = value is { Count: > 0 } && value.All(lambda => lambda >= 0 && double.IsFinite(lambda)) ? [.. value.Distinct().Order()]
            : throw new UsageException($"`Regularisation` is {Text(value)}; give one or several numbers of at least 0, such as 1e-6 or 1e-8,1e-6,1e-4.");
    } = [1e-6];

    /// <inheritdoc/>
    public bool Equals(RidgeRule? other) => other is not null && Steps == other.Steps && Regularisation.SequenceEqual(other.Regularisation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Steps, Regularisation.Count, Regularisation[0]);

    /// <inheritdoc/>
    internal override ReadoutFit Begin(ReadoutShape shape) => new RidgeFit(shape, Regularisation);

    private static string Text(IReadOnlyList<double>? values) =>
        values is { Count: > 0 } ? string.Join(",", values.Select(value => value.ToString(CultureInfo.InvariantCulture))) : "empty";
}
