using Engram.Cells;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>What is to be imported, and how its file is to be read.</summary>
internal sealed record ImportRequest
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Name of the cell; null where the file says it.</summary>
    public string? Cell { get; init; }

    /// <summary>Which arrays are which parameters; null where the names say it.</summary>
    public WeightMap? Map { get; init; }

    /// <summary>Parameters whose arrays have rows and columns exchanged.</summary>
    public IReadOnlyList<string> Transpose { get; init; } = [];

    /// <summary>Dale's law: <c>auto</c> for the signs that the weights have, or the share of units that excite; null without it.</summary>
    public string? Ei { get; init; }

    /// <summary>Name of the task; null for one that asks for nothing.</summary>
    public string? Task { get; init; }

    /// <summary>For the layers of PyTorch or Keras, the name of the linear layer that makes the outputs, without <c>.weight</c> or <c>/kernel</c>.</summary>
    public string? ReadoutLayer { get; init; }

    /// <summary>Whose convention vectors of low rank follow; null for the one that the names say.</summary>
    public string? Convention { get; init; }

    /// <summary>Standard deviation of what the source adds to x in each step.</summary>
    public double? StepNoise { get; init; }

    /// <summary>The seed of the run.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Settings of the task, the cell, the network and the training.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>What the settings make of a cell, which may have more parameters with them; how many units it has is not known yet.</summary>
    /// <param name="cell">The cell without them.</param>
    /// <returns>A configuration, for its cell and the length of its step; not checked.</returns>
    /// <exception cref="Configuration.UsageException">A setting is unknown or cannot be read; all faults together.</exception>
    public RunConfiguration Told(Cell cell) =>
        (new ModernPreset().For(Task is { } task ? CognitiveTask.Catalog.Create(task) : new FreeTask(), Seed) with { Cell = cell }).Told(Settings);
}
