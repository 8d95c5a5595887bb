using System.Runtime.ExceptionServices;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// Threads that share a list of items. Which thread takes which item is not fixed; results must be stored by item and summed in order
/// afterwards.
/// </summary>
internal sealed class Workers : IDisposable
{
    private const int Spins = 20_000;

    // More threads than cores spin in each other's way; a few more are allowed, so that tests of them run anywhere.
    private const int LeastMost = 16;
    private readonly Thread[] threads;
    private readonly ManualResetEventSlim wake = new(false, 0);
    private Action<int, int>? work;
    private int items, taken, running, generation;
    private volatile bool stopping;
    private Exception? failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">Threads that work, the calling one included; many more than there are cores count as fewer.</param>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = Math.Min(count, Math.Max(LeastMost, 2 * Environment.ProcessorCount));
        threads = new Thread[Count - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            var worker = i + 1;
            threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"engram worker {worker}" };
            threads[i].Start();
        }
    }

    /// <summary>Threads that work, the calling one included.</summary>
    public int Count { get; }

    /// <summary>Calls <paramref name="action"/> with (worker, item) for every item, and returns when all are done.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="action">Called on any of the threads.</param>
    public void Run(int count, Action<int, int> action)
    {
        work = action;
        items = count;
        failure = null;
        Volatile.Write(ref taken, 0);
        Volatile.Write(ref running, threads.Length);
        Interlocked.Increment(ref generation);
        if (threads.Length > 0)
        {
            wake.Set();
        }

        Take(0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref running) > 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        if (failure is UsageException)
        {
            // What was done wrong is told as it is, whichever thread met it.
            ExceptionDispatchInfo.Throw(failure);
        }

        if (failure is not null)
        {
            throw new InvalidOperationException("A worker failed.", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping = true;
        Interlocked.Increment(ref generation);
        wake.Set();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        wake.Dispose();
    }

    private void Serve(int worker)
    {
        var seen = 0;
        while (true)
        {
            for (var i = 0; i < Spins && Volatile.Read(ref generation) == seen; i++)
            {
                Thread.SpinWait(10);
            }

            while (Volatile.Read(ref generation) == seen)
            {
                wake.Wait();
            }

            seen = Volatile.Read(ref generation);
            if (stopping)
            {
                return;
            }

            Take(worker);
            if (Interlocked.Decrement(ref running) == 0)
            {
                wake.Reset();
            }
        }
    }

    private void Take(int worker)
    {
        try
        {
            int item;
            while ((item = Interlocked.Increment(ref taken) - 1) < items)
            {
                work!(worker, item);
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            Volatile.Write(ref taken, items);
        }
    }
}
