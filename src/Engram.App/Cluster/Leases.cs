using Engram.Configuration;

namespace Engram.App.Cluster;

/// <summary>The value of <c>--lease</c>.</summary>
internal static class Leases
{
    /// <summary>The default.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(60);

    // Shorter than this, a busy file server would look like a death.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2), Most = TimeSpan.FromHours(1);

    /// <summary>Reads it.</summary>
    /// <param name="text">What the user wrote; null for the default.</param>
    /// <exception cref="UsageException">Not a time, or one that cannot be meant.</exception>
    public static TimeSpan Of(string? text) => text is null ? Default
        : TimeText.TryParse(text, out var lease, out _) && lease >= Least && lease <= Most ? lease
        : throw new UsageException($"`--lease {text}`: give a time from 2s to 1h, such as `--lease 60s`.");
}
