using System.Globalization;
using Engram.Configuration;

namespace Engram.Equations;

/// <content>Time constants that are learned.</content>
public sealed partial class Step
{
    /// <summary>
    /// τ in seconds, one a unit, learned between two bounds: τ = τ_min + (τ_max − τ_min) / (1 + e⁻ᵛ), where v is the raw parameter.
    /// </summary>
    /// <param name="name">Name of the vector, such as <c>tau</c>.</param>
    /// <param name="begins">τ of each unit before learning (N), above the least and below the most.</param>
    /// <param name="least">τ_min, not shorter than a step.</param>
    /// <param name="most">τ_max.</param>
    /// <exception cref="UsageException">The bounds or the beginnings are not allowed.</exception>
    public Node TimeConstants(string name, IReadOnlyList<TimeSpan> begins, TimeSpan least, TimeSpan most)
    {
        ArgumentNullException.ThrowIfNull(begins);
        StepNumbers.Units(begins.Count, "the time constants", name);
        if (least < Dt || least <= TimeSpan.Zero || most <= least)
        {
            throw new UsageException(least >= Dt
                ? $"Time constants are learned from `TauMin`, {TimeText.Format(least)}, to `TauMax`, {TimeText.Format(most)}; set `TauMax` above `TauMin`."
                : $"Time constants are learned from `TauMin`, {TimeText.Format(least)}, which is shorter than a step of {TimeText.Format(Dt)}; set `TauMin` "
                    + $"to at least {TimeText.Format(Dt)}, or a smaller `Dt`.");
        }

        var outside = begins.ToList().FindIndex(tau => tau <= least || tau >= most);
        if (outside >= 0)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The time constant of unit {outside} begins at {TimeText.Format(begins[outside])}, but it is learned between `TauMin`, {TimeText.Format(least)}, and "
                + $"`TauMax`, {TimeText.Format(most)}, and must begin between the two; set `Tau` within them, or a wider range."));
        }

        var range = new TimeConstantRange(least.TotalSeconds, most.TotalSeconds, [.. begins.Select(tau => tau.TotalSeconds)]);
        return new ParameterNode(algebra, Parameter(name, ParameterRole.TimeConstant, begins.Count, 1, range: range));
    }

    /// <summary>α = dt/τ of each unit.</summary>
    /// <param name="tau">τ in seconds, as <see cref="TimeConstants"/> gives it.</param>
    public Node Alpha(Node tau) => algebra.Constant(Dt.TotalSeconds) / tau;

    /// <summary>√a, of what is above 0.</summary>
    /// <param name="a">Its argument.</param>
    public Node Root(Node a) => algebra.Apply(ElementFunction.Exp, 0.5 * algebra.Apply(ElementFunction.Log, a));
}
