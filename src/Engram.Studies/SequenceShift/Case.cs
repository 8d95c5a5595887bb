using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Studies.SequenceShift;

/// <summary>One kind of network that the study trains.</summary>
/// <param name="Id">For names of claims and figures.</param>
/// <param name="Name">In words.</param>
/// <param name="Peaks">n, the outputs.</param>
/// <param name="Readout">How they are read.</param>
/// <param name="MaxUpdates">The most updates at the first step in a full run.</param>
/// <param name="Streams">Which random streams its networks have, so that no two networks of the study share one.</param>
internal sealed record Case(string Id, string Name, int Peaks, ReadoutKind Readout, int MaxUpdates, int Streams)
{
    // The first hundred of each case were there to be looked at while the study was made, and are judged in none.
    private const ulong SeedsApart = 100_000, FirstSeed = 100;
    private const int QuickUpdates = 150;

    /// <summary>All: the document's two, whose outputs are units, and its first with a trained readout.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new("ten", "ten outputs", 10, ReadoutKind.Identity, 3000, 1),
        new("hundred", "a hundred outputs", 100, ReadoutKind.Identity, 2000, 2),
        new("readout", "a trained readout", 10, ReadoutKind.Excitatory, 3000, 3),
    ];

    /// <summary>How a network is trained at the first step, that of the document.</summary>
    /// <param name="seed">Its place in the case, from 1.</param>
    /// <param name="quick">Whether it need not learn.</param>
    public RunConfiguration Coarse(ulong seed, bool quick)
    {
        var preset = new ModernPreset().For(new SequenceTask { Peaks = Peaks }, ((ulong)Streams * SeedsApart) + FirstSeed + seed);
        return preset with
        {
            Network = Readout != ReadoutKind.Identity
                ? preset.Network
                : preset.Network with { Readout = Readout, TrainReadoutBias = false },
            Stopping = preset.Stopping with { MaxUpdates = quick ? QuickUpdates : MaxUpdates },
        };
    }

    /// <summary>How the same network goes on at finer and finer steps.</summary>
    /// <param name="seed">Its place in the case, from 1.</param>
    /// <param name="quick">Whether it need not learn.</param>
    public RunConfiguration Fine(ulong seed, bool quick) =>
        Stage.Finer.Aggregate(Coarse(seed, quick), (earlier, stage) => stage.After(earlier, quick));
}
