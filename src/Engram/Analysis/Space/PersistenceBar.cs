namespace Engram.Analysis;

/// <summary>For which distances between points there is a loop, or another feature of their shape.</summary>
/// <param name="Birth">From which distance on.</param>
/// <param name="Death">Up to which distance.</param>
public readonly record struct PersistenceBar(double Birth, double Death)
{
    /// <summary>How long it lasts.</summary>
    public double Length => Death - Birth;
}
