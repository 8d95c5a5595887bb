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
}
