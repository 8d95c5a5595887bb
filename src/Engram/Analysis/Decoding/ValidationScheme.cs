namespace Engram.Analysis;

/// <summary>Which trials are left out of the fit of a decoder that they are tested with.</summary>
public enum ValidationScheme
{
    /// <summary>One of several parts drawn at random, each with its share of every class.</summary>
    Folds,

    /// <summary>One of several runs of consecutive trials, as the runs of a scanner: trials that lie close in time are not told apart by their time.</summary>
    Runs,
}
