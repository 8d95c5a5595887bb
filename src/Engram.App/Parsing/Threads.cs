namespace Engram.App.Parsing;

/// <summary>How many threads work.</summary>
internal static class Threads
{
    /// <summary>What <c>--threads</c> does, for the help.</summary>
    public const string Help = "Number of threads, at most one per core. The result does not depend on it (default: one per core)";

    /// <summary>As many as were asked for, and no more than there are cores: more would wait for each other, and stop late.</summary>
    public static int Of(long? given) => (int)Math.Min(given ?? Environment.ProcessorCount, Environment.ProcessorCount);
}
