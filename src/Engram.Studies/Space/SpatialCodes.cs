using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Studies.Space;

/// <summary>All that is asked of the units of one network, or of one file.</summary>
internal sealed class SpatialCodes
{
    /// <summary>Asks it.</summary>
    public SpatialCodes(GridAnalysis asked, Recording recording, StudyContext report)
    {
        var (maps, threads, shuffles) = (asked.Maps, report.Threads, asked.ShufflesOf(recording.Units));
        if (asked.LeastFound(recording.Units) > recording.Units)
        {
            throw new UsageException(FormattableString.Invariant(
                $"With `Shuffles` of {shuffles} and `FalseDiscoveries` of {asked.FalseDiscoveries}, no unit could be told from chance, however clear; give at least {Math.Ceiling(1 / asked.FalseDiscoveries) - 1} shuffles."));
        }

        Recording = recording;
        Grid = new GridCellTest { Maps = maps, Shuffles = shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording);
        report.Cancel.ThrowIfCancellationRequested();
        Border = new BorderCellTest { Maps = maps, Shuffles = shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording);
        report.Cancel.ThrowIfCancellationRequested();
        Information = new SpatialInformation { Maps = maps, Shuffles = shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording);
        report.Cancel.ThrowIfCancellationRequested();
        Heading = recording.CovariateNames.Contains(asked.Heading)
            ? new HeadDirectionTest { Heading = asked.Heading, Shuffles = shuffles, FalseDiscoveries = asked.FalseDiscoveries, Seed = asked.Seed, Turning = asked.Turning, Threads = threads }.Of(recording) : null;
        Halves = new SplitHalfReliability { Maps = maps }.TryOf(recording);
        Decoded = new PositionDecoder { X = asked.X, Y = asked.Y }.Of(recording);
    }

    /// <summary>The activity.</summary>
    public Recording Recording { get; }

    /// <summary>The name of a unit.</summary>
    public string Name(int unit) => MovementAnalysis.NameOf(Recording, unit);

    /// <summary>Grid cells.</summary>
    public GridCells Grid { get; }

    /// <summary>Border cells.</summary>
    public BorderCells Border { get; }

    /// <summary>What units say about the place.</summary>
    public SpatialInformationSet Information { get; }

    /// <summary>Head-direction cells; null without a heading.</summary>
    public HeadDirectionCells? Heading { get; }

    /// <summary>Whether maps of two halves agree; null where too few bins are in both.</summary>
    public SplitHalf? Halves { get; }

    /// <summary>What all units tell together.</summary>
    public DecodedPositions Decoded { get; }
}
