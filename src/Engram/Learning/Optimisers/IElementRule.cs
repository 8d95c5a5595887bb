using System.Numerics;

namespace Engram.Learning;

/// <summary>
/// The equation of an optimiser for a few parameters at once; <see cref="ElementwiseUpdate"/> runs it over all. Padding lanes hold zeros
/// everywhere.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IElementRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many of a, b, c the rule uses, 0 to 3: the first of the optimiser's <c>StateNames</c>.</summary>
    static abstract int Arrays { get; }

    /// <summary>The new θ from θ, g and the state a, b, c, which are advanced.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="g">The gradient.</param>
    /// <param name="a">The first array.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    Vector<T> Step(Vector<T> theta, Vector<T> g, ref Vector<T> a, ref Vector<T> b, ref Vector<T> c);
}
