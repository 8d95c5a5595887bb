#:project ../src/Engram/Engram.csproj

// A task from a recorded series: dotnet run examples/follow-a-recording.cs [<npz file with an array 'position' (samples), 50 a second>]
using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

PlainErrors.Use();
var file = args.Length > 0 ? args[0] : WriteRecording();
var task = new PlaceTask { Position = SeriesFile.Read(file, "position", every: 20.Ms, Reading.Linear) };
if (args.Length == 0)
{
    File.Delete(file);
}

var configuration = new ModernPreset().For(task, seed: 1);
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{task.Name}: {result.Outcome} after {result.Updates} updates on {task.Position.Duration.TotalSeconds:0} s of recording");

// Where each unit is active: its mean rate in each tenth of the track. The recording keeps where the animal was.
var recording = new Experiment { Network = trainer.Network, Task = task, Trials = 100 }.Run();
var position = recording.Covariate("position");
var (sums, counts) = (new double[10, recording.Units], new int[10]);
for (var row = 0; row < position.Length; row++)
{
    if (row / recording.TrialCount < recording.Trials[row % recording.TrialCount].Steps)
    {
        var place = (int)Math.Clamp(10 * position[row], 0, 9);
        counts[place]++;
        for (var unit = 0; unit < recording.Units; unit++)
        {
            sums[place, unit] += recording.Rates[(row * recording.Units) + unit];
        }
    }
}

int[] tenths = [.. Enumerable.Range(0, 10)];
int[] preferred = [.. Enumerable.Range(0, recording.Units).Select(unit => tenths.MaxBy(place => sums[place, unit] / counts[place]))];
var units = tenths.Select(place => preferred.Count(other => other == place));
Console.WriteLine($"units that are most active in each tenth of the track: {string.Join(' ', units)}");
return result.Outcome == Outcome.Reached ? 0 : 3;

// A made-up animal that runs to and fro on a track of length 1, at a speed that changes.
static string WriteRecording()
{
    var path = Path.Combine(Path.GetTempPath(), $"position-{Environment.ProcessId}.npz");
    var (random, position, phase) = (new RandomStream(new StreamKey(1, Purpose.Analysis), 0), new float[15_000], 0.0);
    for (var sample = 0; sample < position.Length; sample++)
    {
        phase += 0.02 + (0.03 * random.NextUniform());
        position[sample] = (float)(0.5 - (0.5 * Math.Cos(phase)));
    }

    Npz.Write(path, [new NamedArray("position", position)]);
    return path;
}

/// <summary>Place cells fire along a recorded path; the network is to tell where the animal is.</summary>
internal sealed record PlaceTask : CognitiveTask
{
    // Cell k of 20 fires around k/19 of the track.
    private static readonly Tuning PlaceCell = static (int cell, ReadOnlySpan<double> position, in Shape shape) =>
        shape.Amplitude * Math.Exp(-Math.Pow((position[0] - (cell / 19.0)) / shape.A, 2) / 2);

    /// <summary>Where the animal was, from 0 to 1.</summary>
    [NotASetting]
    public required Series Position { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => [.. Enumerable.Range(1, 20).Select(cell => $"cell {cell}")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => ["position"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => ["running"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Covariates => ["position"];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        // Each trial is a stretch of the recording, from a time that is drawn.
        trial.Condition = 0;
        var run = trial.Period("run", 1.Seconds);
        var from = trial.Draw("from", 0, (Position.Duration - run.Duration).TotalMilliseconds).Ms;
        trial.Input(.., Position, new Shape(Amplitude: 1, A: 0.1), run, PlaceCell, from);
        trial.Target(0, Position, run, from: from);
        trial.Covariate(0, Position, run, from: from);
    }

    /// <summary>Whether the output is within a tenth of the track at each of the last ten steps.</summary>
    /// <inheritdoc/>
    protected override bool IsCorrect(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var steps = trial.Steps(dt);
        for (var step = steps - 10; step < steps; step++)
        {
            var position = Position.At(((step + 1) * dt) + trial.Factor("from").Ms);
            if (!(Math.Abs(outputs[offset + (step * stepStride)] - position) < 0.1))
            {
                return false;
            }
        }

        return true;
    }
}
