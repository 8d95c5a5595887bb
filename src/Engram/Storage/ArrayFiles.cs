using System.Buffers.Binary;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Arrays from files of other programs: NumPy's npz and npy, MATLAB's version 5 (<c>save -v7</c> and <c>-v6</c>), safetensors, the
/// initialisers of ONNX, and what <c>torch.save</c> writes of tensors. The content decides which it is, not the name. Nothing in a file is executed.
/// </summary>
public static class ArrayFiles
{
    private const string Again = "Restore it from a copy, or write it again";

    // How a file begins, what it then is, and what to do.
    private static readonly (byte[] Begins, string What, string Remedy)[] Unread =
    [
        ([0x89, .. "HDF\r\n"u8], "it is HDF5, which Engram does not read", "Save the arrays as npz"),
        ([.. "MATLAB 7.3"u8], "it is a MATLAB file of version 7.3, which is HDF5 and not read", "In MATLAB, save it with `-v7`: save('FILE.mat', '-v7')"),
        ([.. "# Created by Octave"u8], "it is Octave's text format", "In Octave, save it with `-v7`: save -v7 FILE.mat"),
        ([.. "Octave-1"u8], "it is Octave's binary format", "In Octave, save it with `-v7`: save -v7 FILE.mat"),
        ([0x80], "it is a Python pickle, which could run programs when it is opened, and is not read",
            "In Python, save the arrays with numpy.savez, or a state dict with torch.save"),
        ([0x1f, 0x8b], "it is packed with gzip", "Unpack it first: gunzip FILE"),
        ([], "it is none of npz, npy, MATLAB version 5, safetensors, ONNX and PyTorch", Again),
    ];

    /// <summary>Reads all arrays of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The arrays with their names, row-major. Half precision becomes 32-bit floats; whole numbers and booleans 64-bit integers. That of an
    /// npy file is called as the file without <c>.npy</c>. Fields of MATLAB's structs and entries of Python's dictionaries are called
    /// <c>outer.inner</c>, elements of lists and cells by their place (from 0 in Python, from 1 in MATLAB). Numbers need not be finite.
    /// </returns>
    /// <exception cref="UsageException">The file is missing, damaged or of another format, or would not fit into memory.</exception>
    public static ArrayFile Read(string path) => Open(path, Read);

    /// <summary>Reads a stream that can be sought in.</summary>
    internal static ArrayFile Read(Stream stream, string path)
    {
        var head = new byte[Math.Min(MatReader.HeaderLength, stream.Length)];
        stream.ReadExactly(head);
        stream.Position = 0;
        if (head.Length > 6 && head[0] == 0x93 && head.AsSpan(1).StartsWith("NUMPY"u8))
        {
            var contents = new ArrayContents(path, ArrayContents.Allowed(stream.Length, 0));
            Npy.Read(stream, Stem(path), stream.Length, contents);
            return contents.File;
        }

        if (head.AsSpan().StartsWith("PK\u0003\u0004"u8) || head.AsSpan().StartsWith("PK\u0005\u0006"u8))
        {
            return TorchReader.IsTorch(stream, path) ? TorchReader.Read(stream, path, Stem(path)) : Npz.Read(stream, path);
        }

        if (head.AsSpan().StartsWith(TorchLegacyReader.Begins))
        {
            return TorchLegacyReader.Read(stream, path, Stem(path));
        }

        if (head.Length > 8 && head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) <= SafetensorsReader.LongestHeader)
        {
            return SafetensorsReader.Read(stream, path);
        }

        if (OnnxReader.Recognises(head))
        {
            return OnnxReader.Read(stream, path);
        }

        return MatReader.IsMat(head) ? MatReader.Read(stream, path) : throw Refused(head, path);
    }

    /// <summary>Opens a file, reads it, and says in a sentence where that is not possible.</summary>
    internal static T Open<T>(string path, Func<Stream, string, T> read)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return stream.CanSeek ? read(stream, path) : throw new UsageException($"'{path}' is no file that can be read twice. Save it as a file.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException(
                Directory.Exists(path) ? $"'{path}' is a folder, but a file of arrays is needed. Give a file in it."
                    : $"'{path}' cannot be read: {AtomicFile.Reason(fault)}. Check the path.",
                fault);
        }
    }

    private static UsageException Refused(byte[] head, string path)
    {
        var (begins, what, remedy) = MatReader.IsVersion4(head) ? ([], "it is a MATLAB file of version 4", "In MATLAB, save it with `-v7`: save('FILE.mat', '-v7')")
            : Unread.First(known => head.AsSpan().StartsWith(known.Begins));
        if (begins.Length == 0 && head.Length > 0 && Path.GetExtension(path) == PytorchFormat.TextEnding)
        {
            var weights = Path.ChangeExtension(path, PytorchFormat.WeightsEnding);
            (what, remedy) = ("it is the text of a Python program, which is never executed", File.Exists(weights)
                ? $"Its weights are in the file beside it: give '{weights}'"
                : $"The weights of a module that Engram wrote are in '{Path.GetFileName(weights)}', which is not beside it: put it there or give its path");
        }

        return new($"'{path}' cannot be used: {(head.Length == 0 ? "it is empty" : what)}. {remedy}.");
    }

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);
}
