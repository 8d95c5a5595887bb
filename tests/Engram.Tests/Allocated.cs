namespace Engram.Tests;

/// <summary>What code allocates each time that it runs.</summary>
internal static class Allocated
{
    private const int Runs = 5;

    /// <summary>
    /// The least that a run allocates on this thread. The runtime may allocate too, once, where it compiles a method anew in the middle of a run; what the
    /// code allocates, it allocates in every run.
    /// </summary>
    /// <param name="run">What is run; once before it is looked at.</param>
    public static long InEachRun(Action run)
    {
        run();
        var least = long.MaxValue;
        for (var k = 0; k < Runs && least > 0; k++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
