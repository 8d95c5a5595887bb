using Engram.Studies;

namespace Engram.App.Terminal;

/// <summary>Shows how far a study is, or a sweep, which is one step: the last report of each step stays to be seen.</summary>
/// <param name="output">Where to.</param>
internal sealed class StepProgress(Output output) : IDisposable
{
    private Progress? progress;
    private string? step;

    /// <summary>Takes a report.</summary>
    public void Report(StudyProgress report)
    {
        if (report.Step != step)
        {
            progress?.Dispose();
            (progress, step) = (output.Progress(), report.Step);
        }

        progress!.Report(new Line(report));
    }

    /// <summary>Says something between two reports, on a line of its own.</summary>
    public void Notice(string text)
    {
        progress?.Dispose();
        step = null;
        output.Notice(text);
    }

    /// <inheritdoc/>
    public void Dispose() => progress?.Dispose();

    private sealed record Line(StudyProgress Progress) : IProgressLine
    {
        public string Brief() => Progress.ToString();

        public override string ToString() => Progress.ToString();
    }
}
