using System.Numerics;

namespace Engram.Learning;

/// <summary>The equation of an optimiser for a few parameters at once. Padding lanes hold zeros everywhere.</summary>
internal interface IElementRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many of a, b, c the rule uses, 0 to 3.</summary>
    static abstract int Arrays { get; }

    /// <summary>The new θ from θ, g and the state a, b, c, which are advanced.</summary>
    Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> a, ref Vector<T> b, ref Vector<T> c);
}
