#:project ../src/Engram/Engram.csproj

// Spiking units that learn online: a cell with a reset, trained by e-prop: dotnet run examples/spike.cs
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

var cell = new SpikingCell { Units = 100 };
var preset = new ModernPreset().For(new PerceptualDecisionTask(), seed: 1);
var configuration = preset with
{
    Cell = cell,
    Network = new NetworkOptions { Readout = ReadoutKind.All, InputScale = 1, SpectralRadius = 1, TrainBias = true, TrainReadoutBias = true },
    Credit = Credit.Rules["e-prop"],
    Stopping = new Stopping { Criterion = PerformanceMeasure.Overall, Threshold = 0.85, MaxUpdates = 2000 },
};
Console.WriteLine(string.Join('\n', EquationText.Step(cell.Graph(2, 2, 20.Ms))));
Console.WriteLine(string.Join('\n', EquationText.Adjoint(configuration.Credit.Through(cell.Graph(2, 2, 20.Ms)))));
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{cell.Name} on perceptual-decision: {result.Outcome} after {result.Updates} updates");
return result.Outcome == Outcome.Reached ? 0 : 3;

/// <summary>
/// Leaky units that fire when their voltage is above θ and are then reset: v ← e^(−dt/τ) v + W s + W_in u + b − θ s, s = 1 where v > θ.
/// The readout sees the trace y of the spikes, τ_y dy/dt = −y + s.
/// </summary>
[Cite("10.1038/s41467-020-17236-y", "Bellec et al. 2020, A solution to the learning dilemma for recurrent networks of spiking neurons")]
internal sealed record SpikingCell : Cell
{
    /// <summary>Time constant τ of the voltage.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>Time constant τ_y of the trace.</summary>
    public TimeSpan TraceTau { get; init; } = 100.Ms;

    /// <summary>θ, the voltage above which a unit fires.</summary>
    [Range(0, 1e6, Above = true)]
    public double Threshold { get; init; } = 1;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => true;

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var (beta, theta) = (Math.Exp(-step.Dt / Tau), Threshold);
        var y = step.State("y", Units);
        var v = step.State("v", Units);
        var spikes = step.Spike((v - theta) * (1 / theta));
        var drive = step.Linear("w_rec", spikes, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
        step.Next(v, (beta * v) + drive - (theta * step.Detach(spikes)));
        step.Next(y, y + (step.Alpha(TraceTau) * (spikes - y)));
        step.Rate(y);
    }
}
