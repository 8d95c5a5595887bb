using System.Globalization;
using System.Text;
using Engram.Equations;

namespace Engram.Storage;

/// <summary>The text of a Python module that computes a network with PyTorch, made of the equation of its cell.</summary>
internal sealed class TorchModule(ExportedNetwork network)
{
    private readonly StepGraph graph = network.Graph;
    private readonly TorchExpressions expressions = new();

    /// <summary>The module.</summary>
    /// <param name="weights">Name of the file of weights beside it.</param>
    public string Text(string weights)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line("\"\"\"");
        foreach (var line in network.About().TrimEnd('\n').Split('\n'))
        {
            Line(line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "'", StringComparison.Ordinal));
        }

        Line();
        Line($"`z, r = Network()(u)` gives, for inputs u (steps, trials, {graph.Inputs}), outputs z (steps, trials, {graph.Outputs})");
        Line($"and rates r (steps, trials, {graph.Units}), both after each step. Weights are in {weights}. Dropout is left out.");
        Line("\"\"\"");
        Line("import pathlib");
        Line();
        Line("import numpy");
        Line("import torch");
        Line();
        Line();
        Line("class Network(torch.nn.Module):");
        Line($"    learned = ({Names(network.Parameters.Select(shape => shape.Name))})");
        Line($"    given = ({Names(network.UnitConstants.Select(constant => constant.Name))})");
        Line();
        Line("    def __init__(self, file=None, dtype=torch.float64, noise=False):");
        Line("        super().__init__()");
        Line($"        arrays = numpy.load(file or pathlib.Path(__file__).with_name(\"{weights}\"))");
        Line("        self.noise = noise");
        Line("        self.w = torch.nn.ParameterDict({");
        Line("            name: torch.nn.Parameter(torch.as_tensor(arrays[name], dtype=dtype), requires_grad=name in self.learned)");
        Line("            for name in self.learned + self.given");
        Line("        })");
        Line();
        string[] methods = [.. Begin(), .. Step(), .. Forward()];
        foreach (var line in Helpers(methods).Concat(methods))
        {
            Line(line.Length == 0 ? "" : $"    {line}");
        }

        return text.ToString();
    }

    private static string Names(IEnumerable<string> names) => string.Concat(names.Select(name => $"\"{name}\", ")).TrimEnd();

    // Those that the lines call.
    private static IEnumerable<string> Helpers(IReadOnlyList<string> lines)
    {
        string[][] all =
        [
            ["@property", "def dtype(self):", "    return next(iter(self.w.values())).dtype"],
            ["@property", "def device(self):", "    return next(iter(self.w.values())).device"],
            [
                "def draw(self, rows, width, scale):", "    \"\"\"Noise of a step; zeros unless the network was made with noise=True.\"\"\"",
                "    draw = torch.randn if self.noise else torch.zeros", "    return scale * draw(rows, width, dtype=self.dtype, device=self.device)",
            ],
            ["@staticmethod", "def total(a, units):", "    return a.sum(-1, keepdim=True).expand(*a.shape[:-1], units)"],
            ["@staticmethod", "def most(a, units):", "    return a.amax(-1, keepdim=True).expand(*a.shape[:-1], units)"],
            ["@staticmethod", "def softplus(a):", "    return torch.logaddexp(a, torch.zeros_like(a))"],
            [
                "@staticmethod", "def gate(a, b):", "    \"\"\"b where a is above 0, else 0.\"\"\"", "    b = b * torch.ones_like(a)",
                "    return torch.where(a <= 0, torch.zeros_like(b), b)",
            ],
            [
                "@staticmethod", "def surrogate(value, other):", "    \"\"\"The value of one quantity with the gradient of another.\"\"\"",
                "    return (value - other).detach() + other",
            ],
        ];
        return all.Where(helper => lines.Concat(all[2]).Any(line => line.Contains($"self.{Called(helper)}", StringComparison.Ordinal)))
            .SelectMany(helper => helper.Append(""));

        static string Called(string[] helper) => helper.First(line => line.StartsWith("def ", StringComparison.Ordinal)).Split(' ', '(')[1];
    }

    // Those of what is delayed, too.
    private IReadOnlyList<DelayNode> Delays =>
        [.. Differentiation.Topological([.. graph.States.Select(state => state.Next)], withDerivatives: true).OfType<DelayNode>()];

    private List<string> Begin()
    {
        var begin = new TorchExpressions();
        foreach (var context in Differentiation.Topological([.. graph.States.Select(state => state.Begins)]).OfType<ContextNode>())
        {
            begin.Bind(context, "context");
        }

        begin.Write([.. graph.States.Select(state => state.Begins)], new Dictionary<Node, string>());
        return
        [
            "def begin(self, rows, context=None):",
            graph.ReadsContext
                ? $"    \"\"\"States before the first step, for a context (trials, {graph.Contexts}).\"\"\"" : "    \"\"\"States before the first step.\"\"\"",
            "    w = self.w",
            .. begin.Lines.Select(line => $"    {line}"),
            "    return {",
            .. graph.States.Select(state => $"        \"{state.State.Name}\": {begin.Wide(state.Begins, state.State.Width)},"),
            .. Delays.Select((delay, k) =>
                string.Create(CultureInfo.InvariantCulture, $"        \"past {k}\": [torch.zeros(rows, {Width(delay)}, dtype=self.dtype, device=self.device)] * {delay.Steps},")),
            "    }",
            "",
        ];
    }

    private static int Width(DelayNode delay) => Math.Max(1, delay.Width);

    private List<string> Step()
    {
        var names = new EquationNames(graph);
        var lines = new List<string>();
        foreach (var state in graph.States)
        {
            var name = expressions.Free(state.State.Name);
            lines.Add($"{name} = s[\"{state.State.Name}\"]");
            expressions.Bind(state.State, name);
        }

        BindInput();
        var delays = Delays;
        for (var k = 0; k < delays.Count; k++)
        {
            var name = expressions.Free("past");
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name} = s[\"past {k}\"][0]"));
            expressions.Bind(delays[k], name);
        }

        expressions.Write([.. graph.States.Select(state => state.Next), .. delays.Select(delay => delay.Source)], names.All);
        var after = new List<string> { "s = {" };
        after.AddRange(graph.States.Select(state => $"    \"{state.State.Name}\": {expressions.Wide(state.Next, state.State.Width)},"));
        after.AddRange(delays.Select((delay, k) =>
            string.Create(CultureInfo.InvariantCulture, $"    \"past {k}\": s[\"past {k}\"][1:] + [{expressions.Wide(delay.Source, Width(delay))}],")));
        after.Add("}");
        var inner = expressions.Lines.Count;
        lines.AddRange(expressions.Lines);
        lines.AddRange(after);

        // Outputs and rates see what the states are after the step.
        expressions.Forget();
        BindInput();
        foreach (var state in graph.States)
        {
            expressions.Bind(state.State, $"s[\"{state.State.Name}\"]");
        }

        expressions.Write([graph.Rate, graph.Output], names.After);
        lines.AddRange(expressions.Lines.Skip(inner));
        return
        [
            "def step(self, u, s):",
            "    \"\"\"Outputs and rates after a step with inputs u (trials, inputs), and the states.\"\"\"",
            "    w, rows = self.w, u.shape[0]",
            .. lines.Select(line => $"    {line}"),
            $"    return {expressions.Wide(graph.Output, graph.Outputs)}, {expressions.Wide(graph.Rate, graph.Units)}, s",
            "",
        ];
    }

    private void BindInput()
    {
        foreach (var input in Differentiation.Topological([.. graph.States.Select(state => state.Next), graph.Output, .. Delays.Select(delay => delay.Source)], withDerivatives: true)
            .OfType<InputNode>())
        {
            expressions.Bind(input, "u");
        }
    }

    private static IEnumerable<string> Forward() =>
    [
        "def forward(self, u, context=None):",
        "    \"\"\"Outputs and rates (steps, trials, width) for inputs u (steps, trials, inputs).\"\"\"",
        "    s, outputs, rates = self.begin(u.shape[1], context), [], []",
        "    for now in u:",
        "        z, r, s = self.step(now, s)",
        "        outputs.append(z)",
        "        rates.append(r)",
        "    return torch.stack(outputs), torch.stack(rates)",
    ];
}
