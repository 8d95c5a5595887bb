using System.Text.Json.Nodes;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>A network of another program as a configuration with raw weights, which every command takes.</summary>
/// <param name="Configuration">Task, cell and structure.</param>
/// <param name="Network">The network.</param>
/// <param name="Origin">Where it comes from, for run.json.</param>
/// <param name="Arrays">Array of the file by parameter.</param>
/// <param name="Zero">Parameters that the file does not give and that are 0.</param>
/// <param name="Notes">What was chosen for the user, in sentences.</param>
internal sealed record NetworkImport(
    RunConfiguration Configuration, Network Network, JsonObject Origin, IReadOnlyDictionary<string, string> Arrays, IReadOnlyList<string> Zero, IReadOnlyList<string> Notes)
{
    /// <summary>Reads a file.</summary>
    /// <param name="request">What is to be imported.</param>
    /// <exception cref="UsageException">It cannot be read, or is no network of such a cell; all faults of a kind together.</exception>
    public static NetworkImport Of(ImportRequest request)
    {
        var file = ForeignFile.Open(request.File);
        if (OnnxImport.Whole(file, request) is { } whole)
        {
            return whole;
        }

        var dialect = WeightDialect.Catalog.All.OrderBy(one => one.Order).First(one => one.Recognises(file, request));
        if (request.ReadoutLayer is not null && !dialect.NamesReadouts)
        {
            throw new UsageException("`ReadoutLayer` is for layers of PyTorch or Keras that are known by their names, but none is read here; say which array w_out is with `Map`.");
        }

        var read = dialect.Read(file, request);
        if (request.Cell is { } cell && Cell.Catalog.Create(cell).Name != read.Cell.Name)
        {
            throw new UsageException(
                $"`Cell` is {cell}, but by its names the file has a {read.Cell.Name} network ({read.Convention}); leave `Cell` out, or say with `Map` which array is which parameter.");
        }

        var arrays = new Dictionary<string, ForeignArray>(read.Arrays);
        List<string> notes = [.. read.Notes, .. file.Unread() is { } unread ? new[] { unread } : []];
        if (request.Transpose.FirstOrDefault(name => !arrays.ContainsKey(name)) is { } stranger)
        {
            throw new UsageException($"`Transpose` names {stranger}, which is none of the parameters that the file gives ({string.Join(", ", arrays.Keys)}).");
        }

        foreach (var name in request.Transpose)
        {
            arrays[name] = arrays[name].Transposed();
        }

        var configuration = read.Settings is { } settings ? Own(settings, request) : Foreign(read, arrays, request);
        IReadOnlyList<int>? order = null;
        if (request.Ei is { } law)
        {
            (configuration, order) = DaleImport.Apply(configuration, arrays, law);
            notes.AddRange(order is null ? [] : ["Units were put in another order, excitatory ones first; `order` in run.json says where each was."]);
        }

        if (request.StepNoise is { } noise)
        {
            configuration = Noisy(configuration, noise);
        }

        var network = ImportedWeights.Network(ref configuration, arrays, out var zero);
        var origin = new JsonObject
        {
            ["file"] = Path.GetFileName(request.File),
            ["sha256"] = file.Hash,
            ["convention"] = read.Convention,
            ["map"] = new JsonObject(arrays.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.Name))),
            ["transpose"] = new JsonArray([.. request.Transpose.Select(name => JsonValue.Create(name))]),
        };
        if (order is not null)
        {
            origin["order"] = new JsonArray([.. order.Select(unit => JsonValue.Create(unit))]);
        }

        return new(configuration, network, origin, arrays.ToDictionary(pair => pair.Key, pair => $"{pair.Value.Name} ({pair.Value.ShapeText})"), zero, notes);
    }

    // The run that was exported, but for what the user says.
    private static RunConfiguration Own(RunConfiguration settings, ImportRequest request) =>
        (request.Task is { } task ? settings with { Task = CognitiveTask.Catalog.Create(task), Curriculum = Curriculum.None } : settings).With(request.Settings);

    private static RunConfiguration Foreign(ForeignNetwork read, Dictionary<string, ForeignArray> arrays, ImportRequest request)
    {
        var sizes = NetworkSizes.Of(request.Told(read.Cell), arrays);
        CognitiveTask task = request.Task is { } name ? CognitiveTask.Catalog.Create(name)
            : new FreeTask { InputChannels = sizes.Inputs, OutputChannels = sizes.Outputs };
        var cell = read.Cell with { Units = sizes.Units };
        var plain = new ModernPreset().For(task, request.Seed);
        var configuration = plain with
        {
            // Noise belongs to a network that has it: it is asked for.
            Cell = Settings.Of(cell).Any(setting => setting.Name == "noise") ? Settings.With(cell, "noise", "0") : cell,
            Preset = "",
            Network = new NetworkOptions
            {
                Autapses = true, SpectralRadius = null, InitialState = 0, Readout = arrays.ContainsKey(sizes.Readout) ? ReadoutKind.All : ReadoutKind.Identity,
                TrainBias = true, TrainReadoutBias = arrays.ContainsKey(sizes.Readout), TrainInitialState = true,
            },
            Curriculum = Curriculum.None,
            Stopping = task is FreeTask ? plain.Stopping with { Threshold = 0 } : plain.Stopping,
        };
        configuration = configuration.With(request.Settings);
        var (inputs, outputs) = (configuration.Task.Inputs.Count, configuration.Task.Outputs.Count);
        return (inputs, outputs) == (sizes.Inputs, sizes.Outputs) ? configuration : throw new UsageException(
            $"`Task` is {task.Name}, which has {Counted.Of(inputs, "input")} and {Counted.Of(outputs, "output")}, but the network has "
            + $"{Counted.Of(sizes.Inputs, "input")} and {Counted.Of(sizes.Outputs, "output")}"
            + (arrays.ContainsKey(sizes.Readout) ? "" : ", its units, because no readout is given") + "; leave `Task` out, or name another one.");
    }

    // The source adds σₛ ξ to x in each step, Engram √(2α) σ ξ.
    private static RunConfiguration Noisy(RunConfiguration configuration, double noise)
    {
        TimeSpan? tau = configuration.Cell switch
        {
            LeakyCell { HasOneTau: true, Leak: Leak.Current } leaky => leaky.Tau,
            LowRankCell { TrainTau: false } low => low.Tau,
            _ => null,
        };
        return tau is not { } time ? throw new UsageException(
                "`StepNoise` is given, but only leaky cells with the leak on the current and low-rank cells, both with one time constant that is not learned, have noise of one size "
                + "that is added to x; leave it out, or set `Noise`.")
            : noise >= 0 && double.IsFinite(noise) ? configuration with
            {
                Cell = Settings.With(configuration.Cell, "noise", (noise / Math.Sqrt(2 * (configuration.Training.Dt / time))).ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
            }
            : throw new UsageException($"`StepNoise` is {noise}; give a number from 0 on.");
    }
}
