using System.Globalization;
using System.Text;
using Engram.Equations;

namespace Engram.Storage;

/// <summary>
/// Writes nodes of a step as lines of Python with torch: a line for each quantity that has a name or is used more than once, all else where
/// it is used. Tensors are (trials × width).
/// </summary>
internal sealed class TorchExpressions
{
    private const int Sum = 1, Factor = 2, Sign = 3, Atom = 4;

    // What the code around the lines uses, and words that Python keeps to itself.
    private static readonly string[] Reserved =
    [
        "self", "torch", "numpy", "u", "z", "w", "s", "rows", "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
        "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield",
    ];

    private readonly HashSet<string> taken = [.. Reserved];
    private readonly Dictionary<Node, string> bound = [];
    private readonly List<string> lines = [];

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>A name of Python that nothing else has.</summary>
    /// <param name="wanted">What it is to resemble.</param>
    public string Free(string wanted)
    {
        var name = new StringBuilder();
        foreach (var letter in wanted.Replace("'", "_new", StringComparison.Ordinal))
        {
            name.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        var plain = name.Length == 0 || char.IsAsciiDigit(name[0]) ? $"v{name}" : $"{name}";
        var free = Enumerable.Range(1, int.MaxValue - 1).Select(k => k == 1 ? plain : string.Create(CultureInfo.InvariantCulture, $"{plain}_{k}")).First(taken.Add);
        return free;
    }

    /// <summary>Says what a node is called from here on.</summary>
    public void Bind(Node node, string name) => bound[node] = name;

    /// <summary>Forgets what all nodes are called: after the step, states have other values.</summary>
    public void Forget() => bound.Clear();

    /// <summary>Writes the lines that roots need.</summary>
    /// <param name="roots">What is to be computed.</param>
    /// <param name="names">What quantities are called in the printed equation.</param>
    public void Write(IReadOnlyList<Node> roots, IReadOnlyDictionary<Node, string> names)
    {
        var order = Order(roots);
        var uses = order.SelectMany(Sources).CountBy(node => node).ToDictionary();
        foreach (var node in order.Where(node => node is ElementNode or LinearNode or ReductionNode && !bound.ContainsKey(node)))
        {
            if (names.TryGetValue(node, out var name) || uses.GetValueOrDefault(node) > 1)
            {
                var free = Free(name ?? "v");
                lines.Add($"{free} = {Expression(node).Text}");
                bound[node] = free;
            }
        }
    }

    /// <summary>A node as a value.</summary>
    public string Value(Node node) => Operand(node, 0);

    /// <summary>A node as a tensor (rows × width), where it might be a number or the same in every trial.</summary>
    /// <param name="node">The node.</param>
    /// <param name="width">Its width.</param>
    public string Wide(Node node, int width) => Differentiation.Topological([node]).Any(part => part is StateNode or InputNode or ContextNode or DelayNode or NoiseNode)
        ? Value(node)
        : string.Create(CultureInfo.InvariantCulture, $"{Operand(node, Factor)} * torch.ones(rows, {width}, dtype=self.dtype, device=self.device)");

    // What is bound is a leaf here.
    private List<Node> Order(IReadOnlyList<Node> roots)
    {
        var (order, seen) = (new List<Node>(), new HashSet<Node>());
        void Visit(Node node)
        {
            if (seen.Add(node))
            {
                foreach (var source in Sources(node))
                {
                    Visit(source);
                }

                order.Add(node);
            }
        }

        foreach (var root in roots)
        {
            Visit(root);
        }

        return order;
    }

    private IEnumerable<Node> Sources(Node node) => bound.ContainsKey(node) || node is DelayNode ? [] : node.Sources;

    private string Operand(Node node, int binding) => Reference(node) is var (text, own) && own >= binding ? text : $"({text})";

    private (string Text, int Binding) Reference(Node node) => bound.TryGetValue(node, out var name) ? (name, Atom) : Expression(node);

    private (string Text, int Binding) Expression(Node node) => node switch
    {
        ConstantNode constant => (Number(constant.Value), constant.Value < 0 ? Sign : Atom),
        UnitConstantNode constant => ($"w[\"{constant.Name}\"]", Atom),
        ParameterNode parameter => ($"w[\"{parameter.Shape.Name}\"]", Atom),
        NoiseNode noise => (string.Create(CultureInfo.InvariantCulture, $"self.draw(rows, {noise.Width}, {Number(noise.Scale)})"), Atom),
        DropoutNode or MaskNode => ("1.0", Atom),
        LinearNode linear => (Product(linear), linear.Terms.Count == 1 && linear.Bias is null && linear.Noise is null ? Factor : Sum),
        ReductionNode reduction => ($"self.{(reduction.Reduction == Reduction.Sum ? "total" : "most")}({Value(reduction.Arguments[0])}, {reduction.Width})", Atom),
        ElementNode element => Element(element),
        _ => throw new InvalidOperationException($"There is no Python for {node.GetType().Name}."),
    };

    private string Product(LinearNode linear)
    {
        var terms = linear.Terms.Select(term => $"{Operand(term.Input, Atom)} @ w[\"{term.Weights.Name}\"]{(term.Transposed ? "" : ".T")}");
        return string.Join(" + ", terms.Concat(new Node?[] { linear.Bias, linear.Noise }.OfType<Node>().Select(Value)));
    }

    private (string Text, int Binding) Element(ElementNode element)
    {
        var (a, b) = (element.Arguments[0], element.Arguments.Count > 1 ? element.Arguments[1] : element.Arguments[0]);
        return element.Function switch
        {
            ElementFunction.Add => ($"{Operand(a, Sum)} + {Operand(b, Sum)}", Sum),
            ElementFunction.Subtract => ($"{Operand(a, Sum)} - {Operand(b, Factor)}", Sum),
            ElementFunction.Multiply => ($"{Operand(a, Factor)} * {Operand(b, Sign)}", Factor),
            ElementFunction.Divide => ($"{Operand(a, Factor)} / {Operand(b, Sign)}", Factor),
            ElementFunction.Negate => ($"-{Operand(a, Sign)}", Sign),
            ElementFunction.Rectify => ($"torch.relu({Value(a)})", Atom),
            ElementFunction.Gate => ($"self.gate({Value(a)}, {Value(b)})", Atom),
            ElementFunction.Exp => ($"torch.exp({Value(a)})", Atom),
            ElementFunction.Log => ($"torch.log({Value(a)})", Atom),
            ElementFunction.Tanh => ($"torch.tanh({Value(a)})", Atom),
            ElementFunction.Sigmoid => ($"torch.sigmoid({Value(a)})", Atom),
            ElementFunction.Softplus => ($"self.softplus({Value(a)})", Atom),
            ElementFunction.Surrogate => Surrogate(element, a),
            _ => throw new InvalidOperationException($"There is no Python for {element.Function}."),
        };
    }

    private (string Text, int Binding) Surrogate(ElementNode element, Node value) => element.Derivative is null or ConstantNode
        ? ($"{Operand(value, Atom)}.detach()", Atom)
        : ($"self.surrogate({Value(value)}, {Value(element.Derivative)})", Atom);

    private static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }
}
