using System.Runtime.ExceptionServices;

namespace Engram.Studies;

/// <summary>Threads that do the same until nothing is left, for pieces of work that take seconds.</summary>
internal static class LongJobs
{
    /// <summary>Calls <paramref name="work"/> on some threads and waits for all; what one throws is thrown here.</summary>
    /// <param name="count">How many threads.</param>
    /// <param name="work">Returns when there is nothing left to do.</param>
    public static void Run(int count, Action work)
    {
        Exception? failure = null;
        var threads = Enumerable.Range(0, count).Select(_ => new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        })
        { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
