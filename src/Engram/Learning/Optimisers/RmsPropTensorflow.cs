using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// RMSProp as TensorFlow 1 computes it, with ε inside the root, momentum, and a mean squared gradient that begins at 1 rather than at 0: s ← ρ s + (1 − ρ) g²,
/// m ← μ m + η g / √(s + ε), θ ← θ − m.
/// </summary>
/// <remarks>Where gradients are small, as those that are clipped to 1e-5, first steps are small as well: only after 1 / (1 − ρ) updates has s forgotten its 1.</remarks>
[Cite("10.48550/arXiv.1603.04467", "Abadi et al. 2016, TensorFlow: large-scale machine learning on heterogeneous distributed systems")]
public sealed record RmsPropTensorflow : Optimiser
{
    /// <summary>ρ, the decay of the mean squared gradient.</summary>
    [Range(0, 0.999999)]
    public double Decay { get; init; } = 0.9;

    /// <summary>μ, the share of the last change that is kept.</summary>
    [Range(0, 0.9999)]
    public double Momentum { get; init; }

    /// <summary>ε, added under the root.</summary>
    [Range(0, Above = true)]
    public double Epsilon { get; init; } = 1e-10;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => ["mean-square", "change"];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Step == 1)
        {
            state.Values(0).Fill(T.One);
        }

        ElementwiseUpdate.Run(new Rule<T>(learningRate, Decay, Momentum, Epsilon), state, parameters, gradient);
    }

    /// <inheritdoc/>
    public override void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate) =>
        ElementwiseUpdate.Run(new SizeRule<T>(learningRate / (1 - Momentum), Epsilon), state, sizes, sizes);

    private readonly struct SizeRule<T>(double limit, double epsilon) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> limit = new(T.CreateTruncating(limit)), epsilon = new(T.CreateTruncating(epsilon));

        public static int Arrays => 2;

        // η / ((1 − μ) √(s + ε))
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> s, ref Vector<T> m, ref Vector<T> c) =>
            limit / Vector.SquareRoot(s + epsilon);
    }

    private readonly struct Rule<T>(double learningRate, double decay, double momentum, double epsilon) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> eta = new(T.CreateTruncating(learningRate)), rho = new(T.CreateTruncating(decay));
        private readonly Vector<T> rest = new(T.CreateTruncating(1 - decay)), mu = new(T.CreateTruncating(momentum));
        private readonly Vector<T> epsilon = new(T.CreateTruncating(epsilon));

        public static int Arrays => 2;

        // s ← ρ s + (1 − ρ) g²
        // m ← μ m + η g / √(s + ε)
        // θ ← θ − m
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> s, ref Vector<T> m, ref Vector<T> c)
        {
            g = Denormals.Flush(g);
            s = Denormals.Flush((rho * s) + (rest * Denormals.Square(g)));
            m = Denormals.Flush((mu * m) + (eta * g / Vector.SquareRoot(s + epsilon)));
            return theta - m;
        }
    }
}
