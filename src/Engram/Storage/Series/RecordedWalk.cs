using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>
/// A way that an animal went, from a file of one's own: a table of text (csv, tsv) with the columns <c>x</c> and <c>y</c> in metres, and perhaps <c>heading</c> in radians and <c>time</c> in seconds, or
/// arrays of these names (npz, MATLAB and others). A walk is a stretch of it, which begins anywhere in it; places between samples lie on straight lines.
/// </summary>
/// <remarks>
/// Without a heading, the animal heads where it goes. Stretches with gaps in x or y are not used. The written form has the SHA-256 of the file, and a file with another is refused: <c>recorded(rat.csv)</c>
/// becomes <c>recorded(rat.csv, sha256 …)</c>.
/// </remarks>
/// <param name="File">The file, by its path, which has neither a comma nor a space.</param>
/// <param name="Interval">Seconds from one sample to the next, where the file has no column of the time.</param>
/// <param name="Sha256">SHA-256 of the file, in hexadecimal; empty to take the file as it is.</param>
public sealed record RecordedWalk(string File, [property: Range(0, 1e6, Above = true)] double Interval = 0.02, string Sha256 = "") : Walk
{
    // How far outside of the room, in metres, is taken for rounding.
    private const double Slack = 1e-6;

    /// <summary>SHA-256 of the file, in hexadecimal; empty where it cannot be read, which a task that uses it tells.</summary>
    public string Sha256 { get => field.Length > 0 ? field : Hash(); init; } = Sha256;

    /// <summary>Whether it is the same file with the same content, whether or not the SHA-256 was given.</summary>
    public bool Equals(RecordedWalk? other) => other is not null && (File, Interval, Sha256) == (other.File, other.Interval, other.Sha256);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(File, Interval);

    /// <inheritdoc/>
    internal override void Check(Arena arena, TimeSpan longest, ICollection<string> faults)
    {
        RecordedPath path;
        try
        {
            path = RecordedPath.Read(File, Interval);
        }
        catch (UsageException fault)
        {
            foreach (var one in fault.Faults)
            {
                faults.Add(one);
            }

            return;
        }

        if (!path.Sha256.Equals(Sha256, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"`Walk` has the SHA-256 {Sha256}, but that of '{File}' is {path.Sha256}, so it was changed; restore the file, or leave the SHA-256 out to take it as it is.");
        }

        if (path.Outside(arena, Slack) is { } row)
        {
            faults.Add(FormattableString.Invariant(
                $"In '{File}' the animal is at ({path.X(row)}, {path.Y(row)}) in sample {row + 1}, outside of `Arena` ({arena}); give a larger room, or the file in metres."));
        }

        if (path.Starts(longest).Count == 0)
        {
            faults.Add($"'{File}' has no stretch of {TimeText.Format(longest)} without a gap; shorten `Path`, fill the gaps, or give a longer file.");
        }
    }

    /// <inheritdoc/>
    internal override void Go(Arena arena, TimeSpan dt, Span<Walker> way, ref RandomStream random)
    {
        var path = RecordedPath.Read(File, Interval);
        var starts = path.Starts((way.Length - 1) * dt);
        var from = starts[random.NextInt(starts.Count)] * path.Every;
        for (var t = 0; t < way.Length; t++)
        {
            way[t] = path.At(from + (t * dt.TotalSeconds));
        }
    }

    private string Hash()
    {
        try
        {
            return RecordedPath.Read(File, Interval).Sha256;
        }
        catch (UsageException)
        {
            return "";
        }
    }
}
