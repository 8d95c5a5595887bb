using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engram.Numerics;

/// <summary>A sum in double over a fixed number of lanes, so that its bits do not depend on the machine's vector width.</summary>
internal struct DoubleSum
{
    private Vector256<double> low, high;
    private double rest;

    /// <summary>The sum of all lanes, in one order.</summary>
    public readonly double Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var both = low + high;
            return both[0] + both[1] + (both[2] + both[3]) + rest;
        }
    }

    /// <summary>Adds each element to its lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<T>(Vector256<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            low += Vector256.WidenLower(values.AsSingle());
            high += Vector256.WidenUpper(values.AsSingle());
        }
        else
        {
            low += values.AsDouble();
        }
    }

    /// <summary>Adds the squares, each formed in double, to their lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSquares<T>(Vector256<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var lower = Vector256.WidenLower(values.AsSingle());
            var upper = Vector256.WidenUpper(values.AsSingle());
            low += lower * lower;
            high += upper * upper;
        }
        else
        {
            low += values.AsDouble() * values.AsDouble();
        }
    }

    /// <summary>Adds one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value) => rest += value;
}
