using System.Text;

namespace Engram.App.Interop;

/// <summary>A writer whose text goes to a function of another language.</summary>
/// <param name="tell">The function: the ticket, and text in UTF-8 with its length.</param>
/// <param name="ticket">The number of the call.</param>
internal sealed unsafe class ToldWriter(delegate* unmanaged<long, byte*, int, void> tell, long ticket) : TextWriter
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (tell == null || buffer.IsEmpty)
        {
            return;
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(buffer.Length)];
        var count = Encoding.UTF8.GetBytes(buffer, bytes);

        // Several threads of one call may speak.
        lock (gate)
        {
            fixed (byte* start = bytes)
            {
                tell(ticket, start, count);
            }
        }
    }
}
