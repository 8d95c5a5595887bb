using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Studies.SequenceShift;

/// <summary>One kind of network that the study trains.</summary>
/// <param name="Id">For names of claims and figures.</param>
/// <param name="Name">In words.</param>
/// <param name="Peaks">n, the outputs.</param>
/// <param name="Readout">How they are read.</param>
/// <param name="MaxUpdates">The most updates of training in a full run.</param>
internal sealed record Case(string Id, string Name, int Peaks, ReadoutKind Readout, int MaxUpdates)
{
    /// <summary>All: the document's two, and the first with a trained readout.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new("ten", "case 1 (10 outputs are units)", 10, ReadoutKind.Identity, 3000),
        new("hundred", "case 2 (100 outputs are units)", 100, ReadoutKind.Identity, 4000),
        new("readout", "case 1 with a trained readout", 10, ReadoutKind.Excitatory, 3000),
    ];

    /// <summary>How a network is trained.</summary>
    /// <param name="quick">Whether it need not learn.</param>
    public RunConfiguration Configuration(bool quick)
    {
        var preset = new ModernPreset().For(new SequenceTask { Peaks = Peaks }, seed: 1);
        return preset with
        {
            Network = Readout != ReadoutKind.Identity
                ? preset.Network
                : preset.Network with { Readout = Readout, TrainReadoutBias = false },
            Stopping = preset.Stopping with { MaxUpdates = quick ? 150 : MaxUpdates },
        };
    }
}
