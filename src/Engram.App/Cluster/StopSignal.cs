using System.Runtime.InteropServices;

namespace Engram.App.Cluster;

/// <summary>SIGUSR1, by which a scheduler tells a job that its time is nearly over.</summary>
internal sealed class StopSignal : IDisposable
{
    // On Linux, where schedulers are.
    private const int Usr1 = 10;
    private readonly CancellationTokenSource source;
    private readonly PosixSignalRegistration? registration;

    /// <summary>Starts to listen.</summary>
    /// <param name="other">Another reason to stop.</param>
    public StopSignal(CancellationToken other)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(other);
        registration = !OperatingSystem.IsLinux() ? null : PosixSignalRegistration.Create((PosixSignal)Usr1, context =>
        {
            context.Cancel = true;
            Received = true;
            source.Cancel();
        });
    }

    /// <summary>Whether the signal came.</summary>
    public bool Received { get; private set; }

    /// <summary>Cancelled by the signal, or for the other reason.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        registration?.Dispose();
        source.Dispose();
    }
}
