using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

public sealed unsafe class ProductKernelTests
{
    public static TheoryData<string> Sets() =>
        [.. Enum.GetValues<InstructionSet>().Where(set => set <= InstructionSets.Best).Select(set => $"{set}")];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Panels_agree_with_plain_sums_for_every_tile(string set)
    {
        var simd = Simd.For<float>(Enum.Parse<InstructionSet>(set));
        var kernels = new ProductKernels(simd);
        foreach (var start in new[] { Start.Zero, Start.Result, Start.Bias, Start.Result | Start.Bias })
        {
            for (var vectors = 1; vectors <= ProductKernels.MostVectors; vectors++)
            {
                for (var rows = 1; rows <= kernels.MostRows(vectors); rows++)
                {
                    Panel(simd, kernels.PanelOf(rows, vectors, start), start, rows, vectors, 1 + (7 * rows % 13));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Tall_products_agree_with_plain_sums_for_every_tile(string set)
    {
        var simd = Simd.For<float>(Enum.Parse<InstructionSet>(set));
        var kernels = new ProductKernels(simd);
        for (var vectors = 1; vectors <= ProductKernels.MostVectors; vectors++)
        {
            for (var rows = 1; rows <= kernels.MostRows(vectors); rows++)
            {
                var lanes = vectors * simd.Width;
                var depth = 1 + (11 * rows % 17);
                var (x, y, g) = (Random(depth * (rows + 3), 1), Random(depth * (lanes + 16), 2), Random(rows * (lanes + 16), 3));
                var before = g.Span.ToArray();
                kernels.TallOf(rows, vectors)(
                    x.Address, y.Address, g.Address, depth,
                    (rows + 3) * sizeof(float), (lanes + 16) * sizeof(float), (lanes + 16) * sizeof(float));
                for (var i = 0; i < before.Length; i++)
                {
                    var (row, lane) = (i / (lanes + 16), i % (lanes + 16));
                    var sum = (double)before[i];
                    for (var k = 0; k < depth && lane < lanes; k++)
                    {
                        sum += (double)x.Span[(k * (rows + 3)) + row] * y.Span[(k * (lanes + 16)) + lane];
                    }

                    Assert.Equal(sum, g.Span[i], 1e-4);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 33)]
    [InlineData(48, 5)]
    [InlineData(100, 100)]
    public void Packing_keeps_every_weight(int rows, int columns)
    {
        var shape = new ParameterShape("w", ParameterRole.Recurrent, rows, columns);
        var w = Random(rows * columns, 4);
        var simd = Simd.For<float>(InstructionSets.Best);
        foreach (var transposed in new[] { false, true })
        {
            var packed = new PackedMatrix<float>(shape, transposed, simd);
            packed.Pack(w.Span);
            Assert.Equal(w.Span.ToArray().Sum(value => (double)value), packed.Memory.Span.ToArray().Sum(value => (double)value), 1e-9);
            Assert.Equal(transposed ? columns : rows, packed.Width);
        }
    }

    private static void Panel(Simd simd, ProductKernels.Panel kernel, Start start, int rows, int vectors, int depth)
    {
        var lanes = vectors * simd.Width;
        var (aRow, cRow) = (depth + 2, lanes + 16);
        var (a, p, c, bias) = (Random(rows * aRow, 1), Random(depth * lanes, 2), Random(rows * cRow, 3), Random(lanes, 4));
        var before = c.Span.ToArray();
        kernel(a.Address, p.Address, c.Address, depth, aRow * sizeof(float), cRow * sizeof(float), bias.Address, a.Address, 0);
        for (var i = 0; i < before.Length; i++)
        {
            var (row, lane) = (i / cRow, i % cRow);
            double sum = lane >= lanes || start.HasFlag(Start.Result) ? before[i] : 0;
            if (lane < lanes)
            {
                sum += start.HasFlag(Start.Bias) ? bias.Span[lane] : 0;
                for (var k = 0; k < depth; k++)
                {
                    sum += (double)a.Span[(row * aRow) + k] * p.Span[(k * lanes) + lane];
                }
            }

            Assert.Equal(sum, c.Span[i], 1e-4);
        }
    }

    private static AlignedArray<float> Random(int length, int index)
    {
        var array = new AlignedArray<float>(length);
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), index);
        foreach (ref var value in array.Span)
        {
            value = (float)random.NextNormal();
        }

        return array;
    }
}
