#:project ../src/Engram/Engram.csproj

// A new loss, its gradient checked, and trained with: dotnet run examples/define-a-loss.cs
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

var loss = new HuberLoss();
GradientCheck.Of(loss);
Console.WriteLine($"{loss.Name}: the gradient agrees with differences");

var preset = new ModernPreset().For(new DelayedMatchTask { Delay = 1.Seconds }, seed: 1);
var configuration = preset with { Training = preset.Training with { Loss = loss.Name } };
using var trainer = new Trainer(configuration, threads: 1);
var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
Console.WriteLine($"{loss.Name} on delayed-match: {result.Outcome} after {result.Updates} updates");
return result.Outcome == Outcome.Reached ? 0 : 3;

/// <summary>Huber's loss: e²/2 where |e| ≤ δ, else δ (|e| − δ/2), of the error e = z − y. An outlier pulls no harder than δ.</summary>
[Cite("10.1214/aoms/1177703732", "Huber 1964, Robust estimation of a location parameter")]
internal sealed record HuberLoss : ElementwiseLoss
{
    private const double Delta = 0.5;

    /// <inheritdoc/>
    protected override T Of<T>(T z, T y, out T slope)
    {
        var (error, delta) = (z - y, T.CreateTruncating(Delta));
        slope = T.Clamp(error, -delta, delta);
        return slope * (error - (slope / T.CreateTruncating(2)));
    }
}
