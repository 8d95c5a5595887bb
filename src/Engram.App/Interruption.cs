using System.Runtime.InteropServices;

namespace Engram.App;

/// <summary>
/// Turns the first Ctrl-C, or the termination signal of a scheduler, into a request to stop in good order.
/// The second ends the process at once, and so does what has not stopped within a second: files are whole at any moment.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.8);
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Timer timer;

    // SIGHUP keeps its default: a handler would undo nohup.

    /// <summary>Starts to listen.</summary>
    /// <param name="overdue">Called when a second is nearly over and the work has not stopped.</param>
    public Interruption(Action overdue)
    {
        timer = new Timer(_ => overdue());
        registrations =
            [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        timer.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !source.IsCancellationRequested;
        timer.Change(Patience, Timeout.InfiniteTimeSpan);
        source.Cancel();
    }
}
