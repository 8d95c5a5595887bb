using System.Linq.Expressions;
using System.Numerics;

namespace Engram.Equations;

/// <summary>
/// z = W r + b for few results, such as output channels or ranks: as many scalar products, since vectors of results would be mostly padding.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class ReadoutOperation<T> : Operation
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>More outputs than this are cheaper as an ordinary product.</summary>
    public const int MostOutputs = 4;

    private const int RowsTogether = 4;
    private readonly Place input, output;
    private readonly long weights, bias;
    private readonly AlignedArray<T> ones;
    private readonly Kernel four, one;

    /// <summary>Compiles the sums.</summary>
    /// <param name="simd">Vectors to use.</param>
    /// <param name="weights">Address of W with padded rows.</param>
    /// <param name="bias">Address of b.</param>
    /// <param name="length">Values in a row of W, and of what it multiplies.</param>
    /// <param name="outputs">Rows of W.</param>
    /// <param name="input">r.</param>
    /// <param name="output">z.</param>
    public ReadoutOperation(Simd simd, long weights, long bias, int length, int outputs, Place input, Place output)
    {
        (this.input, this.output, this.weights, this.bias) = (input, output, weights, bias);
        ones = new AlignedArray<T>(simd.Width);
        ones.Span[..(length % simd.Width)].Fill(T.One);
        four = Compile(simd, RowsTogether, outputs, length, output.Slot.Stride, ones.Address);
        one = Compile(simd, 1, outputs, length, output.Slot.Stride, ones.Address);
    }

    private delegate void Kernel(long r, long z, long groups, long weights, long bias);

    public override IReadOnlyList<Place> Reads => [input];

    public override IReadOnlyList<Place> Writes => [output];

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        var rows = frame.Rows * frame.Count;
        var together = rows / RowsTogether;
        var (r, z) = (frame.Address(input), frame.Address(output));
        if (together > 0)
        {
            four(r, z, together, weights, bias);
        }

        var done = together * RowsTogether;
        if (done < rows)
        {
            r += (long)done * input.Slot.Stride * frame.Size;
            z += (long)done * output.Slot.Stride * frame.Size;
            one(r, z, rows - done, weights, bias);
        }
    }

    // z[row, o] = b[o] + Σₖ W[o, k] r[row, k]
    private static Kernel Compile(Simd simd, int rows, int outputs, int length, int outputStride, long ones)
    {
        static ParameterExpression Address(string name) => Expression.Variable(typeof(long), name);
        var (r, z, groups, weights, bias) = (Address("r"), Address("z"), Address("groups"), Address("weights"), Address("bias"));
        var (k, group) = (Address("k"), Address("group"));
        long rowBytes = Simd.Stride(length) * simd.Size, wholeBytes = length / simd.Width * simd.VectorSize;
        var sums = Enumerable.Range(0, rows * outputs).Select(_ => simd.Variable("sum")).ToArray();
        var rates = Enumerable.Range(0, rows).Select(_ => simd.Variable("rate")).ToArray();
        var (weight, real) = (simd.Variable("weight"), simd.Variable("real"));
        List<Expression> Sums(bool isLast)
        {
            List<Expression> part = [];
            for (var row = 0; row < rows; row++)
            {
                var rate = simd.Load(Expression.Add(Simd.Offset(r, row * rowBytes), k));
                part.Add(Expression.Assign(rates[row], isLast ? simd.Apply(ElementFunction.Gate, real, rate) : rate));
            }

            for (var o = 0; o < outputs; o++)
            {
                part.Add(Expression.Assign(weight, simd.Load(Expression.Add(Simd.Offset(weights, o * rowBytes), k))));
                for (var row = 0; row < rows; row++)
                {
                    var sum = sums[(row * outputs) + o];
                    part.Add(Expression.Assign(sum, simd.MultiplyAdd(rates[row], weight, sum)));
                }
            }

            return part;
        }

        List<Expression> outer = [Expression.Assign(k, Expression.Constant(0L))];
        outer.AddRange(sums.Select(sum => Expression.Assign(sum, simd.Zero)));
        if (wholeBytes > 0)
        {
            outer.Add(ElementKernel.While(
                k,
                Expression.Constant(wholeBytes),
                [.. Sums(false), Expression.AddAssign(k, Expression.Constant((long)simd.VectorSize))]));
        }

        // What lies beyond a row is whatever the functions of the cell make of zeros, such as 0/0, and 0 times that is not 0.
        if (length % simd.Width > 0)
        {
            outer.AddRange(Sums(true));
        }

        for (var row = 0; row < rows; row++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var target = Simd.Offset(z, ((row * outputStride) + o) * simd.Size);
                outer.Add(simd.StoreSum(target, sums[(row * outputs) + o], Simd.Offset(bias, o * simd.Size)));
            }
        }

        outer.Add(Expression.AddAssign(r, Expression.Constant(rows * rowBytes)));
        outer.Add(Expression.AddAssign(z, Expression.Constant((long)rows * outputStride * simd.Size)));
        outer.Add(Expression.AddAssign(group, Expression.Constant(1L)));
        return Expression.Lambda<Kernel>(
            Expression.Block(
                [.. sums, .. rates, weight, real, k, group],
                Expression.Assign(group, Expression.Constant(0L)),
                Expression.Assign(real, simd.Load(Expression.Constant(ones))),
                ElementKernel.While(group, groups, outer)),
            $"readout {rows} x {outputs}",
            [r, z, groups, weights, bias]).Compile();
    }
}
