#:project ../src/Engram/Engram.csproj

// A new optimiser, stopped half-way and gone on with: dotnet run examples/define-an-optimiser.cs
using System.Numerics;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

PlainErrors.Use();
var configuration = new ModernPreset().For(new DelayedMatchTask { Delay = 1.Seconds }, seed: 1) with
{
    Optimiser = new LionOptimiser { LearningRate = 1e-3 },
};
var folder = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

// Stopped after the check at 200 updates: the folder holds the weights, the state of the optimiser, and the name by which it is found again.
using (var source = new CancellationTokenSource())
{
    var hooks = new TrainerHooks { OnCheck = check => (check.Update >= 200 ? source : null)?.Cancel() };
    var stopped = TrainingRun.Execute(configuration, folder, resume: false, threads: 1, hooks, source.Token);
    Console.WriteLine($"lion: {stopped.Outcome} after {stopped.Updates} updates");
}

var result = TrainingRun.Execute(TrainingRun.Load(folder).Configuration, folder, resume: true, threads: 1, TrainerHooks.None, CancellationToken.None);
using var unbroken = new Trainer(configuration, threads: 1);
unbroken.Run(TrainerHooks.None, CancellationToken.None);
var same = TrainingRun.Load(folder).Network.RawValues.SequenceEqual(unbroken.Network.RawValues);
Console.WriteLine($"lion on delayed-match: {result.Outcome} after {result.Updates} updates; {(same ? "the same bits" : "other bits")} as without the stop");
return result.Outcome == Outcome.Reached && same ? 0 : 3;

/// <summary>Lion, whose steps have one size and the sign of a mean: θ ← θ − η sign(β₁ m + (1 − β₁) g), m ← β₂ m + (1 − β₂) g.</summary>
[Cite("10.48550/arXiv.2302.06675", "Chen et al. 2023, Symbolic discovery of optimization algorithms")]
internal sealed record LionOptimiser : Optimiser
{
    /// <summary>β₁, the share of the mean in what a step follows.</summary>
    [Range(0, 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, the decay of the mean.</summary>
    [Range(0, 0.9999)]
    public double Beta2 { get; init; } = 0.99;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => ["m"];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
        ElementwiseUpdate.Run(new Rule<T>(learningRate, Beta1, Beta2), state, parameters, gradient);

    private readonly struct Rule<T>(double eta, double beta1, double beta2) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> eta = All(eta), b1 = All(beta1), rest1 = All(1 - beta1), b2 = All(beta2), rest2 = All(1 - beta2);

        public static int Arrays => 1;

        // θ ← θ − η sign(β₁ m + (1 − β₁) g)
        // m ← β₂ m + (1 − β₂) g
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> m, ref Vector<T> b, ref Vector<T> c)
        {
            var follow = (b1 * m) + (rest1 * g);
            m = Denormals.Flush((b2 * m) + (rest2 * g));
            var up = Vector.ConditionalSelect(Vector.LessThan(follow, Vector<T>.Zero), eta, Vector<T>.Zero);
            var down = Vector.ConditionalSelect(Vector.GreaterThan(follow, Vector<T>.Zero), eta, Vector<T>.Zero);
            return theta + up - down;
        }

        private static Vector<T> All(double value) => new(T.CreateTruncating(value));
    }
}
