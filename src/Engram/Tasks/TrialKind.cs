namespace Engram.Tasks;

/// <summary>Which trial is composed.</summary>
internal enum TrialKind
{
    /// <summary>As drawn.</summary>
    Drawn,

    /// <summary>No catch trial, and every duration as short as it can be.</summary>
    Shortest,

    /// <summary>A catch trial.</summary>
    Catch,
}
