#:project ../src/Engram/Engram.csproj

// A new cell, written as its equation, checked and trained: dotnet run examples/define-a-cell.cs
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Tasks;

var cell = new AdaptingCell();
Console.WriteLine(string.Join('\n', EquationText.Step(cell.Graph(2, 2, 20.Ms))));

// The derived gradient, in double precision, against central differences (L(w + h) - L(w - h)) / 2h.
Console.WriteLine($"gradient: {GradientCheck.Of(cell with { Units = 20 })} weights, agrees with differences to 1e-6");

var configuration = new ModernPreset().For(new PerceptualDecisionTask(), seed: 1) with
{
    Cell = cell,
    Stopping = new Stopping { Criterion = PerformanceMeasure.Overall, Threshold = 0.85, MaxUpdates = 2000 },
};
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{cell.Name} on perceptual-decision: {result.Outcome} after {result.Updates} updates");
return result.Outcome == Outcome.Reached ? 0 : 3;

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
