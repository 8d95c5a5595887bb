namespace Engram.Learning;

/// <summary>What an observation did to a curriculum.</summary>
internal enum CurriculumMove
{
    /// <summary>The stage stays.</summary>
    Stay,

    /// <summary>The stage was passed; the next one begins.</summary>
    Grow,

    /// <summary>A relapse; the stage before begins again.</summary>
    StepBack,
}
