using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics;

/// <summary>Vector arithmetic on rows of matrices in double precision.</summary>
internal static class Rows
{
    /// <summary>Σ a[k] b[k].</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        var (sum0, sum1) = (Vector<double>.Zero, Vector<double>.Zero);
        var k = 0;
        for (; k + 1 < va.Length; k += 2)
        {
            sum0 += va[k] * vb[k];
            sum1 += va[k + 1] * vb[k + 1];
        }

        var sum = Vector.Sum(sum0 + sum1);
        for (k *= Vector<double>.Count; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }

    /// <summary>Σ a[k] b[k] of long rows, a product and its sum in one rounding.</summary>
    public static double FusedDot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        var (sum0, sum1, sum2, sum3) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var k = 0;
        for (; k + 3 < va.Length && k + 3 < vb.Length; k += 4)
        {
            sum0 = Vector.FusedMultiplyAdd(va[k], vb[k], sum0);
            sum1 = Vector.FusedMultiplyAdd(va[k + 1], vb[k + 1], sum1);
            sum2 = Vector.FusedMultiplyAdd(va[k + 2], vb[k + 2], sum2);
            sum3 = Vector.FusedMultiplyAdd(va[k + 3], vb[k + 3], sum3);
        }

        var sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (k *= Vector<double>.Count; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }

    /// <summary>a[k] += c b[k].</summary>
    public static void AddScaled(Span<double> a, double c, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        var factor = new Vector<double>(c);
        for (var k = 0; k < va.Length; k++)
        {
            va[k] += factor * vb[k];
        }

        for (var k = va.Length * Vector<double>.Count; k < a.Length; k++)
        {
            a[k] += c * b[k];
        }
    }

    /// <summary>max |aᵢ − bᵢ|; infinite where a difference is no number.</summary>
    public static double GreatestDifference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var most = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            // Not Math.Max, so that what is no number is seen.
            var difference = Math.Abs(a[i] - b[i]);
            most = difference <= most ? most : double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }

        return most;
    }

    /// <summary>a[k] *= c.</summary>
    public static void Scale(Span<double> a, double c) => Scale(a, c, a);

    /// <summary>a[k] = c b[k].</summary>
    public static void Scale(Span<double> a, double c, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        for (var k = 0; k < va.Length; k++)
        {
            va[k] = c * vb[k];
        }

        for (var k = va.Length * Vector<double>.Count; k < a.Length; k++)
        {
            a[k] = c * b[k];
        }
    }

    /// <summary>a[k] += b[k] c[k].</summary>
    public static void AddProduct(Span<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        var vc = MemoryMarshal.Cast<double, Vector<double>>(c[..a.Length]);
        for (var k = 0; k < va.Length; k++)
        {
            va[k] += vb[k] * vc[k];
        }

        for (var k = va.Length * Vector<double>.Count; k < a.Length; k++)
        {
            a[k] += b[k] * c[k];
        }
    }

    /// <summary>a[k] += scale (c₀ b₀[k] + c₁ b₁[k] + c₂ b₂[k] + c₃ b₃[k]).</summary>
    /// <param name="a">a.</param>
    /// <param name="c">The four factors.</param>
    /// <param name="scale">What multiplies them.</param>
    /// <param name="rows">The four rows b, the first at its start.</param>
    /// <param name="stride">Values from one row to the next.</param>
    public static void AddScaledFour(Span<double> a, ReadOnlySpan<double> c, double scale, ReadOnlySpan<double> rows, int stride)
    {
        var (c0, c1, c2, c3) = (scale * c[0], scale * c[1], scale * c[2], scale * c[3]);
        var r1 = rows.Slice(stride, a.Length);
        var r2 = rows.Slice(2 * stride, a.Length);
        var r3 = rows.Slice(3 * stride, a.Length);
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var v0 = MemoryMarshal.Cast<double, Vector<double>>(rows[..a.Length])[..va.Length];
        var v1 = MemoryMarshal.Cast<double, Vector<double>>(r1)[..va.Length];
        var v2 = MemoryMarshal.Cast<double, Vector<double>>(r2)[..va.Length];
        var v3 = MemoryMarshal.Cast<double, Vector<double>>(r3)[..va.Length];
        var (f0, f1, f2, f3) = (new Vector<double>(c0), new Vector<double>(c1), new Vector<double>(c2), new Vector<double>(c3));
        for (var k = 0; k < va.Length; k++)
        {
            var sum = Vector.FusedMultiplyAdd(f1, v1[k], Vector.FusedMultiplyAdd(f0, v0[k], va[k]));
            va[k] = Vector.FusedMultiplyAdd(f3, v3[k], Vector.FusedMultiplyAdd(f2, v2[k], sum));
        }

        for (var k = va.Length * Vector<double>.Count; k < a.Length; k++)
        {
            a[k] += (c0 * rows[k]) + (c1 * r1[k]) + (c2 * r2[k]) + (c3 * r3[k]);
        }
    }

    /// <summary>Bᵀ = A for a square matrix.</summary>
    /// <param name="a">A (rows).</param>
    /// <param name="width">Rows and columns.</param>
    /// <param name="b">Receives B.</param>
    /// <param name="stride">Values from one row of B to the next.</param>
    public static void Transpose(ReadOnlySpan<double> a, int width, Span<double> b, int stride)
    {
        const int Block = 4;
        for (var i = 0; i < width; i += Block)
        {
            for (var j = 0; j < width; j += Block)
            {
                if (Avx.IsSupported && i + Block <= width && j + Block <= width)
                {
                    var from = a[((i * width) + j)..];
                    var (r0, r1) = (Vector256.Create(from), Vector256.Create(from[width..]));
                    var (r2, r3) = (Vector256.Create(from[(2 * width)..]), Vector256.Create(from[(3 * width)..]));
                    var (even01, odd01) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
                    var (even23, odd23) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
                    var to = b[((j * stride) + i)..];
                    Avx.Permute2x128(even01, even23, 0x20).CopyTo(to);
                    Avx.Permute2x128(odd01, odd23, 0x20).CopyTo(to[stride..]);
                    Avx.Permute2x128(even01, even23, 0x31).CopyTo(to[(2 * stride)..]);
                    Avx.Permute2x128(odd01, odd23, 0x31).CopyTo(to[(3 * stride)..]);
                    continue;
                }

                for (var row = i; row < Math.Min(i + Block, width); row++)
                {
                    for (var column = j; column < Math.Min(j + Block, width); column++)
                    {
                        b[(column * stride) + row] = a[(row * width) + column];
                    }
                }
            }
        }
    }

    /// <summary>a[k] = b[k] c[k].</summary>
    public static void Product(Span<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        var vc = MemoryMarshal.Cast<double, Vector<double>>(c[..a.Length]);
        for (var k = 0; k < va.Length; k++)
        {
            va[k] = vb[k] * vc[k];
        }

        for (var k = va.Length * Vector<double>.Count; k < a.Length; k++)
        {
            a[k] = b[k] * c[k];
        }
    }

    /// <summary>Turns two rows in their plane: a ← c a − s b, b ← s a + c b.</summary>
    public static void Rotate(Span<double> a, Span<double> b, double c, double s)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        for (var k = 0; k < va.Length; k++)
        {
            (va[k], vb[k]) = ((c * va[k]) - (s * vb[k]), (s * va[k]) + (c * vb[k]));
        }

        for (var k = va.Length * Vector<double>.Count; k < a.Length; k++)
        {
            (a[k], b[k]) = ((c * a[k]) - (s * b[k]), (s * a[k]) + (c * b[k]));
        }
    }

    /// <summary>Replaces three rows r by r − τ v (v · r), v = (1, v1, v2); the third may be empty.</summary>
    public static void ReflectThree(Span<double> r0, Span<double> r1, Span<double> r2, double tau, double v1, double v2)
    {
        var three = !r2.IsEmpty;
        var x0 = MemoryMarshal.Cast<double, Vector<double>>(r0);
        var x1 = MemoryMarshal.Cast<double, Vector<double>>(r1);
        var x2 = MemoryMarshal.Cast<double, Vector<double>>(r2);
        for (var k = 0; k < x0.Length; k++)
        {
            var sum = x0[k] + (x1[k] * v1);
            sum = tau * (three ? sum + (x2[k] * v2) : sum);
            x0[k] -= sum;
            x1[k] -= sum * v1;
            if (three)
            {
                x2[k] -= sum * v2;
            }
        }

        for (var k = x0.Length * Vector<double>.Count; k < r0.Length; k++)
        {
            var sum = tau * (r0[k] + (r1[k] * v1) + (three ? r2[k] * v2 : 0));
            r0[k] -= sum;
            r1[k] -= sum * v1;
            if (three)
            {
                r2[k] -= sum * v2;
            }
        }
    }
}
