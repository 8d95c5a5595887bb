namespace Engram.App.Parsing;

/// <summary>How many threads work.</summary>
internal static class Threads
{
    /// <summary>What <c>--threads</c> does, for the help.</summary>
    public const string Help = "Threads that work, one for each core at most; they do not change the result (default: as many as that)";

    /// <summary>As many as were asked for, and no more than there are cores: more would wait for each other, and stop late.</summary>
    public static int Of(long? given) => (int)Math.Min(given ?? Environment.ProcessorCount, Environment.ProcessorCount);
}
