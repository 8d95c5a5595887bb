using System.Numerics;
using Engram.Analysis;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.PathIntegration;

/// <summary>How well a network integrates paths, and what its units code for.</summary>
/// <param name="Error">Root mean squared distance of the answered from the true place at the last step, in centimetres.</param>
/// <param name="Mean">Mean of the same distance.</param>
/// <param name="Untrained">Root mean squared distance with the weights that training began with.</param>
/// <param name="Loss">Loss of the place cells, in nats.</param>
/// <param name="Grid">Share of units that are grid cells, above both kinds of their shuffles.</param>
/// <param name="Beyond">Share of units with p ≤ 0.05 against both kinds of their shuffles, each unit by itself.</param>
/// <param name="UntrainedBeyond">The same with the weights that training began with.</param>
/// <param name="Small">Share of grid cells whose spacing is at most half of the side of the room, so that there are several fields.</param>
/// <param name="AboveThreshold">Share of units whose hexagonal score is above the published threshold, whatever their shuffles score.</param>
/// <param name="UntrainedAboveThreshold">The same with the weights that training began with.</param>
/// <param name="Hexagonal">The highest hexagonal score of a unit.</param>
/// <param name="Square">Share of units whose square score is higher than their hexagonal one.</param>
/// <param name="Heading">Share of head-direction cells.</param>
/// <param name="Places">Share of units that say something about the place.</param>
/// <param name="UntrainedGrid">Share of grid cells with the weights that training began with.</param>
/// <param name="Spacing">Median spacing of the grid cells with several fields, in metres; null where there are fewer than five.</param>
/// <param name="Aligned">How much their axes agree, |⟨exp 6iφ⟩| over their orientations φ, from 0 to 1; null likewise.</param>
/// <param name="Shown">The maps of a few units, the best grid cells first.</param>
internal sealed record PathNetwork(
    double Error, double Mean, double Untrained, double Loss, double Grid, double Beyond, double UntrainedBeyond, double Small, double AboveThreshold, double UntrainedAboveThreshold, double Hexagonal, double Square, double Heading, double Places, double UntrainedGrid,
    double? Spacing, double? Aligned, IReadOnlyList<PathMap> Shown)
{
    /// <summary>A share of units that is worth a name: more must have a property before a network counts as having it.</summary>
    public const double Some = 0.02;

    /// <summary>The hexagonal score above which Banino et al. 2018 called a unit a grid cell: the 95th percentile of shuffled maps.</summary>
    public const double Threshold = 0.37;

    // Shuffles of what many units are, so that few are enough.
    private const int Common = 199;

    // Units whose maps are shown, cells of which a spacing is told, and shuffles as hexagonal as a unit after which no more are made.
    private const int MostShown = 6, Few = 5, Enough = 2;
    private const double FalseDiscoveries = 0.05, Level = 0.05;

    /// <summary>A share of units, as claims say it.</summary>
    public static string SomeText => Words.Number(100 * Some, "0") + " %";

    /// <summary>The least share of head-direction or place cells that can be told from none: no p of P shuffles is below 1/(P + 1).</summary>
    /// <param name="shuffles">Shuffles that grid cells have at most.</param>
    public static double LeastCommon(int shuffles) => 1 / (FalseDiscoveries * (Math.Min(Common, shuffles) + 1));

    /// <summary>Measures a network.</summary>
    /// <param name="run">The network.</param>
    /// <param name="settings">Steps of new trials that are recorded, and shuffles of each kind at most.</param>
    public static PathNetwork Of(TrainedRun run, (int Steps, int Shuffles) settings)
    {
        var task = (NavigationTask)run.Configuration.Task;
        var trials = settings.Steps / (int)(task.Path.Maximum / task.Sample);
        var drawn = run with { Network = run.Initial() };
        var (recording, before) = (Recorded(run, trials), Recorded(drawn, trials));
        var units = Activity(run, recording);
        var (cells, untrained) = (Cells(task, units, settings.Shuffles), Cells(task, Activity(drawn, before), settings.Shuffles));
        var side = task.Arena.Right - task.Arena.Left;
        GridGeometry[] grids = [.. cells.Units.Where(HasFields).Select(unit => unit.Geometry!)];
        return new(
            ErrorOf(recording), recording.Trials.Average(trial => trial.Measures["error"]), ErrorOf(before), LossOf(task, recording), cells.Share,
            BeyondShuffles(cells), BeyondShuffles(untrained), Share(cells, HasFields),
            Above(cells), Above(untrained), cells.Units.Max(unit => unit.Hexagonal), Share(cells, unit => unit.Square > unit.Hexagonal),
            (double)new HeadDirectionTest { Shuffles = Math.Min(Common, settings.Shuffles), FalseDiscoveries = FalseDiscoveries }.Of(units).Count / units.Units,
            (double)new SpatialInformation { Shuffles = Math.Min(Common, settings.Shuffles), FalseDiscoveries = FalseDiscoveries, Maps = Maps(task) }.Of(units).Count / units.Units, untrained.Share,
            grids.Length < Few ? null : grids.Select(grid => grid.Spacing).Median(),
            grids.Length < Few ? null : Complex.Abs(grids.Aggregate(Complex.Zero, (sum, grid) => sum + Complex.FromPolarCoordinates(1, 6 * grid.Orientation * Math.PI / 180)) / grids.Length),
            [
                .. cells.Units.OrderByDescending(HasFields).ThenByDescending(unit => unit.IsGridCell).ThenByDescending(unit => unit.Hexagonal).ThenBy(unit => unit.Unit).Take(MostShown)
                    .Select(unit => PathMap.Of(unit, cells.Maps.Units[unit.Unit])),
            ]);

        bool HasFields(GridUnit unit) => unit is { IsGridCell: true, Geometry: { } geometry } && geometry.Spacing <= side / 2;
    }

    /// <summary>1 where a share of units is worth a name, and 0 elsewhere.</summary>
    /// <param name="share">The share.</param>
    public static double Has(double share) => share > Some ? 1 : 0;

    // On trials of its own, so that networks are independent of each other.
    private static Recording Recorded(TrainedRun run, int trials) => run.Experiment(trials, run.Configuration.Seed).Run();

    private static GridCells Cells(NavigationTask task, Recording units, int shuffles) => new GridCellTest { Shuffles = shuffles, Enough = Enough, FalseDiscoveries = FalseDiscoveries, Maps = Maps(task) }.Of(units);

    private static double Share(GridCells cells, Func<GridUnit, bool> has) => (double)cells.Units.Count(has) / cells.Units.Count;

    private static double Above(GridCells cells) => Share(cells, unit => unit.Hexagonal > Threshold);

    private static double BeyondShuffles(GridCells cells) => Share(cells, unit => Math.Max(unit.TurnedPValue, unit.MovedPValue) <= Level);

    private static Recording Activity(TrainedRun run, Recording recording) => run.Network.Cell.Layers is { Count: > 0 } ? LayerActivity.Of(recording, run.Network, 1) : recording;

    private static RateMaps Maps(NavigationTask task) => new() { Left = task.Arena.Left, Right = task.Arena.Right, Bottom = task.Arena.Bottom, Top = task.Arena.Top };

    private static double ErrorOf(Recording recording) => Math.Sqrt(recording.Trials.Average(trial => trial.Measures["error"] * trial.Measures["error"]));

    // −⟨Σ y log p⟩ of the place cells.
    private static double LossOf(NavigationTask task, Recording recording)
    {
        var (sum, steps) = (0.0, 0);
        foreach (var trial in recording.Trials)
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                var answered = recording.OutputAt(step, trial.Index);
                var asked = recording.TargetAt(step, trial.Index);
                for (var cell = 0; cell < task.PlaceCells; cell++)
                {
                    sum -= asked[cell] > 0 ? asked[cell] * Math.Log(Math.Max(answered[cell], float.Epsilon)) : 0;
                }

                steps++;
            }
        }

        return sum / steps;
    }
}
