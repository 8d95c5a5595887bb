namespace Engram.App.Terminal;

/// <summary>How far something is, as one line; <see cref="object.ToString"/> gives it in full, for files and pipes.</summary>
internal interface IProgressLine
{
    /// <summary>The line with its essentials within 80 columns, for a terminal.</summary>
    string Brief();
}
