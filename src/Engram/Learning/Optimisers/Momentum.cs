using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Gradient descent with Polyak's heavy ball: v ← μ v − η g, θ ← θ + v. With <see cref="Nesterov"/>, in the form of Sutskever et al. 2013
/// at the looked-ahead parameters: θ ← θ + μ v − η g with the new v.
/// </summary>
[Cite("10.1016/0041-5553(64)90137-5", "Polyak 1964, Some methods of speeding up the convergence of iteration methods")]
public sealed record Momentum : Optimiser
{
    /// <summary>The usual settings: η = 0.01, μ = 0.9.</summary>
    public Momentum() => LearningRate = 1e-2;

    /// <summary>μ, the share of the last velocity that is kept.</summary>
    [Range(0, 0.9999)]
    public double Decay { get; init; } = 0.9;

    /// <summary>Whether the gradient is taken as that of the looked-ahead parameters (Nesterov 1983).</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => ["velocity"];

    /// <inheritdoc/>
    protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate)
    {
        Vector<T> eta = new(T.CreateTruncating(learningRate)), mu = new(T.CreateTruncating(Decay));
        if (Nesterov)
        {
            ElementwiseUpdate.Run(new NesterovRule<T>(eta, mu), state, parameters, gradient);
        }
        else
        {
            ElementwiseUpdate.Run(new PolyakRule<T>(eta, mu), state, parameters, gradient);
        }
    }

    // A constant gradient drives the velocity to −η g / (1 − μ).
    /// <inheritdoc/>
    public override void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate) =>
        sizes.Fill(T.CreateTruncating(learningRate / (1 - Decay)));

    private readonly struct PolyakRule<T>(Vector<T> eta, Vector<T> mu) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Arrays => 1;

        // v ← μ v − η g
        // θ ← θ + v
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> v, ref Vector<T> b, ref Vector<T> c)
        {
            v = Denormals.Flush((mu * v) - (eta * Denormals.Flush(g)));
            return theta + v;
        }
    }

    private readonly struct NesterovRule<T>(Vector<T> eta, Vector<T> mu) : IElementRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static int Arrays => 1;

        // v ← μ v − η g
        // θ ← θ + (μ v − η g)
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> v, ref Vector<T> b, ref Vector<T> c)
        {
            var pull = eta * Denormals.Flush(g);
            v = Denormals.Flush((mu * v) - pull);
            return theta + ((mu * v) - pull);
        }
    }
}
