using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>
/// Networks as ONNX files, which other programs run: operator set 17, IR version 8. Inputs <c>input</c> (T × B × I), <c>noise</c> where the cell
/// has any, and <c>initial_state</c>; outputs <c>output</c> (T × B × O), <c>rates</c> (T × B × N), <c>states</c> (T × B × S) and <c>readout</c>.
/// The file holds the run's configuration and raw parameters too, so that <see cref="ReadRun(string)"/> gives the same network, bit for bit.
/// </summary>
public static class OnnxFile
{
    internal const string FormatKey = "engram.format", ConfigurationKey = ExportedNetwork.SettingsName, RawPrefix = "engram.raw.", ChecksumKey = "engram.checksum";

    // Protocol buffers hold no message of 2 GiB or more; text, and what surrounds the numbers, needs room too.
    private const long MostBytes = 2_000_000_000;

    /// <summary>Writes a run's network.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="UsageException">
    /// The network has a quantity or an output that has no translation, was perturbed, or is too large for the format; or the folder cannot be written.
    /// </exception>
    public static void Write(TrainedRun run, string path)
    {
        ArgumentNullException.ThrowIfNull(run);
        var model = Model(run);
        AtomicFile.Write(path, model.CopyTo);
    }

    /// <summary>The numbers that a file of any origin carries: its initialisers, and the metadata.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">Missing, unreadable, cut off, or not in this format.</exception>
    public static ArrayFile Read(string path) => OnnxReader.Read(path);

    /// <summary>Whether a file holds a run, as <see cref="Write"/> writes it.</summary>
    /// <param name="file">What <see cref="Read"/> gave.</param>
    public static bool IsRun(ArrayFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Metadata.ContainsKey(FormatKey);
    }

    /// <summary>Reads a run back: its configuration, and its network bit for bit.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">Not such a file, or changed since it was written.</exception>
    public static TrainedRun ReadRun(string path) => OnnxRun.Read(OnnxReader.Read(path), null);

    /// <summary>Reads a run back whose configuration is known, which may have a task or a cell that is not the library's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">What was trained.</param>
    /// <exception cref="UsageException">Not such a file, of another configuration, or changed since it was written.</exception>
    public static TrainedRun ReadRun(string path, RunConfiguration configuration) => OnnxRun.Read(OnnxReader.Read(path), configuration);

    private static ProtoWriter Model(TrainedRun run)
    {
        // The network's own cell counts, which need not be the one that was trained: without noise, say.
        var network = run.Network;
        var configuration = run.Configuration with { Cell = network.Cell };
        if (network.Perturbations.Count > 0)
        {
            throw new UsageException(
                $"The network was perturbed ({string.Join("; ", network.Perturbations)}), which an ONNX file of a run cannot say; export the run as it was trained.");
        }

        if (4L * network.Parameters.Count * 3 > MostBytes)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The network has {network.Parameters.Count} parameters, too many for an ONNX file, which holds at most 2 GB; export arrays instead."));
        }

        var step = configuration.Graph();
        var graph = OnnxNetwork.Of(step, network, $"{configuration.Cell.Name} on {configuration.Task.Name}", OutputOperators.Of(configuration));
        var version = typeof(OnnxFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var model = new ProtoWriter().Add(OnnxFields.Model.IrVersion, OnnxFields.IrVersion).Add(OnnxFields.Model.Producer, "engram")
            .Add(OnnxFields.Model.ProducerVersion, version.Split('+')[0])
            .Add(OnnxFields.Model.Doc, string.Join('\n', EquationText.Step(step)))
            .Add(OnnxFields.Model.Graph, graph.ToProto())
            .Add(OnnxFields.Model.OpsetImport, new ProtoWriter().Add(OnnxFields.Opsets.Domain, "").Add(OnnxFields.Opsets.Version, OnnxFields.Opset));
        foreach (var (key, value) in Metadata(configuration, step, network))
        {
            model.Add(OnnxFields.Model.Metadata, new ProtoWriter().Add(OnnxFields.Entry.Key, key).Add(OnnxFields.Entry.Value, value));
        }

        return model;
    }

    private static Dictionary<string, string> Metadata(RunConfiguration configuration, StepGraph step, Network network)
    {
        var json = RunDocument.Text(configuration.ToJson(), false);
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = "1",
            [ConfigurationKey] = json,
            [ChecksumKey] = OnnxRun.Checksum(json, network.RawValues),
            ["engram.dt"] = TimeText.Format(configuration.Training.Dt),
            ["engram.inputs"] = string.Join(", ", configuration.Task.Inputs),
            ["engram.outputs"] = string.Join(", ", configuration.Task.Outputs),
            ["engram.states"] = string.Join(", ", step.States.Select(state =>
                string.Create(CultureInfo.InvariantCulture, $"{state.State.Name} ({state.State.Width})"))),
        };

        // What the equation uses is there as initialisers; what is learned, where it is not the same.
        var used = OnnxRun.Used(step);
        foreach (var shape in network.Parameters.Shapes.Where(
            shape => !used.Contains(shape.Name) || !OnnxRun.Same(network.Raw(shape.Name), network.Effective(shape.Name))))
        {
            metadata[RawPrefix + shape.Name] = Convert.ToBase64String(MemoryMarshal.AsBytes(network.Raw(shape.Name)));
        }

        return metadata;
    }
}
