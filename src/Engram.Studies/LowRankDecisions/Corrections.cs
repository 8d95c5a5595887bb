namespace Engram.Studies.LowRankDecisions;

/// <summary>What the report got wrong and why, each point both ways.</summary>
internal static class Corrections
{
    /// <summary>Writes the sections.</summary>
    public static void Run(Plan plan, Deciding deciding, Comparing comparing)
    {
        WrongResampling.Run(plan, deciding);
        OneFixedPoint.Run(plan, deciding);
        WrongCircuitOfOne.Run(plan, deciding);
        ReversedCircuit.Run(plan, comparing);
        WrongLatents.Run(plan, comparing);
        Plateau.Run(plan, comparing);
        WeakReadout.Run(plan, deciding);
    }
}
