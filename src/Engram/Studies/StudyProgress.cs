namespace Engram.Studies;

/// <summary>Which step a study is at, and how far that is.</summary>
/// <param name="Step">The step in a few words.</param>
/// <param name="Progress">How far it is.</param>
internal sealed record StudyProgress(string Step, SweepProgress Progress)
{
    /// <summary>In words, on one line.</summary>
    public override string ToString() => $"{Step}: {Progress}";
}
