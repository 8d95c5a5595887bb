using System.Globalization;

namespace Engram.Equations;

/// <summary>Writes expressions in infix, with names where nodes have one.</summary>
/// <param name="names">Names of nodes; a node without one is written out.</param>
internal sealed class Infix(IReadOnlyDictionary<Node, string> names)
{
    private const int Where = 0, Sum = 1, Factor = 2, Sign = 3, Atom = 4;

    /// <summary>The name of the node, or else the expression.</summary>
    public string Value(Node node) => Reference(node).Text;

    /// <summary>The expression; its root is written out even where it has a name.</summary>
    public string Definition(Node node) => Write(node).Text;

    /// <summary>A sum of terms.</summary>
    public string Total(IEnumerable<(Node Term, bool Negative)> terms)
    {
        var parts = terms.ToList();
        if (parts is [(var only, false)])
        {
            return Value(only);
        }

        var text = "";
        foreach (var (term, negative) in parts)
        {
            var operand = Operand(term, negative ? Factor : Sum);
            text = text.Length > 0 ? $"{text} {(negative ? '-' : '+')} {operand}" : negative ? $"-{operand}" : operand;
        }

        return text;
    }

    /// <summary>A number.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private (string Text, int Binding) Reference(Node node) => names.TryGetValue(node, out var name) ? (name, Atom) : Write(node);

    private string Operand(Node node, int binding)
    {
        var (text, own) = Reference(node);
        return own < binding ? $"({text})" : text;
    }

    private (string Text, int Binding) Write(Node node) => node switch
    {
        ConstantNode constant => (Number(constant.Value), constant.Value < 0 ? Sign : Atom),
        UnitConstantNode constant => (constant.Name, constant.Name.All(c => char.IsLetterOrDigit(c) || c == '_') ? Atom : Factor),
        ParameterNode parameter => (parameter.Shape.Name, Atom),
        StateNode state => (state.Name, Atom),
        SeedNode seed => (seed.Name, Atom),
        InputNode => ("u", Atom),
        NoiseNode { Scale: 1 } noise => (noise.Name, Atom),
        NoiseNode noise => ($"{Number(noise.Scale)} * {noise.Name}", Factor),
        DropoutNode dropout => (dropout.Name, Atom),
        ContextNode => ("context", Atom),
        MaskNode => ("mask", Atom),
        DelayNode delay => ($"{Operand(delay.Source, Atom)}[{delay.Steps} {(delay.Steps == 1 ? "step" : "steps")} ago]", Atom),
        ReductionNode reduction => ($"{(reduction.Reduction == Reduction.Sum ? "sum" : "max")}({Value(reduction.Arguments[0])})", Atom),
        LinearNode linear => Write(linear),
        ElementNode { Derivative: ConstantNode } held => ($"detach({Value(held.Arguments[0])})", Atom),
        ElementNode { Function: ElementFunction.Surrogate } surrogate => Reference(surrogate.Arguments[0]),
        ElementNode element => Write(element),
        _ => throw new InvalidOperationException($"{node.GetType().Name} cannot be written."),
    };

    private (string Text, int Binding) Write(LinearNode linear)
    {
        string[] parts =
        [
            .. linear.Terms.Select(Product),
            .. linear.Bias is { } bias ? (string[])[Value(bias)] : [],
            .. linear.Noise is { } noise ? (string[])[Value(noise)] : [],
        ];
        return (string.Join(" + ", parts), parts.Length == 1 ? Factor : Sum);
    }

    private string Product(LinearTerm term) => $"{term.Weights.Name}{(term.Transposed ? "ᵀ" : "")}·{Operand(term.Input, Atom)}";

    private (string Text, int Binding) Write(ElementNode node)
    {
        var (a, b) = (node.Arguments[0], node.Arguments[^1]);
        return node.Function switch
        {
            ElementFunction.Add => ($"{Operand(a, Sum)} + {Operand(b, Sum)}", Sum),
            ElementFunction.Subtract => ($"{Operand(a, Sum)} - {Operand(b, Factor)}", Sum),
            ElementFunction.Multiply => ($"{Operand(a, Factor)} * {Operand(b, Factor)}", Factor),
            ElementFunction.Divide => ($"{Operand(a, Factor)} / {Operand(b, Sign)}", Factor),
            ElementFunction.Negate => ($"-{Operand(a, Factor)}", Sign),
            ElementFunction.Gate => ($"{Operand(b, Sum)} where {Operand(a, Sum)} > 0", Where),
            _ => ($"{Function(node.Function)}({Value(a)})", Atom),
        };
    }

    private static string Function(ElementFunction function) => function switch
    {
        ElementFunction.Rectify => "rectify",
        ElementFunction.Exp => "exp",
        ElementFunction.Log => "log",
        ElementFunction.Tanh => "tanh",
        ElementFunction.Sigmoid => "sigmoid",
        ElementFunction.Softplus => "softplus",
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Not a function of one argument."),
    };
}
