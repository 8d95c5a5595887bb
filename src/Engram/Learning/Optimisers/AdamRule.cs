using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Learning;

/// <summary>One step of Adam, with the decay of AdamW: keep = 1 − ηλ is 1 for Adam.</summary>
internal readonly struct AdamRule<T> : IElementRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> eta, beta1, rest1, beta2, rest2, correct2, epsilon, keep;

    /// <summary>
    /// The rule of update t, from 1: η' = η / (1 − β₁ᵗ) carries the correction of m, and v is multiplied with 1 / (1 − β₂ᵗ).
    /// </summary>
    public AdamRule(double learningRate, double beta1, double beta2, double epsilon, double decay, long t)
    {
        eta = Broadcast(learningRate / (1 - Math.Pow(beta1, t)));
        this.beta1 = Broadcast(beta1);
        rest1 = Broadcast(1 - beta1);
        this.beta2 = Broadcast(beta2);
        rest2 = Broadcast(1 - beta2);
        correct2 = Broadcast(1 / (1 - Math.Pow(beta2, t)));
        this.epsilon = Broadcast(epsilon);
        keep = Broadcast(1 - (learningRate * decay));
    }

    public static int Arrays => 2;

    // m ← β₁ m + (1 − β₁) g
    // v ← β₂ v + (1 − β₂) g²
    // θ ← (1 − ηλ) θ − η m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),   v̂ = v / (1 − β₂ᵗ)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> m, ref Vector<T> v, ref Vector<T> c)
    {
        g = Denormals.Flush(g);
        m = Denormals.Flush((beta1 * m) + (rest1 * g));
        v = Denormals.Flush((beta2 * v) + (rest2 * Denormals.Square(g)));
        return (keep * theta) - (eta * m / (Vector.SquareRoot(v * correct2) + epsilon));
    }

    private static Vector<T> Broadcast(double value) => new(T.CreateTruncating(value));
}

/// <summary>The sizes of Adam's steps, which leave its state as it is.</summary>
internal readonly struct AdamSizeRule<T>(double learningRate, double beta2, double epsilon, long t) : IElementRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> eta = new(T.CreateTruncating(learningRate)), epsilon = new(T.CreateTruncating(epsilon));
    private readonly Vector<T> correct2 = new(T.CreateTruncating(1 / (1 - Math.Pow(beta2, t))));

    public static int Arrays => 2;

    // η / (√v̂ + ε)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> m, ref Vector<T> v, ref Vector<T> c) =>
        eta / (Vector.SquareRoot(v * correct2) + epsilon);
}
