using System.Buffers.Binary;
using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Reads Python's pickles of protocols 2 to 5 as far as files of tensors need it. It knows no way to import or to call anything of Python:
/// names stay names, and only those of <see cref="TorchGlobals"/> are accepted. Source: CPython, <c>Lib/pickletools.py</c>.
/// </summary>
/// <param name="data">The pickle, and what stands around it.</param>
/// <param name="contents">For faults.</param>
/// <param name="start">Where in the data it begins.</param>
internal sealed class PickleMachine(byte[] data, ArrayContents contents, int start = 0)
{
    // Every operation makes at most one object.
    private const int MostOperations = 4_000_000;

    private static readonly object Mark = new();

    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memory = [];
    private int place = start;

    /// <summary>Where in the data the pickle ends, once it has been run.</summary>
    public int End => place;

    /// <summary>The storages that it names.</summary>
    public List<PickleStorage> Storages { get; } = [];

    /// <summary>The value that the pickle describes.</summary>
    /// <exception cref="UsageException">It names something that is not known, or is no valid pickle.</exception>
    public object? Run()
    {
        try
        {
            for (var operations = 0; operations < MostOperations; operations++)
            {
                if (Take(1)[0] is var operation && operation == '.')
                {
                    return Pop();
                }

                Do(operation);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or ArgumentException or OverflowException)
        {
            throw contents.Fault("its list of tensors is damaged, or not what PyTorch writes");
        }

        throw contents.Fault($"its list of tensors has more than {MostOperations} parts", "Save only the tensors that are needed");
    }

    private void Do(byte operation)
    {
        switch ((char)operation)
        {
            case '\x80':
                _ = Take(1);
                break;
            case '\x95':
                _ = Take(8);
                break;
            case '(':
                stack.Add(Mark);
                break;
            case '0':
                _ = Pop();
                break;
            case '1':
                _ = PopMark();
                break;
            case '2':
                stack.Add(Top());
                break;
            case 'N':
                stack.Add(null);
                break;
            case '\x88' or '\x89':
                stack.Add(operation == 0x88);
                break;
            case 'J' or 'K' or 'M' or '\x8a' or '\x8b':
                stack.Add(Whole(operation));
                break;
            case 'G':
                stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case 'X' or '\x8c' or '\x8d' or 'U' or 'T':
                stack.Add(Encoding.UTF8.GetString(Take(operation is (byte)'X' or (byte)'T' ? Length(4) : operation == 0x8d ? Length(8) : Length(1))));
                break;
            case 'B' or 'C' or '\x8e':
                // Bytes are no numbers of a network; that they are there is no fault.
                _ = Take(operation == 'B' ? Length(4) : operation == 'C' ? Length(1) : Length(8));
                stack.Add(null);
                break;
            case 'c':
                stack.Add(Global(Line(), Line()));
                break;
            case '\x93':
                var name = Pop() as string ?? throw new InvalidDataException();
                stack.Add(Global(Pop() as string ?? throw new InvalidDataException(), name));
                break;
            case 'Q':
                Storages.Add(TorchGlobals.Storage(Pop()));
                stack.Add(Storages[^1]);
                break;
            case 'R':
                var given = Pop() as PickleList ?? throw new InvalidDataException();
                stack.Add(TorchGlobals.Call(Pop() as PickleGlobal ?? throw new InvalidDataException(), given));
                break;
            case 'b':
                // What a dictionary is given beside its entries is the version of its modules.
                _ = Pop();
                _ = Top() as PickleDictionary ?? throw new InvalidDataException();
                break;
            case 'q' or 'r' or '\x94':
                memory[operation switch { (byte)'q' => Take(1)[0], (byte)'r' => BinaryPrimitives.ReadUInt32LittleEndian(Take(4)), _ => memory.Count }] = Top();
                break;
            case 'h' or 'j':
                stack.Add(memory.TryGetValue(operation == 'h' ? Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(Take(4)), out var known)
                    ? known : throw new InvalidDataException());
                break;
            default:
                Collect((char)operation);
                break;
        }
    }

    private void Collect(char operation)
    {
        switch (operation)
        {
            case '}':
                stack.Add(new PickleDictionary());
                break;
            case ')' or ']' or '\x8f':
                stack.Add(new PickleList());
                break;
            case 't' or 'l' or '\x91':
                var all = PopMark();
                stack.Add(List(all));
                break;
            case '\x85' or '\x86' or '\x87':
                var few = new object?[operation - '\x84'];
                for (var i = few.Length - 1; i >= 0; i--)
                {
                    few[i] = Pop();
                }

                stack.Add(List(few));
                break;
            case 'd':
                var entries = PopMark();
                var dictionary = new PickleDictionary();
                Set(dictionary, entries);
                stack.Add(dictionary);
                break;
            case 'a':
                var element = Pop();
                (Top() as PickleList ?? throw new InvalidDataException()).Add(element);
                break;
            case 'e' or '\x90':
                var elements = PopMark();
                (Top() as PickleList ?? throw new InvalidDataException()).AddRange(elements);
                break;
            case 's':
                var (value, key) = (Pop(), Pop());
                Set(Top() as PickleDictionary ?? throw new InvalidDataException(), [key, value]);
                break;
            case 'u':
                var items = PopMark();
                Set(Top() as PickleDictionary ?? throw new InvalidDataException(), items);
                break;
            default:
                throw new InvalidDataException();
        }
    }

    private PickleGlobal Global(string module, string name)
    {
        var full = $"{module}.{name}";
        return TorchGlobals.Knows(full) ? new(full) : throw contents.Fault(
            $"it names '{(full.Length > 200 ? full[..200] + "…" : full)}', which is no tensor; Engram executes nothing that stands in a file",
            "In Python, save the weights alone: torch.save(model.state_dict(), 'FILE.pt')");
    }

    private static PickleList List(IEnumerable<object?> values)
    {
        var list = new PickleList();
        list.AddRange(values);
        return list;
    }

    private static void Set(PickleDictionary dictionary, List<object?> items)
    {
        if (items.Count % 2 != 0)
        {
            throw new InvalidDataException();
        }

        for (var i = 0; i < items.Count; i += 2)
        {
            dictionary.Add((items[i], items[i + 1]));
        }
    }

    private long Whole(byte operation)
    {
        if (operation < 0x80)
        {
            return operation switch
            {
                (byte)'J' => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
                (byte)'K' => Take(1)[0],
                _ => BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
            };
        }

        // Two's complement, little-endian, in as many bytes as it takes.
        var bytes = Take(operation == 0x8a ? Length(1) : Length(4));
        var value = bytes.Length <= sizeof(long) ? 0L : throw new InvalidDataException();
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | (i == bytes.Length - 1 ? (sbyte)bytes[i] : bytes[i]);
        }

        return value;
    }

    private int Length(int width)
    {
        var bytes = Take(width);
        var length = width switch
        {
            1 => bytes[0],
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
        return length <= (ulong)(data.Length - place) ? (int)length : throw new InvalidDataException();
    }

    private string Line()
    {
        var end = data.AsSpan(place).IndexOf((byte)'\n');
        var line = Take(end >= 0 ? end : throw new InvalidDataException());
        _ = Take(1);
        return Encoding.UTF8.GetString(line);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > data.Length - place)
        {
            throw new InvalidDataException();
        }

        place += count;
        return data.AsSpan(place - count, count);
    }

    private object? Top() => stack is [.., var top] && top != Mark ? top : throw new InvalidDataException();

    private object? Pop()
    {
        var top = Top();
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private List<object?> PopMark()
    {
        var mark = stack.LastIndexOf(Mark);
        var above = mark >= 0 ? stack[(mark + 1)..] : throw new InvalidDataException();
        stack.RemoveRange(mark, stack.Count - mark);
        return above;
    }
}
