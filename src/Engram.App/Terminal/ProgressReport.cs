namespace Engram.App.Terminal;

/// <summary>How far training is.</summary>
/// <param name="Update">Updates done.</param>
/// <param name="MaxUpdates">Updates after which training ends at the latest.</param>
/// <param name="Loss">Loss of the last batch.</param>
/// <param name="Error">Root mean squared error on validation trials; not a number before the first check.</param>
/// <param name="Performance">Share of validation trials answered correctly, 0 to 1; not a number before the first check.</param>
/// <param name="Minimum">The same for the worst condition.</param>
/// <param name="UpdatesPerSecond">Rate since the start.</param>
/// <param name="SecondsLeft">Time to <paramref name="MaxUpdates"/> at that rate; not a number when unknown.</param>
/// <param name="Stage">Stage of the curriculum in words; null without one.</param>
internal sealed record ProgressReport(
    long Update,
    long MaxUpdates,
    double Loss,
    double Error,
    double Performance,
    double Minimum,
    double UpdatesPerSecond,
    double SecondsLeft,
    string? Stage = null) : IProgressLine
{
    /// <summary>The report as one line in words, for files and pipes.</summary>
    public override string ToString() => Compose(
        $"update {Update} of {MaxUpdates}", "performance", "minimum", " updates/s", Duration(SecondsLeft));

    /// <inheritdoc/>
    public string Brief() => Compose($"update {Update}/{MaxUpdates}", "perf.", "min.", "/s", Clock(SecondsLeft));

    private string Compose(string count, string performance, string minimum, string rate, string left)
    {
        List<string> parts = [count];
        Add("loss ", Loss, Short(Loss), string.Empty);
        Add(performance + " ", 100 * Performance, "0.0", " %");
        Add(minimum + " ", 100 * Minimum, "0.0", " %");
        Add(string.Empty, UpdatesPerSecond, UpdatesPerSecond < 10 ? "0.0" : "0", rate);
        if (double.IsFinite(SecondsLeft))
        {
            parts.Add($"{left} left");
        }

        Add("error ", Error, Short(Error), string.Empty);
        if (Stage is not null)
        {
            parts.Add(Stage);
        }

        return string.Join("  ", parts);

        // Three digits of what four decimals do not show.
        static string Short(double value) => value is > 0 and < 0.001 ? "G3" : "0.####";

        void Add(string name, double value, string format, string unit)
        {
            if (double.IsFinite(value))
            {
                parts.Add(name + value.ToString(format, null) + unit);
            }
        }
    }

    private static string Duration(double seconds) => Whole(seconds) switch
    {
        < 60 and var s => $"{s} s",
        < 3600 and var s => $"{s / 60} min {s % 60} s",
        var s => $"{s / 3600} h {s % 3600 / 60} min",
    };

    private static string Clock(double seconds) => Whole(seconds) switch
    {
        < 3600 and var s => $"{s / 60}:{s % 60:00}",
        var s => $"{s / 3600}:{s % 3600 / 60:00}:{s % 60:00}",
    };

    private static long Whole(double seconds) => double.IsFinite(seconds) ? (long)Math.Ceiling(seconds) : 0;
}
