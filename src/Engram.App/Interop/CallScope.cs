namespace Engram.App.Interop;

/// <summary>What one call from another language is known by, to all threads that work for it.</summary>
internal sealed class CallScope
{
    private static readonly AsyncLocal<CallScope?> Flowing = new();
    private int fault;

    /// <summary>The call for which this thread works; null for none.</summary>
    public static CallScope? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>The task in Python that the call is about; null for none.</summary>
    public PythonTask? Task { get; init; }

    /// <summary>The number of the first fault in the caller's own code; 0 for none.</summary>
    public int Fault => fault;

    /// <summary>Takes note of a fault in the caller's own code; the first counts.</summary>
    public void Note(int number) => Interlocked.CompareExchange(ref fault, number, 0);
}
