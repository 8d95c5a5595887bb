namespace Engram.Figures;

/// <summary>A number with its interval, and what it was computed from.</summary>
/// <param name="Name">What the figure calls it.</param>
/// <param name="Value">The number; NaN where there is none.</param>
/// <param name="Low">Lower end of the interval; what is not finite is not drawn.</param>
/// <param name="High">Upper end of the interval; likewise.</param>
internal sealed record Estimate(string Name, double Value, double Low, double High)
{
    /// <summary>The numbers that <see cref="Value"/> is of; drawn beside it.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>A few words beside them, such as <c>3 of 5</c>.</summary>
    public string Note { get; init; } = "";
}
