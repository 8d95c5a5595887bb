using System.Globalization;

namespace Engram.Studies;

/// <summary>How far a sweep, or another list of pieces of work, is.</summary>
/// <param name="Done">Pieces that are finished, earlier ones included; without those that failed.</param>
/// <param name="Running">Pieces under way.</param>
/// <param name="Failed">Pieces that failed.</param>
/// <param name="Total">All pieces.</param>
/// <param name="Left">Time left, judged by the finished ones; null before they took a second in all.</param>
public sealed record SweepProgress(int Done, int Running, int Failed, int Total, TimeSpan? Left)
{
    /// <summary>How many began with a huge loss.</summary>
    public int Warned { get; init; }

    /// <summary>What was said of the first of them; null for none.</summary>
    public string? Warning { get; init; }

    /// <summary>In words: <c>3 of 55 done  2 running  1 failed  4 min left</c>.</summary>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Done} of {Total} done  {Running} running  {Failed} failed")
            + (Warned == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"  {Warned} began with a huge loss"));
        return Left is { } left && Done + Failed < Total ? $"{text}  {Words(left)} left" : text;
    }

    private static string Words(TimeSpan left) => Math.Ceiling(left.TotalSeconds) switch
    {
        < 60 and var s => $"{s} s",
        < 3600 and var s => $"{Math.Ceiling(s / 60)} min",
        var s => $"{Math.Floor(s / 3600)} h {Math.Floor(s % 3600 / 60)} min",
    };
}
