using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>How many events are replays, and in which direction.</summary>
/// <param name="Session">The session; empty for all together.</param>
/// <param name="Scored">Events that could be scored.</param>
/// <param name="Unscored">Events in which too few cells took part.</param>
/// <param name="Significant">Events that are replays.</param>
/// <param name="Forward">Replays that run forward; the others run in reverse.</param>
/// <param name="Chance">Share of events that chance alone makes replays.</param>
public sealed record ReplayCount(string Session, int Scored, int Unscored, int Significant, int Forward, double Chance)
{
    /// <summary>Replays that run in reverse.</summary>
    public int Reverse => Significant - Forward;

    /// <summary>Share of replays among the events that could be scored; null where there are none.</summary>
    public double? Share => Scored == 0 ? null : (double)Significant / Scored;

    /// <summary>Wilson's 95 % interval of the share.</summary>
    public (double Low, double High) Interval => Binomial.Wilson(Significant, Scored);

    /// <summary>Probability of so many replays or more by chance.</summary>
    public double PValue => Binomial.AtLeast(Significant, Scored, Chance);

    /// <summary>Share of the replays that run forward; null where there are none.</summary>
    public double? ForwardShare => Significant == 0 ? null : (double)Forward / Significant;

    /// <summary>Wilson's 95 % interval of the share that runs forward.</summary>
    public (double Low, double High) ForwardInterval => Binomial.Wilson(Forward, Significant);
}
