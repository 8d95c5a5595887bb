using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Engram.Storage;

/// <summary>The variables of a MATLAB file, structs and cells taken apart.</summary>
/// <param name="contents">Receives them.</param>
/// <param name="isBigEndian">The order of bytes of the file.</param>
internal sealed class MatVariables(ArrayContents contents, bool isBigEndian)
{
    // MATLAB's own limit of names is 63, or 2048 in its newest release; cells and structs are rarely within each other more than a few times.
    private const int LongestName = 2048, Deepest = 32, MostAxes = 32;

    private const int ComplexFlag = 0x0800;

    // Array classes 6 to 15: double, single, int8, uint8, …, int64, uint64. Types of data 1 to 13, of which 8, 10 and 11 mean nothing.
    private const int FirstNumber = 6, LastNumber = 15;

    private static readonly RawElements[] Types =
    [
        default, new('i', 1, false), new('u', 1, false), new('i', 2, false), new('u', 2, false), new('i', 4, false), new('u', 4, false), new('f', 4, false),
        default, new('f', 8, false), default, default, new('i', 8, false), new('u', 8, false),
    ];

    /// <summary>Adds a variable whose tag, that of a matrix, stands before it.</summary>
    public void AddElement(ReadOnlySpan<byte> element)
    {
        var data = new MatCursor(element, isBigEndian).Next(out var type);
        Add(type == MatReader.Matrix ? data : throw new InvalidDataException());
    }

    /// <summary>Adds a variable.</summary>
    public void Add(ReadOnlySpan<byte> matrix) => Add(matrix, null, 0);

    private void Add(ReadOnlySpan<byte> matrix, string? within, int depth)
    {
        if (matrix.IsEmpty && within is not null)
        {
            contents.Add(new NamedArray(within, Array.Empty<double>(), 0, 0));
            return;
        }

        if (depth > Deepest)
        {
            throw contents.Fault($"it has structs or cells within each other more than {Deepest} times", "Save the arrays by themselves");
        }

        var cursor = new MatCursor(matrix, isBigEndian);
        var flags = cursor.Next(6);
        var word = flags.Length == 8 ? MatCursor.Word(flags, isBigEndian) : throw new InvalidDataException();
        var kind = (int)(word & 0xff);

        // An opaque object has no lengths.
        if (kind == 17)
        {
            contents.Skip(within ?? Name(cursor.Next(1)), "is an object of MATLAB; save its numbers as an array");
            return;
        }

        var shape = Shape(cursor.Next(5));
        var own = Name(cursor.Next(1));
        var name = within ?? own;

        // What has no name is what MATLAB keeps for its objects.
        if (name.Length == 0)
        {
            return;
        }

        switch (kind)
        {
            case 1:
                AddCells(ref cursor, shape, name, depth);
                break;
            case 2:
                AddStructs(ref cursor, shape, name, depth);
                break;
            case 4:
                contents.Add(name, Text(ref cursor, shape));
                break;
            case 5:
                contents.Skip(name, $"is sparse; save `full({name})`");
                break;
            case >= FirstNumber and <= LastNumber when (word & ComplexFlag) != 0:
                contents.Skip(name, "is complex, which Engram does not read; save its real and imaginary parts");
                break;
            case >= FirstNumber and <= LastNumber:
                AddNumbers(ref cursor, shape, name, kind);
                break;
            default:
                contents.Skip(name, "is an object or a function; save its numbers as an array");
                break;
        }
    }

    private void AddCells(ref MatCursor cursor, int[] shape, string name, int depth)
    {
        // Cells of text alone are lines of one text.
        if (Lines(cursor) is { } lines)
        {
            contents.Add(name, lines);
            return;
        }

        for (var (place, count) = (1, RawElements.Count(shape) ?? throw new InvalidDataException()); place <= count; place++)
        {
            Add(cursor.Next(MatReader.Matrix), string.Create(CultureInfo.InvariantCulture, $"{name}.{place}"), depth + 1);
        }
    }

    private string? Lines(MatCursor cursor)
    {
        var lines = new StringBuilder();
        while (!cursor.IsAtEnd)
        {
            var cell = new MatCursor(cursor.Next(MatReader.Matrix), isBigEndian);
            if (cell.IsAtEnd || cell.Next(6) is not { Length: 8 } flags || (MatCursor.Word(flags, isBigEndian) & 0xff) != 4)
            {
                return null;
            }

            var shape = Shape(cell.Next(5));
            _ = cell.Next(1);
            lines.Append(Text(ref cell, shape)).Append('\n');
        }

        return lines.Length == 0 ? null : lines.ToString(0, lines.Length - 1);
    }

    private void AddStructs(ref MatCursor cursor, int[] shape, string name, int depth)
    {
        var length = cursor.Next(5) is { Length: 4 } word ? (int)MatCursor.Word(word, isBigEndian) : throw new InvalidDataException();
        var names = cursor.Next(1);
        if (length is < 1 or > LongestName || names.Length % length != 0)
        {
            // Without fields there is nothing to be read.
            _ = names.IsEmpty ? 0 : throw new InvalidDataException();
            return;
        }

        var fields = new string[names.Length / length];
        for (var field = 0; field < fields.Length; field++)
        {
            fields[field] = Name(names.Slice(field * length, length));
        }

        var count = RawElements.Count(shape) ?? throw new InvalidDataException();
        for (var place = 1; place <= count && fields.Length > 0; place++)
        {
            foreach (var field in fields)
            {
                var element = count == 1 ? $"{name}.{field}" : string.Create(CultureInfo.InvariantCulture, $"{name}.{place}.{field}");
                Add(cursor.Next(MatReader.Matrix), element, depth + 1);
            }
        }
    }

    private void AddNumbers(ref MatCursor cursor, int[] shape, string name, int kind)
    {
        var data = cursor.Next(out var type);
        var elements = type >= 0 && type < Types.Length && Types[type].Width > 0 ? Types[type] with { IsBigEndian = isBigEndian }
            : throw new InvalidDataException();
        if (RawElements.Count(shape) is not { } count || (long)count * elements.Width != data.Length)
        {
            throw new InvalidDataException();
        }

        contents.Take(2L * sizeof(double) * count);
        var array = NamedArray.Empty(name, elements.Type, count, shape);
        elements.Read(data, array, isColumnMajor: true);

        // Numbers may be written in a narrower type than they have.
        contents.Add(kind switch
        {
            6 => new NamedArray(name, array.Doubles(), shape),
            7 => new NamedArray(name, array.Singles(), shape),
            _ => new NamedArray(name, array.Values as long[] ?? throw new InvalidDataException(), shape),
        });
    }

    // Letters stand column by column; each row is a line.
    private string Text(ref MatCursor cursor, int[] shape)
    {
        var data = cursor.Next(out var type);
        contents.Take(6L * data.Length);
        var text = type switch
        {
            1 or 2 or 16 => Encoding.UTF8.GetString(data),
            3 or 4 or 17 => (isBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(data),
            5 or 6 or 18 when !isBigEndian => Encoding.UTF32.GetString(data),
            _ => throw new InvalidDataException(),
        };
        var rows = shape[0];
        if (rows < 2 || text.Length % rows != 0)
        {
            return text;
        }

        var (lines, columns) = (new StringBuilder(text.Length + rows), text.Length / rows);
        for (var row = 0; row < rows; row++)
        {
            var start = lines.Length;
            for (var column = 0; column < columns; column++)
            {
                lines.Append(text[(column * rows) + row]);
            }

            while (lines.Length > start && lines[^1] is ' ' or '\0')
            {
                lines.Length--;
            }

            lines.Append('\n');
        }

        return lines.ToString(0, lines.Length - 1);
    }

    private int[] Shape(ReadOnlySpan<byte> data)
    {
        if (data.Length % 4 != 0 || data.Length / 4 is < 2 or > MostAxes)
        {
            throw new InvalidDataException();
        }

        var shape = new int[data.Length / 4];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var length = data.Slice(4 * axis, 4);
            shape[axis] = isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(length) : BinaryPrimitives.ReadInt32LittleEndian(length);
        }

        return shape;
    }

    // Names end with their first zero, where they have one.
    private static string Name(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)0);
        var name = end < 0 ? data : data[..end];
        return name.Length <= LongestName ? Encoding.UTF8.GetString(name) : throw new InvalidDataException();
    }
}
