namespace Engram.Studies;

/// <summary>What a search looks for. A network that diverged or failed has no objective and counts as the worst.</summary>
public enum SearchObjective
{
    /// <summary>The least validation loss, with penalties, at the last check.</summary>
    Loss,

    /// <summary>The least root mean squared error at the last check.</summary>
    Error,

    /// <summary>The greatest share of correct answers at the last check, over all trials.</summary>
    Overall,

    /// <summary>The greatest share of correct answers at the last check in the worst condition.</summary>
    Minimum,

    /// <summary>The fewest updates to the criterion. A network that did not meet it has no objective.</summary>
    Updates,
}
