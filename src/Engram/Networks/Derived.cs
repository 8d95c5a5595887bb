using System.Numerics;
using Engram.Equations;

namespace Engram.Networks;

/// <summary>The arithmetic of a <see cref="Derivation"/>: forward on effective values, back on gradients.</summary>
internal abstract class Derived
{
    /// <summary>Chooses the arithmetic.</summary>
    /// <param name="shape">A parameter that has a derivation.</param>
    public static Derived Of(ParameterShape shape) => shape.Derivation switch
    {
        GainDerivation gain => new DerivedGain(shape.Name, gain),
        SupportDerivation support => new DerivedSupport(shape.Name, support),
        _ => throw new ArgumentException($"{shape.Name} has an unknown derivation.", nameof(shape)),
    };

    /// <summary>Writes the effective values of the target, after those of all parameters by themselves.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="set">The layout.</param>
    /// <param name="effective">Effective values, changed in place.</param>
    public abstract void Apply<T>(ParameterSet set, Span<T> effective)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Turns the gradient for the target into that for what it is made of, in place.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="set">The layout.</param>
    /// <param name="raw">Raw values.</param>
    /// <param name="gradient">The gradient for effective values on entry.</param>
    public abstract void Pull<T>(ParameterSet set, ReadOnlySpan<T> raw, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
