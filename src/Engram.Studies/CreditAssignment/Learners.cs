namespace Engram.Studies.CreditAssignment;

/// <summary>The networks of one cell, task, lag and rule.</summary>
/// <param name="Cell">Name of the cell.</param>
/// <param name="Task">Name of the task.</param>
/// <param name="Lag">Steps.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Networks">What they learned, by seed.</param>
internal sealed record Learners(string Cell, string Task, int Lag, string Rule, IReadOnlyList<LagNetwork> Networks)
{
    /// <summary>Their scores.</summary>
    public IReadOnlyList<double> Scores => [.. Networks.Select(network => network.Score)];
}
