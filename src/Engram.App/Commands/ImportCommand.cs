using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Commands;

/// <summary><c>engram import</c>: weights of another program as a run.</summary>
internal sealed class ImportCommand : AppCommand
{
    private readonly Argument<string> file = Flag.Word("file", "weights: npz, MATLAB (-v7), safetensors, ONNX, or a state dict of PyTorch (.pt), in which nothing is executed");
    private readonly Option<string?> cell = Flag.Text("--cell", "name", "Equation of the units, such as leaky (default: what the names of the arrays say)");
    private readonly Option<string?> map = Flag.Text(
        "--map", "parameter=array,…", "Which array is which parameter, such as w_rec=W,w_in=U. a+b adds arrays; m1:m2 puts vectors side by side");

    private readonly Option<string?> transpose = Flag.Text("--transpose", "parameter,…", "Parameters whose arrays have senders in rows");
    private readonly Option<string?> ei = Flag.Text(
        "--ei", "auto|share", "Dale's law: the share of units that excite, which come first; auto takes the signs that the weights have");

    private readonly Option<string?> task = Flag.Text("--task", "name", "The task of the network (default: free, which asks for nothing)");
    private readonly Option<string?> readout = Flag.Text(
        "--readout-layer", "name", "For layers of PyTorch or Keras, the linear layer that makes the outputs, such as fc (default: the only one that there is)");

    private readonly Option<string?> convention = Flag.Text(
        "--convention", "name", $"Convention of the vectors of a low-rank network: {string.Join(", ", LowRankDialect.Conventions)} (default: what the names say)");

    private readonly Option<string?> noise = Flag.Text("--step-noise", "deviation", "Noise that the source adds to x in each step; converted to --noise");
    private readonly Option<long?> seed = Flag.Integer("--seed", "Seed of the run", 1, 0);
    private readonly Option<string?> folder = Flag.Text("--out", "folder", "Folder of the run (default: runs/NAME-imported, after the file)");

    /// <inheritdoc/>
    public override string Summary => "Makes a run of weights from PyTorch, Keras, NumPy or MATLAB, which every command then takes.";

    /// <inheritdoc/>
    public override string? Settings =>
        "Any setting of the task, the cell, the network or the training can be a flag, as for `engram train`. Often used: --tau, --dt, --activation, --noise. "
        + "A network has no noise unless it is given.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "engram import model.pt --out runs/model",
        "engram import weights.npz --cell leaky --map w_rec=W,w_in=U,w_out=V,b=bias --tau 100ms --dt 20ms",
        "engram import weights.mat --cell leaky --map w_rec=W,w_in=U,w_out=V --transpose w_rec --ei auto --task delayed-match",
        "engram import low-rank.pt --convention dubreuil2022 --step-noise 0.05",
    ];

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(file);
        foreach (var flag in new Option[] { cell, map, transpose, ei, task, readout, convention, noise, seed, folder })
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        var path = call.Get(file)!;
        var import = NetworkImport.Of(new ImportRequest
        {
            File = path,
            Cell = call.Get(cell),
            Map = call.Get(map) is { } text ? new WeightMap(text) : null,
            Transpose = call.Get(transpose)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Ei = call.Get(ei),
            Task = call.Get(task),
            ReadoutLayer = call.Get(readout),
            Convention = call.Get(convention),
            StepNoise = Noise(call.Get(noise)),
            Seed = (ulong)call.Get(seed)!.Value,
            Settings = [.. call.Settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value ?? "true"))],
        });
        var where = call.Get(folder) ?? Path.Combine(RunsCommand.DefaultFolder, $"{Path.GetFileNameWithoutExtension(path)}-imported");
        ImportedRun.Write(import, where);
        Show(import, where, output);
        return ExitCode.Done;
    }

    private static double? Noise(string? text) => text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new UsageException($"`--step-noise {text}`: give a number from 0 on, such as `--step-noise 0.05`.");

    private static void Show(NetworkImport import, string folder, Output output)
    {
        var configuration = import.Configuration;
        var (inputs, outputs) = (configuration.Task.Inputs.Count, configuration.Task.Outputs.Count);
        output.Line($"{configuration.Cell.Name} cell, {Counted.Of(configuration.Cell.Units, "unit")}, {Counted.Of(inputs, "input")}, {Counted.Of(outputs, "output")}; task "
            + $"{configuration.Task.Name} ({import.Origin["convention"]})");
        output.Line();
        output.Table(
            ["parameter", "from"],
            [.. import.Arrays.Select(pair => new[] { pair.Key, pair.Value }), .. import.Zero.Select(name => new[] { name, "0, not in the file" })]);
        output.Line();
        foreach (var note in import.Notes)
        {
            output.Prose(note);
        }

        output.Line($"The run is in {folder}.");
        output.Line($"To test it: engram test {Quoting.Of(folder)}");
        output.Result(new JsonObject
        {
            ["run"] = folder,
            ["cell"] = configuration.Cell.Name,
            ["units"] = configuration.Cell.Units,
            ["inputs"] = inputs,
            ["outputs"] = outputs,
            ["task"] = configuration.Task.Name,
            ["zero"] = new JsonArray([.. import.Zero.Select(name => JsonValue.Create(name))]),
            ["notes"] = new JsonArray([.. import.Notes.Select(note => JsonValue.Create(SettingFlags.In(note)))]),
            ["origin"] = import.Origin.DeepClone(),
        });
    }
}
