using Engram.Analysis;
using Engram.Simulation;

namespace Engram.Studies.Space;

/// <summary>All that is asked of the units of one network, or of one file.</summary>
internal sealed class SpatialCodes
{
    /// <summary>Asks it.</summary>
    public SpatialCodes(GridAnalysis asked, Recording recording, StudyContext report)
    {
        var (maps, threads) = (asked.Maps, report.Threads);
        Recording = recording;
        Grid = new GridCellTest { Maps = maps, Shuffles = asked.Shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording);
        report.Cancel.ThrowIfCancellationRequested();
        Border = new BorderCellTest { Maps = maps, Shuffles = asked.Shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording);
        report.Cancel.ThrowIfCancellationRequested();
        Information = new SpatialInformation { Maps = maps, Shuffles = asked.Shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording);
        report.Cancel.ThrowIfCancellationRequested();
        Heading = recording.CovariateNames.Contains(asked.Heading)
            ? new HeadDirectionTest { Heading = asked.Heading, Shuffles = asked.Shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording) : null;
        Halves = new SplitHalfReliability { Maps = maps }.Of(recording);
        Decoded = new PositionDecoder { X = asked.X, Y = asked.Y }.Of(recording);
    }

    /// <summary>The activity.</summary>
    public Recording Recording { get; }

    /// <summary>Grid cells.</summary>
    public GridCells Grid { get; }

    /// <summary>Border cells.</summary>
    public BorderCells Border { get; }

    /// <summary>What units say about the place.</summary>
    public SpatialInformationSet Information { get; }

    /// <summary>Head-direction cells; null without a heading.</summary>
    public HeadDirectionCells? Heading { get; }

    /// <summary>Whether maps of two halves agree.</summary>
    public SplitHalf Halves { get; }

    /// <summary>What all units tell together.</summary>
    public DecodedPositions Decoded { get; }
}
