using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// RMSProp as Hinton's lecture gives it: s ← ρ s + (1 − ρ) g², θ ← θ − η g / (√s + ε). The lecture has no ε; here it stands outside the
/// root. There is neither momentum nor a correction for the start at zero.
/// </summary>
[Cite("", "Tieleman & Hinton 2012, Lecture 6e: rmsprop, Neural networks for machine learning, Coursera")]
public sealed record RmsPropHinton : Optimiser
{
    /// <summary>ρ, the decay of the mean squared gradient.</summary>
    [Range(0, 0.999999)]
    public double Decay { get; init; } = 0.9;

    /// <summary>ε, added to √s.</summary>
    [Range(0, Above = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => ["mean-square"];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
        ElementwiseUpdate.Run(new Rule<T>(learningRate, Decay, Epsilon), state, parameters, gradient);

    /// <inheritdoc/>
    public override void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate) =>
        ElementwiseUpdate.Run(new SizeRule<T>(learningRate, Epsilon), state, sizes, sizes);

    private readonly struct SizeRule<T>(double learningRate, double epsilon) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> eta = new(T.CreateTruncating(learningRate)), epsilon = new(T.CreateTruncating(epsilon));

        public static int Arrays => 1;

        // η / (√s + ε)
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> s, ref Vector<T> b, ref Vector<T> c) =>
            eta / (Vector.SquareRoot(s) + epsilon);
    }

    private readonly struct Rule<T>(double learningRate, double decay, double epsilon) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Vector<T> eta = new(T.CreateTruncating(learningRate)), rho = new(T.CreateTruncating(decay));
        private readonly Vector<T> rest = new(T.CreateTruncating(1 - decay)), epsilon = new(T.CreateTruncating(epsilon));

        public static int Arrays => 1;

        // s ← ρ s + (1 − ρ) g²
        // θ ← θ − η g / (√s + ε)
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> s, ref Vector<T> b, ref Vector<T> c)
        {
            g = Denormals.Flush(g);
            s = Denormals.Flush((rho * s) + (rest * Denormals.Square(g)));
            return theta - (eta * g / (Vector.SquareRoot(s) + epsilon));
        }
    }
}
