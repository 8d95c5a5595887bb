namespace Engram.Analysis;

/// <summary>The values of one gate.</summary>
/// <param name="Name">Its name, such as <c>f</c>.</param>
/// <param name="Mean">Mean over units, steps and trials.</param>
/// <param name="ShareOpen">Share of these that is above <see cref="GateActivity.Open"/>.</param>
/// <param name="ShareClosed">Share of these that is below 1 − <see cref="GateActivity.Open"/>.</param>
/// <param name="UnitMeans">Mean of each unit over steps and trials (N).</param>
/// <param name="Shares">Share of the values in each of twenty equal parts of 0 … 1, from low to high.</param>
/// <param name="Conditions">Over time, in trials of each condition.</param>
public sealed record GateTrace(
    string Name, double Mean, double ShareOpen, double ShareClosed, IReadOnlyList<double> UnitMeans, IReadOnlyList<double> Shares,
    IReadOnlyList<GateCondition> Conditions);

/// <summary>A gate over time in trials of one condition: the mean over trials of each unit, as a mean and quartiles over units.</summary>
/// <param name="Name">The condition; empty for none.</param>
/// <param name="Trials">Trials averaged.</param>
/// <param name="Mean">Mean over units at each step that all trials have, from the second on (T − 1).</param>
/// <param name="Low">First quartile over units (T − 1).</param>
/// <param name="High">Third quartile over units (T − 1).</param>
public sealed record GateCondition(string Name, int Trials, IReadOnlyList<double> Mean, IReadOnlyList<double> Low, IReadOnlyList<double> High);

/// <summary>For how long a state is remembered.</summary>
/// <param name="State">Its name, such as <c>c</c>.</param>
/// <param name="Period">The period; empty for the whole trial.</param>
/// <param name="Seconds">
/// Time constant of each unit, −dt / ⟨ln k⟩, where k is the share of the state that is kept over a step, and the mean runs over steps and trials; ∞
/// where all is kept (N).
/// </param>
public sealed record GateMemory(string State, string Period, IReadOnlyList<double> Seconds)
{
    /// <summary>A quantile of the time constants over units.</summary>
    /// <param name="share">0.5 for the median.</param>
    public double Quantile(double share) => Spread.Quantile(Seconds, share);
}
