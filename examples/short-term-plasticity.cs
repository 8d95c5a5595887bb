#:project ../src/Engram/Engram.csproj

// Synapses that remember: facilitation holds what the rates have let go of: dotnet run examples/short-term-plasticity.cs
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

var cell = new MongilloCell { Units = 60 };
Console.WriteLine(string.Join('\n', EquationText.Step(cell.Graph(1, 2, 20.Ms))));
var configuration = new ModernPreset().For(new DelayedMatchTask { Delay = 1.Seconds }, seed: 1) with
{
    Cell = cell,
    Penalties = new Penalties { L2Rates = 0.2 },
};
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{cell.Name} on delayed-match: {result.Outcome} after {result.Updates} updates");

// The last half second of the delay, as it was, without any activity, and with synapses at rest as well. A state holds v, then f, then x.
var (n, network, silence) = (cell.Units, trainer.Network, 500.Ms);
var run = new TrainedRun("", configuration, network);
var experiment = run.Experiment(trials: 200) with { KeepStates = true };
var recording = experiment.Run();
using var map = run.Map();
Console.WriteLine($"rates: {MeanRate("sample"):0.0} Hz in the sample, {MeanRate("delay"):0.0} Hz in the delay");
Report("as it was", _ => { });
var silent = Report("without activity", state => state[..n].Clear());
var rested = Report("without activity, synapses at rest", state =>
{
    state[..n].Clear();
    state[n..(2 * n)].Fill(cell.Utilisation);
    state[(2 * n)..].Fill(1);
});
return silent > 0.9 && rested < 0.7 ? 0 : 3;

double MeanRate(string period) => recording.Trials.Average(trial =>
{
    var (first, end) = recording.StepsOf(period, trial.Index)!.Value;
    return Enumerable.Range(first, end - first).Average(step => cell.MaximumRate * recording.Rate(step, trial.Index).ToArray().Average());
});

double Report(string what, Action<Span<double>> change)
{
    var output = (float[])recording.Output.Clone();
    foreach (var trial in recording.Trials)
    {
        var end = recording.StepsOf("delay", trial.Index)!.Value.End;
        var step = end - (int)(silence / recording.Dt);
        double[] state = [.. recording.State(step - 1, trial.Index)];
        for (; step < trial.Steps; step++)
        {
            map.Next(state, [.. recording.InputAt(step, trial.Index)], state);
            if (step < end)
            {
                change(state);
            }

            for (var o = 0; o < recording.Outputs; o++)
            {
                var z = network["b_out", o, 0];
                for (var i = 0; i < n; i++)
                {
                    z += network["w_out", o, i] * (float)Math.Max(Math.Tanh(state[i]), 0);
                }

                output[(((step * recording.TrialCount) + trial.Index) * recording.Outputs) + o] = z;
            }
        }
    }

    var share = experiment.Score(output).Overall!.Share;
    Console.WriteLine($"{what}: {100 * share:0} % correct");
    return share;
}

/// <summary>
/// A cell of one's own beside the library's short-term-plasticity, which is that of Masse et al. 2019: leaky units whose synapses facilitate and tire: τ dv/dt = −v + W_rec (f x r)/U + W_in u + b + √(2τσ²) ξ, r = max(tanh v, 0),
/// df/dt = (U − f)/τ_f + U (1 − f) r_max r, dx/dt = (1 − x)/τ_d − f x r_max r. f is u in the paper; here u are the inputs.
/// </summary>
[Cite("10.1126/science.1150769", "Mongillo, Barak & Tsodyks 2008, Synaptic theory of working memory")]
internal sealed record MongilloCell : Cell
{
    /// <summary>Time constant τ of the current.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>Time constant τ_f of the facilitation.</summary>
    public TimeSpan FacilitationTau { get; init; } = 1500.Ms;

    /// <summary>Time constant τ_d of the depression.</summary>
    public TimeSpan DepressionTau { get; init; } = 200.Ms;

    /// <summary>U, the share of the resources that the first spike after a rest uses.</summary>
    [Range(0, 1)]
    public double Utilisation { get; init; } = 0.2;

    /// <summary>r_max, the greatest rate.</summary>
    [Range(0, 50), Unit("Hz")]
    public double MaximumRate { get; init; } = 40;

    /// <summary>Standard deviation σ of the noise.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; } = 0.05;

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => true;

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var alpha = step.Alpha(Tau);
        var v = step.State("v", Units);
        var f = step.State("f", Units, new Prescription { Value = Utilisation, Held = true });
        var x = step.State("x", Units, new Prescription { Value = 1, Held = true });
        var r = step.Apply(Activation.RectifyTanh, v);
        var spikes = MaximumRate * step.Dt.TotalSeconds * r;
        var drive = step.Linear("w_rec", f * x * r * (1 / Utilisation), Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
        step.Next(v, v + (alpha * (drive - v)) + step.Noise("xi", Units, Math.Sqrt(2 * alpha) * Noise));
        step.Next(f, f + (step.Alpha(FacilitationTau) * (Utilisation - f)) + (Utilisation * (1 - f) * spikes));
        step.Next(x, x + (step.Alpha(DepressionTau) * (1 - x)) - (f * x * spikes));
        step.Rate(r);
    }
}
