#:project ../src/Engram/Engram.csproj

// Planted cells in a room, found again by their maps, and the six-fold modulation of planted signals: dotnet run examples/find-grid-cells.cs
using Engram.Analysis;
using Engram.Simulation;
using Engram.Studies;
using Engram.Tasks;

PlainErrors.Use();
var recording = new PlantedCells
{
    Cells = [new GridTargets { Count = 8, Spacing = 0.6 }, new PlaceTargets { Count = 8, Width = 0.6, Profile = PlaceProfile.Gaussian }], NoiseUnits = 4, Noise = 0.1, Trials = 20, Steps = 500,
}.Record();

var maps = new RateMaps { Left = -1.1, Right = 1.1, Bottom = -1.1, Top = 1.1, Bins = 20 };
var score = new GridScore().Of(maps.Of(recording).Units[0]);
Console.WriteLine($"unit 0: hexagonal {score.Hexagonal:0.00}, square {score.Square:0.00}");

var grid = new GridCellTest { Maps = maps, Shuffles = 99 }.Of(recording);
Console.WriteLine($"grid cells: {string.Join(", ", grid.Units.Where(unit => unit.IsGridCell).Select(unit => unit.Unit))}; spacing {grid.Units[0].Geometry!.Spacing:0.00} m");
Console.WriteLine($"the place is decoded to {new PositionDecoder().Of(recording).Error:0.00} m");

// Grid cells of all phases add up to nothing that depends on where one heads.
var (first, second) = new MovementSignals().Sessions(recording);
var result = new HexadirectionalTest().Of(first, second);
Console.WriteLine($"their sum: six-fold modulation {result.Signals[0].Tested.Beta:0.00}, p = {result.Signals[0].Tested.PValue:0.00}");

var voxels = new SyntheticVoxels { Amplitude = 0.5 };
var planted = new HexadirectionalTest().Of(voxels.Session(0), voxels.Session(1)).Signals[0].Tested;
Console.WriteLine($"a planted voxel: six-fold modulation {planted.Beta:0.00} around {planted.Orientation:0.0}°, p = {planted.PValue:0.000}");
