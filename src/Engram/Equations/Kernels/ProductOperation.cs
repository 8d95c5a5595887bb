using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engram.Equations;

/// <summary>C = Σ A · P: the terms of one linear node, accumulated, on top of a bias and of what stands in C if asked for.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class ProductOperation<T>(
    ProductKernels kernels, PackedMatrix<T>[] matrices, Place[] inputs, Place output, long bias, bool onTop) : Operation
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<int, Plan> plans = [];
    private Plan latest = new(0, []);

    public override IReadOnlyList<Place> Reads => inputs;

    public override IReadOnlyList<Place> Writes => [output];

    /// <summary>
    /// What the element-wise loop after this product reads or writes in memory that is out of reach of the nearer caches: fetched while the
    /// product keeps the arithmetic units busy.
    /// </summary>
    public Place[] Ahead { get; set; } = [];

    [SkipLocalsInit]
    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        var plan = latest;
        if (plan.Rows != frame.Rows * frame.Count)
        {
            latest = plan = PlanFor(frame.Rows * frame.Count, frame.Rows);
        }

        // Addresses of this step: the inputs, what is fetched ahead, and the result.
        var bases = stackalloc long[inputs.Length + Ahead.Length + 1];
        for (var i = 0; i < inputs.Length; i++)
        {
            bases[i] = frame.Address(inputs[i]);
        }

        for (var i = 0; i < Ahead.Length; i++)
        {
            bases[inputs.Length + i] = frame.Address(Ahead[i]);
        }

        var c = bases[inputs.Length + Ahead.Length] = frame.Address(output);
        foreach (ref readonly var call in plan.Calls.AsSpan())
        {
            call.Run(
                bases[call.Input] + call.A, call.P, c + call.C, call.Depth, call.ARow, call.CRow,
                bias + call.Column, bases[call.Ahead] + call.AheadOffset, call.AheadStep);
        }
    }

    private Plan PlanFor(int rows, int stepRows)
    {
        lock (plans)
        {
            if (!plans.TryGetValue(rows, out var plan))
            {
                plans[rows] = plan = new Plan(rows, Calls(rows, stepRows));
            }

            return plan;
        }
    }

    // Panels outside, rows inside: a panel stays in the first-level cache while all rows pass.
    private Call[] Calls(int rows, int stepRows)
    {
        var calls = new List<Call>();
        long cRow = output.Slot.Stride * sizeof(T);
        for (var term = 0; term < matrices.Length; term++)
        {
            var matrix = matrices[term];
            long aRow = inputs[term].Slot.Stride * sizeof(T);
            long column = 0;
            var start = term > 0 || onTop ? Start.Result : Start.Zero;
            if (term == 0 && bias != 0)
            {
                start |= Start.Bias;
            }

            foreach (var vectors in matrix.PanelVectors)
            {
                long row = 0;
                foreach (var count in ProductKernels.Split(rows, kernels.MostRows(vectors)))
                {
                    calls.Add(new Call
                    {
                        Run = kernels.PanelOf(count, vectors, start),
                        Input = term,
                        A = row * aRow,
                        P = matrix.Memory.Address + (column * matrix.Depth),
                        C = (row * cRow) + column,
                        Column = column,
                        Depth = matrix.Depth,
                        ARow = aRow,
                        CRow = cRow,
                        Ahead = inputs.Length + Ahead.Length,
                    });
                    row += count;
                }

                column += vectors * kernels.VectorSize;
            }
        }

        var share = Ahead.Length == 0 ? 0 : Math.Max(1, calls.Count / Ahead.Length);
        for (var i = 0; i < Math.Min(calls.Count, share * Ahead.Length); i++)
        {
            var place = i / share;
            long bytes = stepRows * Ahead[place].Slot.Stride * sizeof(T) / share;
            calls[i] = calls[i] with
            {
                Ahead = inputs.Length + place, AheadOffset = i % share * bytes, AheadStep = (bytes / calls[i].Depth) + 1,
            };
        }

        return [.. calls];
    }

    private sealed record Plan(int Rows, Call[] Calls);

    /// <summary>One call of a kernel; offsets are in bytes, P is an address.</summary>
    private readonly record struct Call
    {
        public ProductKernels.Panel Run { get; init; }

        public int Input { get; init; }

        public long A { get; init; }

        public long P { get; init; }

        public long C { get; init; }

        public long Column { get; init; }

        public long Depth { get; init; }

        public long ARow { get; init; }

        public long CRow { get; init; }

        public int Ahead { get; init; }

        public long AheadOffset { get; init; }

        public long AheadStep { get; init; }
    }
}
