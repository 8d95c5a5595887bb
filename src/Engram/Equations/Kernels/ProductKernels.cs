using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace Engram.Equations;

/// <summary>
/// The inner loops of matrix products, compiled for a tile of (rows × vectors) accumulators that stay in registers. One shape of tile
/// serves two products; they differ in where the operands stand.
/// </summary>
/// <remarks>
/// <para>Per step: C[r, v] (+)= Σₖ A[r, k] · P[k, v], with P a packed panel, A and C arrays of rows.</para>
/// <para>Over a block of steps: G[r, v] += Σₖ X[k, r] · Y[k, v], the gradient of weights, with k over steps and trials.</para>
/// </remarks>
internal sealed class ProductKernels(Simd simd)
{
    /// <summary>C (+)= A · P.</summary>
    /// <param name="a">First value of A.</param>
    /// <param name="p">First value of the panel.</param>
    /// <param name="c">First value of C.</param>
    /// <param name="depth">Number of k; at least 1.</param>
    /// <param name="aRow">Bytes from one row of A to the next.</param>
    /// <param name="cRow">Bytes from one row of C to the next.</param>
    /// <param name="bias">First value of a row that is added to every row of C; unused by kernels without a bias.</param>
    /// <param name="ahead">What to fetch into the cache meanwhile.</param>
    /// <param name="aheadStep">Bytes of it that one k fetches.</param>
    public delegate void Panel(long a, long p, long c, long depth, long aRow, long cRow, long bias, long ahead, long aheadStep);

    /// <summary>G += Xᵀ · Y.</summary>
    /// <param name="x">First value of X.</param>
    /// <param name="y">First value of Y.</param>
    /// <param name="g">First value of G.</param>
    /// <param name="depth">Number of k; at least 1.</param>
    /// <param name="xRow">Bytes from one row of X to the next.</param>
    /// <param name="yRow">Bytes from one row of Y to the next.</param>
    /// <param name="gRow">Bytes from one row of G to the next.</param>
    public delegate void Tall(long x, long y, long g, long depth, long xRow, long yRow, long gRow);

    // Tiles are the same for every network: each is compiled once.
    private static readonly ConcurrentDictionary<(Type Vector, int Rows, int Vectors, Start Start), Panel> Panels = new();
    private static readonly ConcurrentDictionary<(Type Vector, int Rows, int Vectors), Tall> Talls = new();

    /// <summary>Most vectors in a tile.</summary>
    public const int MostVectors = 3;

    /// <summary>Bytes in a vector.</summary>
    public int VectorSize => simd.VectorSize;

    /// <summary>Most rows of a tile of so many vectors: accumulators, one row of the panel and one broadcast fill the registers.</summary>
    public int MostRows(int vectors) => simd.Registers == 32 ? vectors == 3 ? 8 : 12 : vectors == 3 ? 4 : 6;

    /// <summary>Cuts a length into parts as equal as possible, none greater than the limit.</summary>
    public static int[] Split(int length, int limit)
    {
        var parts = (length + limit - 1) / limit;
        return [.. Enumerable.Range(0, parts).Select(i => (length / parts) + (i < length % parts ? 1 : 0))];
    }

    public Panel PanelOf(int rows, int vectors, Start start) => Panels.GetOrAdd((simd.Vector, rows, vectors, start), _ => CompilePanel(rows, vectors, start));

    public Tall TallOf(int rows, int vectors) => Talls.GetOrAdd((simd.Vector, rows, vectors), _ => CompileTall(rows, vectors));

    private Panel CompilePanel(int rows, int vectors, Start start)
    {
        var (a, p, c) = (Address("a"), Address("p"), Address("c"));
        var (depth, aRow, cRow) = (Address("depth"), Address("aRow"), Address("cRow"));
        var bias = Address("bias");
        var (ahead, aheadStep) = (Address("ahead"), Address("aheadStep"));
        var (k, end) = (Address("k"), Address("end"));
        var rowOf = Enumerable.Range(0, rows).Select(r => Address($"a{r}")).ToArray();
        var tile = new Tile(simd, rows, vectors);
        List<Expression> code = [Expression.Assign(k, Expression.Constant(0L)), Scaled(end, depth)];
        for (var r = 0; r < rows; r++)
        {
            code.Add(Expression.Assign(rowOf[r], r == 0 ? a : Expression.Add(rowOf[r - 1], aRow)));
        }

        code.AddRange(start.HasFlag(Start.Result) ? tile.Read(c, cRow) : tile.Clear());
        if (start.HasFlag(Start.Bias))
        {
            code.AddRange(tile.AddRow(bias));
        }

        code.Add(ElementKernel.While(
            k,
            end,
            [
                .. tile.Step(p, r => Expression.Add(rowOf[r], k)),
                Simd.Prefetch(ahead),
                Expression.AddAssign(ahead, aheadStep),
                Advance(p, vectors * simd.VectorSize),
                Advance(k, simd.Size),
            ]));
        code.AddRange(tile.Write(c, cRow));
        return Expression.Lambda<Panel>(
            Expression.Block([.. tile.Variables, .. rowOf, k, end], code),
            $"panel {rows} x {vectors}",
            [a, p, c, depth, aRow, cRow, bias, ahead, aheadStep]).Compile();
    }

    private Tall CompileTall(int rows, int vectors)
    {
        var (x, y, g) = (Address("x"), Address("y"), Address("g"));
        var (depth, xRow, yRow, gRow) = (Address("depth"), Address("xRow"), Address("yRow"), Address("gRow"));
        var k = Address("k");
        var tile = new Tile(simd, rows, vectors);
        List<Expression> code =
        [
            Expression.Assign(k, Expression.Constant(0L)),
            .. tile.Read(g, gRow),
            ElementKernel.While(
                k,
                depth,
                [
                    .. tile.Step(y, r => Simd.Offset(x, r * simd.Size)),
                    Expression.AddAssign(x, xRow),
                    Expression.AddAssign(y, yRow),
                    Advance(k, 1),
                ]),
            .. tile.Write(g, gRow),
        ];
        return Expression.Lambda<Tall>(
            Expression.Block([.. tile.Variables, k], code), $"tall {rows} x {vectors}", [x, y, g, depth, xRow, yRow, gRow]).Compile();
    }

    private static ParameterExpression Address(string name) => Expression.Variable(typeof(long), name);

    private static BinaryExpression Advance(Expression address, long bytes) => Expression.AddAssign(address, Expression.Constant(bytes));

    private BinaryExpression Scaled(Expression end, Expression depth) =>
        Expression.Assign(end, Expression.Multiply(depth, Expression.Constant((long)simd.Size)));

    /// <summary>A tile of accumulators.</summary>
    private sealed class Tile(Simd simd, int rows, int vectors)
    {
        private readonly ParameterExpression[] sums = [.. Enumerable.Range(0, rows * vectors).Select(_ => simd.Variable("sum"))];
        private readonly ParameterExpression[] right = [.. Enumerable.Range(0, vectors).Select(_ => simd.Variable("right"))];
        private readonly ParameterExpression left = simd.Variable("left");
        private readonly ParameterExpression corner = Address("corner");

        public IEnumerable<ParameterExpression> Variables => [.. sums, .. right, left, corner];

        public IEnumerable<Expression> Clear() => sums.Select(sum => Expression.Assign(sum, simd.Zero));

        public IEnumerable<Expression> Read(Expression c, Expression row) =>
            Walk(c, row, (sum, address) => Expression.Assign(sum, simd.Load(address)));

        public IEnumerable<Expression> Write(Expression c, Expression row) => Walk(c, row, (sum, address) => simd.Store(address, sum));

        /// <summary>sum[r, v] += row[v].</summary>
        public IEnumerable<Expression> AddRow(Expression row)
        {
            for (var v = 0; v < vectors; v++)
            {
                yield return Expression.Assign(right[v], simd.Load(Simd.Offset(row, v * simd.VectorSize)));
                for (var r = 0; r < rows; r++)
                {
                    var sum = sums[(r * vectors) + v];
                    yield return Expression.Assign(sum, simd.Apply(ElementFunction.Add, sum, right[v]));
                }
            }
        }

        /// <summary>sum[r, v] += left[r] · right[v].</summary>
        public IEnumerable<Expression> Step(Expression panel, Func<int, Expression> leftAddress)
        {
            for (var v = 0; v < vectors; v++)
            {
                yield return Expression.Assign(right[v], simd.Load(Simd.Offset(panel, v * simd.VectorSize)));
            }

            for (var r = 0; r < rows; r++)
            {
                yield return Expression.Assign(left, simd.Broadcast(leftAddress(r)));
                for (var v = 0; v < vectors; v++)
                {
                    var sum = sums[(r * vectors) + v];
                    yield return Expression.Assign(sum, simd.MultiplyAdd(left, right[v], sum));
                }
            }
        }

        private IEnumerable<Expression> Walk(Expression c, Expression row, Func<ParameterExpression, Expression, Expression> visit)
        {
            for (var r = 0; r < rows; r++)
            {
                yield return Expression.Assign(corner, r == 0 ? c : Expression.Add(corner, row));
                for (var v = 0; v < vectors; v++)
                {
                    yield return visit(sums[(r * vectors) + v], Simd.Offset(corner, v * simd.VectorSize));
                }
            }
        }
    }
}

/// <summary>What the sums of a product start from.</summary>
[Flags]
internal enum Start
{
    Zero = 0,

    /// <summary>What stands in the result.</summary>
    Result = 1,

    /// <summary>A row, the same for all rows.</summary>
    Bias = 2,
}
