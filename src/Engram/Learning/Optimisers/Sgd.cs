using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>Stochastic gradient descent: θ ← θ − η g.</summary>
[Cite("10.1214/aoms/1177729586", "Robbins & Monro 1951, A stochastic approximation method")]
public sealed record Sgd : Optimiser
{
    /// <summary>The settings of pycog: η = 0.01.</summary>
    public Sgd() => LearningRate = 1e-2;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => [];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
        ElementwiseUpdate.Run(new Rule<T>(new Vector<T>(T.CreateTruncating(learningRate))), state, parameters, gradient);

    /// <inheritdoc/>
    public override void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate) =>
        sizes.Fill(T.CreateTruncating(learningRate));

    private readonly struct Rule<T>(Vector<T> eta) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Arrays => 0;

        // θ ← θ − η g
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> a, ref Vector<T> b, ref Vector<T> c) =>
            theta - (eta * Denormals.Flush(g));
    }
}
