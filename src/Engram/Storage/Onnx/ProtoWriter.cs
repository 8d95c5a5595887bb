using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Engram.Storage;

/// <summary>
/// Writes the messages of protocol buffers: fields of (number, type) and value. Source: protobuf.dev, "Encoding". Only what ONNX needs.
/// </summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>A whole number.</summary>
    public ProtoWriter Add(int field, long value)
    {
        Tag(field, 0);
        Varint((ulong)value);
        return this;
    }

    /// <summary>A text.</summary>
    public ProtoWriter Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within this one.</summary>
    public ProtoWriter Add(int field, ProtoWriter message) => Add(field, message.bytes.WrittenSpan);

    /// <summary>Bytes.</summary>
    public ProtoWriter Add(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Varint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    /// <summary>Numbers as they lie in memory, which is little-endian.</summary>
    public ProtoWriter Add<T>(int field, T[] values)
        where T : unmanaged => Add(field, MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>All fields of another message, after those of this one.</summary>
    public void Append(ProtoWriter other) => bytes.Write(other.bytes.WrittenSpan);

    /// <summary>Writes all of it.</summary>
    public void CopyTo(Stream stream) => stream.Write(bytes.WrittenSpan);

    private void Tag(int field, int type) => Varint((ulong)((field << 3) | type));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Write([(byte)(value | 0x80)]);
        }

        bytes.Write([(byte)value]);
    }
}
