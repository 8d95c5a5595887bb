using System.Diagnostics;
using Engram.Configuration;

namespace Engram.App.Terminal;

/// <summary>
/// Shows how far training is: one line that is rewritten on a terminal, and elsewhere a plain line now and then, the first and the last
/// report among them. Dispose of it before the result is printed.
/// </summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(1);
    private readonly TextWriter writer;
    private readonly bool live;
    private readonly Func<int> width;
    private readonly Func<TimeSpan> clock;
    private TimeSpan? shownAt;
    private IProgressLine? pending;

    /// <summary>A display that has shown nothing yet.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="live">Whether a line can be rewritten there.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="clock">Time since some start; null for a stopwatch.</param>
    public Progress(TextWriter writer, bool live, Func<int> width, Func<TimeSpan>? clock = null)
    {
        var watch = Stopwatch.StartNew();
        (this.writer, this.live, this.width, this.clock) = (writer, live, width, clock ?? (() => watch.Elapsed));
    }

    /// <summary>Takes a report; shows it unless the last one was shown just before.</summary>
    public void Report(IProgressLine report)
    {
        pending = report;
        var now = clock();
        if (shownAt is not { } last || now - last >= (live ? LiveInterval : PlainInterval))
        {
            shownAt = now;
            Show();
        }
    }

    /// <summary>Shows the last report if it was held back, and ends the line.</summary>
    public void Dispose()
    {
        Show();
        if (live && shownAt is not null)
        {
            writer.WriteLine();
        }

        shownAt = null;
    }

    private void Show()
    {
        if (pending is not { } report)
        {
            return;
        }

        pending = null;
        if (live)
        {
            var text = Visible.Of(report.Brief());

            // The last column stays empty: writing there wraps the line on some terminals.
            var room = Math.Max(1, width() - 1);
            writer.Write($"\r{(text.Length <= room ? text : text[..room])}\e[K");
        }
        else
        {
            writer.WriteLine(Visible.Of($"{report}"));
        }
    }
}
