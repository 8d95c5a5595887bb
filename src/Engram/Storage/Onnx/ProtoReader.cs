using System.Buffers.Binary;

namespace Engram.Storage;

/// <summary>Reads the fields of one message of protocol buffers, trusting nothing; a message within it is another reader.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> rest = message;

    /// <summary>Number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>Its value where it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes where it is a text, a message or packed numbers; also those of a number of fixed width.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether it is a text, a message or packed numbers.</summary>
    public bool IsBytes { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="FormatException">The message is broken.</exception>
    public bool Next()
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint(ref rest);
        Field = tag >> 3 is > 0 and <= int.MaxValue >> 3 and var field ? (int)field : throw new FormatException();
        Number = 0;
        Bytes = [];
        IsBytes = (tag & 7) == 2;
        switch (tag & 7)
        {
            case 0:
                Number = Varint(ref rest);
                break;
            case 1:
                Bytes = Take(8);
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Bytes);
                break;
            case 2:
                Bytes = Take(Varint(ref rest));
                break;
            case 5:
                Bytes = Take(4);
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Bytes);
                break;
            default:
                throw new FormatException();
        }

        return true;
    }

    /// <summary>Takes a number of up to ten bytes off the front.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var k = 0; k < bytes.Length && k < 10; k++)
        {
            value |= (ulong)(bytes[k] & 0x7f) << (7 * k);
            if (bytes[k] < 0x80)
            {
                bytes = bytes[(k + 1)..];
                return value;
            }
        }

        throw new FormatException();
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            throw new FormatException();
        }

        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
