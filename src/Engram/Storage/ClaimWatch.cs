using System.Diagnostics;

namespace Engram.Storage;

/// <summary>Takes claims as they become free or lapse; remembers since when each has not changed. Used by one thread at a time.</summary>
/// <param name="folder">The folder of the claims.</param>
/// <param name="owner">Who takes them, in one line, for people.</param>
/// <param name="lease">How long a claim holds without a sign of life.</param>
internal sealed class ClaimWatch(string folder, string owner, TimeSpan lease)
{
    private readonly Dictionary<string, (RunClaim.Sight Sight, long Since)> seen = [];

    /// <summary>Takes a claim if it can be had now; null while another process holds it.</summary>
    /// <param name="name">What is claimed.</param>
    public RunClaim? TryTake(string name)
    {
        var sight = RunClaim.Look(folder, name);
        if (!sight.IsFree)
        {
            if (!seen.TryGetValue(name, out var before) || before.Sight != sight)
            {
                seen[name] = (sight, Stopwatch.GetTimestamp());
                return null;
            }

            if (Stopwatch.GetElapsedTime(before.Since) <= lease)
            {
                return null;
            }
        }

        seen.Remove(name);
        return RunClaim.TryTake(folder, name, sight, owner, lease);
    }
}
