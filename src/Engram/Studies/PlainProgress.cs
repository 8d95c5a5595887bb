using System.Diagnostics;
using Engram.Configuration;

namespace Engram.Studies;

/// <summary>Progress as plain lines: at most one a second, and the first and the last of each step.</summary>
/// <param name="writer">Where to.</param>
internal sealed class PlainProgress(TextWriter writer)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private string? step;
    private TimeSpan shown;

    public void Report(StudyProgress report)
    {
        var progress = report.Progress;
        if (report.Step != step || progress.Done + progress.Failed == progress.Total || clock.Elapsed - shown >= TimeSpan.FromSeconds(1))
        {
            (step, shown) = (report.Step, clock.Elapsed);
            writer.WriteLine(Visible.Of($"{report}"));
        }
    }
}
