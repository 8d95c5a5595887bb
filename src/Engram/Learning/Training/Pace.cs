namespace Engram.Learning;

/// <summary>
/// How many updates a second makes. The first is left out, for it includes compilation, and nothing is said before the others are enough to tell.
/// </summary>
internal sealed class Pace
{
    /// <summary>Seconds of work that an estimate rests on at least.</summary>
    public const double LeastSeconds = 1;

    private const long LeastUpdates = 5;
    private (long Update, double Seconds)? first;

    /// <summary>Updates per second; not a number before enough were seen.</summary>
    public double PerSecond { get; private set; } = double.NaN;

    /// <summary>Takes down that an update is made.</summary>
    /// <param name="update">Its number.</param>
    /// <param name="seconds">When, since some start.</param>
    public void Observe(long update, double seconds)
    {
        var (from, since) = first ??= (update, seconds);
        PerSecond = seconds - since >= LeastSeconds && update - from >= LeastUpdates ? (update - from) / (seconds - since) : double.NaN;
    }
}
