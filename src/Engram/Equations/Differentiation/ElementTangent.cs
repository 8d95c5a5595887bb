using Engram.Numerics;

namespace Engram.Equations;

/// <summary>Values and derivatives of the element-wise functions.</summary>
internal static class ElementTangent
{
    /// <summary>y = f(a, b) and ∂y = (∂y/∂a) ∂a + (∂y/∂b) ∂b.</summary>
    public static void Push(NodeTangent node, ElementFunction function)
    {
        var a = node.Arguments[0];
        var b = node.Arguments.Length > 1 ? node.Arguments[1] : null;
        for (var i = 0; i < node.Value.Length; i++)
        {
            (node.Value[i], node.First[i], node.Second[i]) = Of(function, At(a.Value, i), b is null ? 0 : At(b.Value, i));
        }

        for (var k = 0; k < node.Blocks.Length; k++)
        {
            var block = node.Blocks[k];
            if (block.Form == TangentForm.None)
            {
                continue;
            }

            // The argument whose matrix this node takes over comes first, for it is scaled in place.
            var other = b?.Blocks[k];
            var isSecondFirst = other is { Form: TangentForm.Dense } && a.Blocks[k].Form != TangentForm.Dense;
            if (isSecondFirst)
            {
                Set(block, node.Second, other!);
                Add(block, node.First, a.Blocks[k]);
            }
            else
            {
                Set(block, node.First, a.Blocks[k]);
                if (other is not null)
                {
                    Add(block, node.Second, other);
                }
            }
        }
    }

    /// <summary>Σₖ aₖ or maxₖ aₖ, for every unit.</summary>
    /// <param name="reduction">Which, and a.</param>
    /// <param name="values">Of the argument, among others.</param>
    public static double[] Values(ReductionNode reduction, Dictionary<Node, double[]> values)
    {
        var a = values[reduction.Arguments[0]];
        return [.. Enumerable.Repeat(reduction.Reduction == Reduction.Sum ? a.Sum() : a.Max(), reduction.Width)];
    }

    /// <summary>f(a, b), unit by unit.</summary>
    /// <param name="element">f and its arguments.</param>
    /// <param name="values">Of the arguments, among others.</param>
    public static double[] Values(ElementNode element, Dictionary<Node, double[]> values)
    {
        var (a, b) = (values[element.Arguments[0]], element.Arguments.Count > 1 ? values[element.Arguments[1]] : null);
        var result = new double[Math.Max(1, element.Width)];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Of(element.Function, At(a, i), b is null ? 0 : At(b, i)).Y;
        }

        return result;
    }

    /// <summary>The value of a unit, where one value may stand for all.</summary>
    public static double At(double[] vector, int i) => vector[vector.Length == 1 ? 0 : i];

    /// <summary>f, ∂f/∂a and ∂f/∂b of one unit.</summary>
    /// <param name="function">f.</param>
    /// <param name="a">a.</param>
    /// <param name="b">b, of a function of two.</param>
    public static (double Y, double A, double B) Of(ElementFunction function, double a, double b)
    {
        switch (function)
        {
            case ElementFunction.Add:
                return (a + b, 1, 1);
            case ElementFunction.Subtract:
                return (a - b, 1, -1);
            case ElementFunction.Multiply:
                return (a * b, b, a);
            case ElementFunction.Divide:
                return (a / b, 1 / b, -a / b / b);
            case ElementFunction.Negate:
                return (-a, -1, 0);
            case ElementFunction.Surrogate:
                return (a, 1, 0);
            case ElementFunction.Rectify:
                return (Math.Max(a, 0), a <= 0 ? 0 : 1, 0);
            case ElementFunction.Gate:
                return (a <= 0 ? 0 : b, 0, a <= 0 ? 0 : 1);
            case ElementFunction.Exp:
                return Math.Exp(a) is var e ? (e, e, 0) : default;
            case ElementFunction.Log:
                return (Math.Log(a), 1 / a, 0);
            case ElementFunction.Tanh:
                return Math.Tanh(a) is var t ? (t, 1 - (t * t), 0) : default;
            case ElementFunction.Sigmoid:
                return 1 / (1 + Math.Exp(-a)) is var s ? (s, s * (1 - s), 0) : default;
            case ElementFunction.Softplus:
                return (Math.Max(a, 0) + Math.Log(1 + Math.Exp(-Math.Abs(a))), 1 / (1 + Math.Exp(-a)), 0);
            default:
                throw new InvalidOperationException($"No derivative of {function} is known.");
        }
    }

    private static void Set(TangentBlock to, double[] factor, TangentBlock from)
    {
        if (from.Form != TangentForm.Dense && to.Form == TangentForm.Dense)
        {
            Array.Clear(to.Values);
            Add(to, factor, from);
        }
        else if (from.Form == TangentForm.None)
        {
            Array.Clear(to.Values);
        }
        else
        {
            var columns = to.Form == TangentForm.Dense ? to.Columns : 1;
            for (var i = 0; i < factor.Length; i++)
            {
                if (factor[i] != 1 || to.Values != from.Values)
                {
                    Rows.Scale(to.Values.AsSpan(i * columns, columns), factor[i], from.Values.AsSpan(i * columns, columns));
                }
            }
        }
    }

    private static void Add(TangentBlock to, double[] factor, TangentBlock from)
    {
        for (var i = 0; from.Form != TangentForm.None && i < factor.Length; i++)
        {
            if (from.Form == TangentForm.Dense)
            {
                Rows.AddScaled(to.Values.AsSpan(i * to.Columns, to.Columns), factor[i], from.Values.AsSpan(i * to.Columns, to.Columns));
            }
            else
            {
                to.Values[to.Form == TangentForm.Dense ? (i * to.Columns) + i : i] += factor[i] * from.Values[i];
            }
        }
    }
}
