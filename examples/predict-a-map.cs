#:project ../src/Engram/Engram.csproj

// A time series of one's own: the logistic map, predicted one sample ahead and in a closed loop. dotnet run examples/predict-a-map.cs
using Engram.Learning;
using Engram.Tasks;

var task = new LogisticMapTask { WarmUp = [10], Length = [100], TestLength = [100] };
var configuration = new PatternsPreset().For(task, seed: 1).With(
    [new("cell", "gru"), new("units", "32"), new("trials", "16"), new("target-error", "0.02"), new("max-updates", "2000"), new("validation-trials", "32")]);
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{task.Name}: {result.Outcome} after {result.Updates} updates");
foreach (var shown in new[] { task, task.Pin("horizon", 20) })
{
    var measures = Evaluation.Run(trainer.Network, shown, configuration.Training.Dt, trials: 50, seed: 2).Measures;
    Console.WriteLine(string.Join("; ", measures.Select(measure => $"{measure.Name} {measure.Median:0.000}")));
}

return result.Outcome == Outcome.Reached ? 0 : 3;

/// <summary>Predict the logistic map at r = 4.</summary>
internal sealed record LogisticMapTask : ForecastTask
{
    private static readonly string[] Value = ["x"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Value;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Value;

    /// <summary>The exponent at r = 4 is ln 2.</summary>
    protected override double LyapunovTimes => Math.Log(2);

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        var x = trial.Draw("start", 0.1, 0.9);
        for (var k = 0; k < targets.Samples + Ahead; k++)
        {
            Write(inputs!, targets, k, 0, x);
            x = 4 * x * (1 - x);
        }
    }
}
