using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// RMSProp as Graves used it, with the centred second moment, ε inside the root, and momentum (equations 38 to 41):
/// n ← ρ n + (1 − ρ) g², m ← ρ m + (1 − ρ) g, Δ ← μ Δ − η g / √(n − m² + ε), θ ← θ + Δ.
/// </summary>
[Cite("10.48550/arXiv.1308.0850", "Graves 2013, Generating sequences with recurrent neural networks")]
public sealed record RmsPropGraves : Optimiser
{
    /// <summary>The settings of the paper: η = 1e-4, ρ = 0.95, μ = 0.9, ε = 1e-4.</summary>
    public RmsPropGraves() => LearningRate = 1e-4;

    /// <summary>ρ, the decay of both moments.</summary>
    [Range(0, 0.999999)]
    public double Decay { get; init; } = 0.95;

    /// <summary>μ, the share of the last change that is kept.</summary>
    [Range(0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>ε, added under the root.</summary>
    [Range(0, Above = true)]
    public double Epsilon { get; init; } = 1e-4;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => ["mean-square", "mean", "change"];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
        ElementwiseUpdate.Run(new Rule<T>(learningRate, Decay, Momentum, Epsilon), state, parameters, gradient);

    /// <inheritdoc/>
    public override void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate) =>
        ElementwiseUpdate.Run(new SizeRule<T>(learningRate / (1 - Momentum), Epsilon), state, sizes, sizes);

    private readonly struct SizeRule<T>(double limit, double epsilon) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> limit = new(T.CreateTruncating(limit)), epsilon = new(T.CreateTruncating(epsilon));

        public static int Arrays => 3;

        // η / ((1 − μ) √(n − m² + ε))
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> n, ref Vector<T> m, ref Vector<T> change) =>
            limit / Vector.SquareRoot(Vector.Max(n - Denormals.Square(m), Vector<T>.Zero) + epsilon);
    }

    private readonly struct Rule<T>(double learningRate, double decay, double momentum, double epsilon) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> eta = new(T.CreateTruncating(learningRate)), rho = new(T.CreateTruncating(decay));
        private readonly Vector<T> rest = new(T.CreateTruncating(1 - decay)), mu = new(T.CreateTruncating(momentum));
        private readonly Vector<T> epsilon = new(T.CreateTruncating(epsilon));

        public static int Arrays => 3;

        // n ← ρ n + (1 − ρ) g²
        // m ← ρ m + (1 − ρ) g
        // Δ ← μ Δ − η g / √(n − m² + ε)
        // θ ← θ + Δ
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> n, ref Vector<T> m, ref Vector<T> change)
        {
            g = Denormals.Flush(g);
            n = Denormals.Flush((rho * n) + (rest * Denormals.Square(g)));
            m = Denormals.Flush((rho * m) + (rest * g));

            // n − m² is a variance; rounding alone can make it negative.
            var variance = Vector.Max(n - Denormals.Square(m), Vector<T>.Zero);
            change = Denormals.Flush((mu * change) - (eta * g / Vector.SquareRoot(variance + epsilon)));
            return theta + change;
        }
    }
}
