using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Runs an <see cref="IElementRule{T}"/> over all parameters. The rest that fills no vector is padded, so that the equation is written
/// once.
/// </summary>
public static class ElementwiseUpdate
{
    private const int MostArrays = 3;

    /// <summary>θ and the arrays of the state, advanced by the rule. Allocates nothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <param name="rule">The rule, with its numbers.</param>
    /// <param name="state">The arrays a, b, c, as many as the rule uses, and perhaps more.</param>
    /// <param name="theta">θ, changed in place.</param>
    /// <param name="g">The gradient, as long as θ.</param>
    /// <exception cref="UsageException">The rule uses more arrays than there are.</exception>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<T, TRule>(in TRule rule, OptimiserState<T> state, Span<T> theta, ReadOnlySpan<T> g)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IElementRule<T>
    {
        Check(TRule.Arrays, state, theta.Length, g.Length);
        var width = Vector<T>.Count;
        var whole = theta.Length - (theta.Length % width);
        Span<T> a = state.Values(0), b = state.Values(1), c = state.Values(2);
        Vectors(rule, theta[..whole], g[..whole], a, b, c);
        if (whole == theta.Length)
        {
            return;
        }

        Span<T> padded = stackalloc T[5 * width];
        padded.Clear();
        Span<T> pt = padded[..width], pg = padded.Slice(width, width), pa = padded.Slice(2 * width, width);
        Span<T> pb = padded.Slice(3 * width, width), pc = padded.Slice(4 * width, width);
        theta[whole..].CopyTo(pt);
        g[whole..].CopyTo(pg);
        Tail(a, whole).CopyTo(pa);
        Tail(b, whole).CopyTo(pb);
        Tail(c, whole).CopyTo(pc);
        Vectors(rule, pt, pg, pa, pb, pc);
        var rest = theta.Length - whole;
        pt[..rest].CopyTo(theta[whole..]);
        pa[..Tail(a, whole).Length].CopyTo(Tail(a, whole));
        pb[..Tail(b, whole).Length].CopyTo(Tail(b, whole));
        pc[..Tail(c, whole).Length].CopyTo(Tail(c, whole));
    }

    private static void Check<T>(int arrays, OptimiserState<T> state, int parameters, int gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (arrays > Math.Min(MostArrays, state.Arrays.Count))
        {
            throw new UsageException(
                $"A rule of an optimiser uses {arrays} arrays, but the optimiser names {state.Arrays.Count} in StateNames; "
                + (arrays > MostArrays ? $"use at most {MostArrays}." : "name each of them, because only named arrays are saved."));
        }

        if (parameters != state.Count || gradient != state.Count)
        {
            throw new ArgumentException(
                $"The state is for {state.Count} parameters, but there are {parameters} parameters and {gradient} gradient values.");
        }
    }

    private static Span<T> Tail<T>(Span<T> values, int from) => values.IsEmpty ? default : values[from..];

    // The lengths were checked; an array that the rule does not use may be empty and is never touched.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vectors<T, TRule>(in TRule rule, Span<T> theta, ReadOnlySpan<T> g, Span<T> a, Span<T> b, Span<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IElementRule<T>
    {
        ref var theta0 = ref MemoryMarshal.GetReference(theta);
        ref var g0 = ref MemoryMarshal.GetReference(g);
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        var local = rule;
        for (nuint i = 0; i < (nuint)theta.Length; i += (nuint)Vector<T>.Count)
        {
            var va = TRule.Arrays > 0 ? Vector.LoadUnsafe(ref a0, i) : default;
            var vb = TRule.Arrays > 1 ? Vector.LoadUnsafe(ref b0, i) : default;
            var vc = TRule.Arrays > 2 ? Vector.LoadUnsafe(ref c0, i) : default;
            local.Step(Vector.LoadUnsafe(ref theta0, i), Vector.LoadUnsafe(ref g0, i), ref va, ref vb, ref vc).StoreUnsafe(ref theta0, i);
            if (TRule.Arrays > 0)
            {
                va.StoreUnsafe(ref a0, i);
            }

            if (TRule.Arrays > 1)
            {
                vb.StoreUnsafe(ref b0, i);
            }

            if (TRule.Arrays > 2)
            {
                vc.StoreUnsafe(ref c0, i);
            }
        }
    }
}
