using System.Text;

namespace Engram.Numerics;

/// <summary>Indices of streams that belong to something with a name.</summary>
internal static class StreamIndex
{
    /// <summary>The FNV-1a hash of a name, so that what is drawn for it does not depend on what else there is.</summary>
    /// <param name="name">The name.</param>
    public static long Of(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return (long)hash;
    }

    /// <summary>The hash of a name and a number.</summary>
    /// <param name="name">The hash of the name.</param>
    /// <param name="number">The number.</param>
    public static long Of(long name, long number)
    {
        var hash = (ulong)name;
        for (var shift = 0; shift < 64; shift += 8)
        {
            hash = (hash ^ (byte)(number >> shift)) * 1099511628211UL;
        }

        return (long)hash;
    }
}
