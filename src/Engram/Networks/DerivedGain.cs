using System.Buffers;
using Engram.Equations;

namespace Engram.Networks;

/// <summary>W'[i, j] = g[i] W[i, j], or g[j] W[i, j].</summary>
internal sealed class DerivedGain(string name, GainDerivation gain) : Derived
{
    /// <inheritdoc/>
    public override void Apply<T>(ParameterSet set, Span<T> effective)
    {
        var columns = set.Shape(gain.Target).Columns;
        var g = set.Of(name, effective);
        var w = set.Of(gain.Target, effective);
        for (var k = 0; k < w.Length; k++)
        {
            w[k] *= g[gain.OfRows ? k / columns : k % columns];
        }
    }

    // dL/dg[j] = Σᵢ dL/dW'[i, j] W[i, j],  dL/dW[i, j] = dL/dW'[i, j] g[j]
    /// <inheritdoc/>
    public override void Pull<T>(ParameterSet set, ReadOnlySpan<T> raw, Span<T> gradient)
    {
        var columns = set.Shape(gain.Target).Columns;
        var g = set.Of(name, raw);
        var dw = set.Of(gain.Target, gradient);
        var dg = set.Of(name, gradient);
        var rented = ArrayPool<T>.Shared.Rent(dw.Length);
        var w = rented.AsSpan(0, dw.Length);
        set.Constraint(gain.Target).Effective(set.Of(gain.Target, raw), w);
        dg.Clear();
        for (var k = 0; k < dw.Length; k++)
        {
            var j = gain.OfRows ? k / columns : k % columns;
            dg[j] += dw[k] * w[k];
            dw[k] *= g[j];
        }

        ArrayPool<T>.Shared.Return(rented);
    }
}
