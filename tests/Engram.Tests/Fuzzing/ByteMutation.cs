using System.Buffers.Binary;
using Engram.Numerics;

namespace Engram.Tests.Fuzzing;

/// <summary>Bytes with a few changes such as damage, or malice, would make: bits, lengths, digits, parts lost, repeated or from another file.</summary>
internal static class ByteMutation
{
    private const int MostChanges = 4, LongestPart = 64;

    private static readonly long[] Lengths =
        [0, 1, -1, 127, 128, 255, 65535, 65536, 1 << 24, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue, 1L << 40];

    /// <summary>The bytes, changed.</summary>
    /// <param name="seed">A file that can be read.</param>
    /// <param name="other">Another one, of which parts may be taken.</param>
    /// <param name="random">Where the changes come from; moves on.</param>
    public static byte[] Of(byte[] seed, byte[] other, ref RandomStream random)
    {
        var bytes = new List<byte>(seed);
        for (var change = random.NextInt(MostChanges); change >= 0 && bytes.Count > 0; change--)
        {
            Change(bytes, other, ref random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, byte[] other, ref RandomStream random)
    {
        var place = random.NextInt(bytes.Count);
        var length = Math.Min(1 + random.NextInt(LongestPart), bytes.Count - place);
        switch (random.NextInt(9))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.NextInt(8));
                break;
            case 1:
                bytes[place] = (byte)random.NextInt(256);
                break;
            case 2:
                WriteLength(bytes, place, ref random);
                break;
            case 3:
                bytes.RemoveRange(place, length);
                break;
            case 4:
                bytes.InsertRange(random.NextInt(bytes.Count + 1), bytes.GetRange(place, length));
                break;
            case 5:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 6 when other.Length > 0:
                var from = random.NextInt(other.Length);
                bytes.InsertRange(place, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                break;
            case 7:
                ChangeDigit(bytes, place, ref random);
                break;
            default:
                for (var i = place; i < place + length; i++)
                {
                    bytes[i] = (byte)random.NextInt(256);
                }

                break;
        }
    }

    // A number of one to eight bytes, in either order, as lengths and offsets are.
    private static void WriteLength(List<byte> bytes, int place, ref RandomStream random)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, Lengths[random.NextInt(Lengths.Length)] + random.NextInt(3) - 1);
        var width = 1 << random.NextInt(4);
        var written = number[..width];
        if (random.NextInt(4) == 0)
        {
            written.Reverse();
        }

        for (var i = 0; i < width && place + i < bytes.Count; i++)
        {
            bytes[place + i] = written[i];
        }
    }

    // Texts hold numbers too: shapes, offsets.
    private static void ChangeDigit(List<byte> bytes, int place, ref RandomStream random)
    {
        for (var i = place; i < bytes.Count; i++)
        {
            if (char.IsAsciiDigit((char)bytes[i]))
            {
                bytes[i] = (byte)('0' + random.NextInt(10));
                bytes.InsertRange(i, Enumerable.Repeat((byte)'9', random.NextInt(20)));
                return;
            }
        }
    }
}
