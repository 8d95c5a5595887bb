using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>Reads a run back from an ONNX file that <see cref="OnnxFile"/> wrote.</summary>
internal static class OnnxRun
{
    private const string Remedy = "Restore it from a copy, or export the run again.";

    /// <summary>The run that a file holds.</summary>
    /// <param name="file">What was read.</param>
    /// <param name="known">Its configuration, where that has parts that only the calling program knows; else null.</param>
    /// <exception cref="UsageException">It holds none, one of another configuration, or was changed since it was written.</exception>
    public static TrainedRun Read(ArrayFile file, RunConfiguration? known)
    {
        if (!OnnxFile.IsRun(file))
        {
            throw new UsageException(
                $"'{file.Path}' was not written by Engram, so it says nothing of a task and a cell. Give a file that `engram export` wrote; the numbers of others "
                + "are read as arrays.");
        }

        if (file.Metadata[OnnxFile.FormatKey] is var format and not "1")
        {
            throw new UsageException($"'{file.Path}' is of format {Visible.Of(format)}, and this program reads format 1. Update engram.");
        }

        var text = file.Metadata.GetValueOrDefault(OnnxFile.ConfigurationKey, "");
        var json = JsonText.ParseObject(text, file.Path, Remedy);
        var configuration = known ?? Configuration(file.Path, json);
        if (known is not null && RunDocument.Differences(json, known.ToJson(), "").ToList() is { Count: > 0 } differences)
        {
            throw new UsageException([.. differences.Select(d => $"'{file.Path}' holds a run with other settings: {d}. Give the file of the run with these settings.")]);
        }

        var step = Located(file.Path, configuration.CheckedGraph);
        var used = Used(step);

        // Before a network is drawn, so that a configuration of many units without their weights takes no memory.
        float[] raw = [.. step.Parameters.Select(shape => Raw(file, shape)).ToList().SelectMany(values => values)];
        var network = Located(file.Path, () => configuration.Draw(step));
        var read = network.WithRaw(raw);
        var changed = network.Parameters.Shapes.FirstOrDefault(shape =>
            used.Contains(shape.Name) && !Same(read.Effective(shape.Name), Effective(file, shape)));
        return changed is null && Checksum(text, raw) == file.Metadata.GetValueOrDefault(OnnxFile.ChecksumKey)
            ? new(file.Path, configuration, read)
            : throw new UsageException(
                $"'{file.Path}' is not what Engram wrote: {(changed is null ? "it does not match its checksum" : $"'{changed.Name}' was changed")}. {Remedy} To "
                + "use weights that another program changed, import its arrays by name.");
    }

    /// <summary>SHA-256 of the configuration and the raw parameters, in hexadecimal.</summary>
    public static string Checksum(string configuration, ReadOnlySpan<float> raw)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(configuration));
        hash.AppendData(MemoryMarshal.AsBytes(raw));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Names of the parameters that the step computes with.</summary>
    public static HashSet<string> Used(StepGraph step) =>
    [
        .. OnnxNetwork.Reached([.. step.States.SelectMany(state => new[] { state.Next, state.Begins }), step.Rate, step.Output]).SelectMany(node => node switch
        {
            LinearNode linear => linear.Terms.Select(term => term.Weights.Name),
            ParameterNode parameter => [parameter.Shape.Name],
            _ => Enumerable.Empty<string>(),
        }),
    ];

    /// <summary>Whether two arrays have the same bits.</summary>
    public static bool Same(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));

    private static float[] Raw(ArrayFile file, ParameterShape shape)
    {
        if (!file.Metadata.TryGetValue(OnnxFile.RawPrefix + shape.Name, out var text))
        {
            return Effective(file, shape);
        }

        // Four letters of base64 are three bytes.
        var values = new float[shape.Count <= text.Length ? shape.Count : 0];
        return Convert.TryFromBase64String(text, MemoryMarshal.AsBytes(values.AsSpan()), out var written) && written == sizeof(float) * shape.Count
            && Array.TrueForAll(values, float.IsFinite) ? values
            : throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{file.Path}' is broken: its raw values of '{shape.Name}' are not {shape.Count} finite numbers. {Remedy}"));
    }

    private static float[] Effective(ArrayFile file, ParameterShape shape)
    {
        var values = file.Float32(OnnxNetwork.NameOf(shape), TrainingRun.Axes(shape));
        return Array.TrueForAll(values, float.IsFinite) ? values
            : throw new UsageException($"'{file.Path}' cannot be used: array '{shape.Name}' has numbers that are not finite. {Remedy}");
    }

    private static RunConfiguration Configuration(string path, System.Text.Json.Nodes.JsonObject json)
    {
        if (RunConfiguration.Own(json) is { } own)
        {
            throw new UsageException(
                $"'{path}' was trained by a program of its own, which alone knows {own}. Open it in that program, with OnnxFile.ReadRun.");
        }

        return Located(path, () => RunConfiguration.FromFile(json, isWhole: true));
    }

    private static T Located<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UsageException fault)
        {
            throw new UsageException([.. fault.Faults.Select(sentence => $"'{path}': {sentence}")]);
        }
    }
}
