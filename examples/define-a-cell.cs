#:project ../src/Engram/Engram.csproj

// A new cell, written as its equation, checked and trained: dotnet run examples/define-a-cell.cs
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

var cell = new AdaptingCell();
Console.WriteLine(string.Join('\n', EquationText.Step(cell.Graph(2, 2, 20.Ms))));

// The derived gradient, in double precision, against central differences (L(w + h) - L(w - h)) / 2h.
using var engine = new Engine<double>((cell with { Units = 20 }).Graph(3, 2, 20.Ms));
var trials = new RandomTrials(inputs: 3, outputs: 2);
var stream = new RandomStream(new StreamKey(1, Purpose.Weights), 0);
double[] weights = [.. Enumerable.Range(0, engine.ParameterCount).Select(_ => 0.2 * stream.NextNormal())];
var gradient = new double[weights.Length];
engine.Load(weights);
engine.Gradient(trials, gradient);
var worst = Enumerable.Range(0, weights.Length).Max(i => Math.Abs(gradient[i] - Difference(i, 1e-5)));
var relative = worst / gradient.Max(Math.Abs);
var verdict = relative < 1e-6 ? "agrees with differences to 1e-6" : $"wrong by {relative}";
Console.WriteLine($"gradient: {weights.Length} parameters, {verdict}");

var configuration = new ModernPreset().For(new PerceptualDecisionTask(), seed: 1) with
{
    Cell = cell,
    Stopping = new Stopping { Criterion = PerformanceMeasure.Overall, Threshold = 0.85, MaxUpdates = 2000 },
};
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{cell.Name} on perceptual-decision: {result.Outcome} after {result.Updates} updates");
return relative < 1e-6 && result.Outcome == Outcome.Reached ? 0 : 3;

double Difference(int i, double h) => (LossAt(i, h) - LossAt(i, -h)) / (2 * h);

double LossAt(int i, double change)
{
    weights[i] += change;
    engine.Load(weights);
    weights[i] -= change;
    engine.Forward(trials);
    return trials.Loss;
}

/// <summary>
/// Leaky units that tire: τ dx/dt = −x + W_rec r + W_in u + b − βa + √(2τσ²) ξ, r = max(x, 0), τ_a da/dt = −a + r.
/// </summary>
[Cite("10.1162/089976603322385063", "Benda & Herz 2003, A universal model for spike-frequency adaptation")]
internal sealed record AdaptingCell : Cell
{
    /// <summary>Time constant τ of the current.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>Time constant τ_a of the adaptation.</summary>
    public TimeSpan AdaptationTau { get; init; } = 500.Ms;

    /// <summary>Strength β of the adaptation.</summary>
    [Range(0, 1e6)]
    public double Adaptation { get; init; } = 0.3;

    /// <summary>Standard deviation σ of the noise.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; } = 0.15;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => true;

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var (alpha, slow) = (step.Alpha(Tau), step.Alpha(AdaptationTau));
        var x = step.State("x", Units);
        var a = step.State("a", Units);
        var r = step.Apply(Activation.Rectify, x);
        var drive = step.Linear("w_rec", r, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
        step.Next(x, x + (alpha * (drive - (Adaptation * a) - x)) + step.Noise("xi", Units, Math.Sqrt(2 * alpha) * Noise));
        step.Next(a, a + (slow * (r - a)));
        step.Rate(r);
    }
}

/// <summary>Four trials of ten steps with random inputs, and the loss L = Σ z²/2, of which dL/dz = z.</summary>
internal sealed class RandomTrials(int inputs, int outputs) : IBatch<double>
{
    private readonly double[] losses = new double[4];

    public double Loss => losses.Sum();

    public int Trials => losses.Length;

    public StreamKey Noise => new(1, Purpose.TrainingNoise);

    public StreamKey Dropout => new(1, Purpose.Dropout);

    public int Steps(int trial) => 10;

    public long NoiseIndex(int trial) => trial;

    public void WriteInputs(Block<double> block)
    {
        for (var t = 0; t < block.Steps; t++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                var numbers = new RandomStream(new StreamKey(1, Purpose.Analysis), (t * Trials) + block.FirstTrial + row);
                for (var i = 0; i < inputs; i++)
                {
                    block.Inputs.Span[(((t * block.Rows) + row) * block.InputStride) + i] = numbers.NextNormal();
                }
            }
        }
    }

    public void AfterForward(Block<double> block)
    {
        Array.Clear(losses, block.FirstTrial, block.Rows);
        for (var at = 0; at < block.Steps * block.Rows; at++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var z = block.Outputs.Span[(at * block.OutputStride) + o];
                losses[block.FirstTrial + (at % block.Rows)] += z * z / 2;
                block.OutputAdjoints.Span[(at * block.OutputStride) + o] = z;
            }
        }
    }
}
