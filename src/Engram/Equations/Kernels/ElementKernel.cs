using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text;

namespace Engram.Equations;

/// <summary>
/// One SIMD loop over a group of element-wise nodes, compiled at run time. Its arguments are the address of a table of addresses, in the
/// order of <see cref="Inputs"/>, then <see cref="PerUnit"/>, then the outputs, and the number of rows.
/// </summary>
internal sealed class ElementKernel
{
    // Networks of one cell and size have the same loops: each is compiled once.
    private static readonly ConcurrentDictionary<string, Loop> Loops = new(StringComparer.Ordinal);

    public delegate void Loop(long table, long rows);

    private ElementKernel(IReadOnlyList<Node> inputs, IReadOnlyList<Node> perUnit, Loop run)
    {
        Inputs = inputs;
        PerUnit = perUnit;
        Run = run;
    }

    /// <summary>Nodes read from arrays of (rows × stride).</summary>
    public IReadOnlyList<Node> Inputs { get; }

    /// <summary>Nodes read from one row that serves all rows.</summary>
    public IReadOnlyList<Node> PerUnit { get; }

    public Loop Run { get; }

    /// <summary>Compiles a group.</summary>
    /// <param name="simd">Vectors to use.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="members">The nodes computed here, arguments first.</param>
    /// <param name="outputs">What is stored: nodes, and whether denormals are flushed on the way.</param>
    public static ElementKernel Compile(Simd simd, int width, IReadOnlyList<Node> members, IReadOnlyList<(Node Node, bool Flush)> outputs)
    {
        var inside = new HashSet<Node>(members);
        var read = members.SelectMany(member => member.Arguments).Concat(outputs.Select(output => output.Node))
            .Where(node => !inside.Contains(node)).Distinct().OrderBy(node => node.Id).ToList();
        var perUnit = read.Where(node => node is UnitConstantNode or ParameterNode).ToList();
        var inputs = read.Where(node => node is not (UnitConstantNode or ParameterNode or ConstantNode)).ToList();
        return new ElementKernel(inputs, perUnit, Loops.GetOrAdd(Text(), _ => Code(simd, width, members, outputs, inputs, perUnit, [.. read.OfType<ConstantNode>()])));

        // All that the code depends on: what is read, in order, what is computed of it, and what is stored.
        string Text()
        {
            var text = new StringBuilder($"{simd.Vector} {width}");
            var names = new Dictionary<Node, string>();
            foreach (var node in read.Concat(members))
            {
                names[node] = node is ConstantNode constant ? $"c{BitConverter.DoubleToInt64Bits(constant.Value):x}" : $"{(perUnit.Contains(node) ? 'u' : 'n')}{names.Count}";
                text.Append(' ').Append(names[node]);
                if (inside.Contains(node))
                {
                    text.Append($"={((ElementNode)node).Function}").AppendJoin(',', node.Arguments.Select(argument => names[argument]));
                }
            }

            return text.AppendJoin("", outputs.Select(output => $" >{names[output.Node]}{(output.Flush ? "f" : "")}")).ToString();
        }
    }

    private static Loop Code(
        Simd simd, int width, IReadOnlyList<Node> members, IReadOnlyList<(Node Node, bool Flush)> outputs, List<Node> inputs, List<Node> perUnit, IReadOnlyList<ConstantNode> constants)
    {
        var table = Expression.Parameter(typeof(long), "table");
        var rows = Expression.Parameter(typeof(long), "rows");
        var locals = new List<ParameterExpression>();
        var prologue = new List<Expression>();
        var body = new List<Expression>();
        var values = new Dictionary<Node, Expression>();

        ParameterExpression Local(ParameterExpression variable, Expression value, List<Expression> where)
        {
            locals.Add(variable);
            where.Add(Expression.Assign(variable, value));
            return variable;
        }

        var entry = 0;
        ParameterExpression Pointer() => Local(
            Expression.Variable(typeof(long)),
            Expression.Call(typeof(Addresses).GetMethod(nameof(Addresses.At))!, table, Expression.Constant(entry++)),
            prologue);

        var cell = Local(Expression.Variable(typeof(long), "cell"), Expression.Constant(0L), prologue);
        var column = Local(Expression.Variable(typeof(long), "column"), Expression.Constant(0L), prologue);
        var inputPointers = inputs.ConvertAll(_ => Pointer());
        var unitPointers = perUnit.ConvertAll(_ => Pointer());
        var outputPointers = outputs.Select(_ => Pointer()).ToList();
        foreach (var constant in constants)
        {
            values[constant] = Local(simd.Variable("constant"), simd.Constant(constant.Value), prologue);
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            values[inputs[i]] = Local(simd.Variable("input"), simd.Load(Expression.Add(inputPointers[i], cell)), body);
        }

        for (var i = 0; i < perUnit.Count; i++)
        {
            values[perUnit[i]] = Local(simd.Variable("unit"), simd.Load(Expression.Add(unitPointers[i], column)), body);
        }

        var fused = Fused(members, outputs);
        foreach (var member in members.Cast<ElementNode>().Where(member => !fused.Contains(member)))
        {
            values[member] = Local(simd.Variable("value"), Value(simd, member, fused, values), body);
        }

        for (var i = 0; i < outputs.Count; i++)
        {
            var value = values[outputs[i].Node];
            body.Add(simd.Store(Expression.Add(outputPointers[i], cell), outputs[i].Flush ? simd.Flush(value) : value));
        }

        long rowBytes = Simd.Stride(width) * simd.Size;
        body.Add(Expression.AddAssign(cell, Expression.Constant((long)simd.VectorSize)));
        Expression loop;
        if (perUnit.Count == 0)
        {
            var end = Local(Expression.Variable(typeof(long), "end"), Expression.Multiply(rows, Expression.Constant(rowBytes)), prologue);
            loop = While(cell, end, body);
        }
        else
        {
            body.Add(Expression.AddAssign(column, Expression.Constant((long)simd.VectorSize)));
            var row = Local(Expression.Variable(typeof(long), "row"), Expression.Constant(0L), prologue);
            loop = While(
                row,
                rows,
                [
                    Expression.Assign(column, Expression.Constant(0L)),
                    While(column, Expression.Constant(rowBytes), body),
                    Expression.AddAssign(row, Expression.Constant(1L)),
                ]);
        }

        var lambda = Expression.Lambda<Loop>(
            Expression.Block(locals, [.. prologue, loop]),
            $"elements {string.Join(',', members.Select(member => ((ElementNode)member).Function))}",
            [table, rows]);
        return lambda.Compile();
    }

    /// <summary>A loop whose condition stands at its end: every array has at least one row.</summary>
    internal static BlockExpression While(Expression counter, Expression end, IEnumerable<Expression> body)
    {
        var start = Expression.Label();
        return Expression.Block(
            [Expression.Label(start), .. body, Expression.IfThen(Expression.LessThan(counter, end), Expression.Goto(start))]);
    }

    // Products that one sum alone uses are computed with it, in one rounding.
    private static HashSet<Node> Fused(IReadOnlyList<Node> members, IReadOnlyList<(Node Node, bool Flush)> outputs)
    {
        var uses = new Dictionary<Node, int>();
        foreach (var node in members.SelectMany(member => member.Arguments).Concat(outputs.Select(output => output.Node)))
        {
            uses[node] = uses.GetValueOrDefault(node) + 1;
        }

        var fused = new HashSet<Node>();
        foreach (var member in members.Cast<ElementNode>())
        {
            bool Candidate(Node node) =>
                node is ElementNode { Function: ElementFunction.Multiply } && uses[node] == 1 && members.Contains(node);
            if (member.Function == ElementFunction.Add)
            {
                var product = member.Arguments.FirstOrDefault(Candidate);
                if (product is not null)
                {
                    fused.Add(product);
                }
            }
            else if (member.Function == ElementFunction.Subtract && Candidate(member.Arguments[1]))
            {
                fused.Add(member.Arguments[1]);
            }
        }

        return fused;
    }

    private static Expression Value(Simd simd, ElementNode node, HashSet<Node> fused, Dictionary<Node, Expression> values)
    {
        var product = node.Function is ElementFunction.Add or ElementFunction.Subtract
            ? node.Arguments.FirstOrDefault(fused.Contains)
            : null;
        if (product is null)
        {
            return simd.Apply(node.Function, [.. node.Arguments.Select(argument => values[argument])]);
        }

        var other = values[node.Arguments.First(argument => argument != product)];
        var (a, b) = (values[product.Arguments[0]], values[product.Arguments[1]]);
        return node.Function == ElementFunction.Add ? simd.MultiplyAdd(a, b, other) : simd.NegatedMultiplyAdd(a, b, other);
    }
}

