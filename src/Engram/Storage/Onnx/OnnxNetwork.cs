using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>
/// A network as a graph of ONNX: the step within a Scan over time, what states begin with before it, rates and outputs after it.
/// </summary>
internal sealed class OnnxNetwork
{
    private const string Input = "input", Noise = "noise", InitialState = "initial_state", Context = "context", Output = "output",
        Readout = "readout", Rates = "rates", States = "states";

    private static readonly string[] Reserved = [Input, Noise, InitialState, Context, Output, Readout, Rates, States];

    private readonly OnnxGraph main;
    private readonly OnnxGraph body = new("step", "step.");
    private readonly StepGraph step;
    private readonly Network network;
    private readonly OnnxScope loop;
    private readonly List<DelayNode> delays = [];
    private readonly Dictionary<int, (int First, int Width)> noises = [];

    private OnnxNetwork(StepGraph step, Network network, string name)
    {
        (this.step, this.network) = (step, network);
        main = new(name, "main.");
        loop = new(main, body, network);
        Find();
    }

    /// <summary>Translates a network.</summary>
    /// <param name="step">One step of it.</param>
    /// <param name="network">Its weights.</param>
    /// <param name="name">Name of the graph.</param>
    /// <param name="outputs">The outputs of each head: how many, and the operator that makes them of the readout, or null for none.</param>
    /// <exception cref="UsageException">The cell has a quantity that has no translation.</exception>
    public static OnnxGraph Of(StepGraph step, Network network, string name, IReadOnlyList<(int Channels, string? Operator)> outputs)
    {
        var made = new OnnxNetwork(step, network, name);
        made.DeclareInputs();
        made.Begin();
        made.Loop();
        made.Read(outputs);
        return made.main;
    }

    /// <summary>Name of the initialiser of a parameter, which is the parameter's unless an input or an output is called so.</summary>
    public static string NameOf(ParameterShape shape) => Reserved.Contains(shape.Name) ? $"parameter.{shape.Name}" : shape.Name;

    /// <summary>All that quantities are made of when nothing is learned, with what delays among it delay; some of it more than once.</summary>
    public static IEnumerable<Node> Reached(IEnumerable<Node> roots)
    {
        List<Node> all = [.. roots];
        for (var k = 0; k < all.Count; k++)
        {
            foreach (var node in Differentiation.Topological([all[k]]))
            {
                if (node is DelayNode delay && !all.Contains(delay.Source))
                {
                    all.Add(delay.Source);
                }

                yield return node;
            }
        }
    }

    private void Find()
    {
        foreach (var node in Reached([.. step.States.Select(state => state.Next), step.Output, step.Rate]))
        {
            if (node is DelayNode delay && !delays.Contains(delay))
            {
                delays.Add(delay);
            }
            else if (node is NoiseNode noise && !noises.ContainsKey(noise.Stream))
            {
                noises[noise.Stream] = (NoiseWidth, noise.Width);
            }
        }
    }

    private int NoiseWidth => noises.Values.Sum(noise => noise.Width);

    private void DeclareInputs()
    {
        main.End(true, Input, "The input channels u, with their noise if they are to have any: T steps, B trials, I channels.", "T", "B", Text(step.Inputs));
        if (NoiseWidth > 0)
        {
            main.End(
                true, Noise, "Standard normal numbers, new for every step, trial and unit; zeros of shape [1, 1, width] run without noise.",
                "noise_steps", "noise_trials", Text(NoiseWidth));
        }

        main.End(
            true, InitialState, "States before the first step, one row for each trial; one row for all trials; or no row, [0, width], for those that "
            + "were learned.", "initial_trials", Text(step.StateWidth));
        if (step.ReadsContext)
        {
            main.End(true, Context, "What each trial is given before its first step.", "B", Text(step.Contexts));
        }
    }

    // Shapes of T, B, and what states begin with.
    private void Begin()
    {
        var shape = main.Node("Shape", [Input]);
        Slice(shape, 0, 1, "size.T");
        Slice(shape, 1, 2, "size.B");
        if (NoiseWidth > 0)
        {
            main.Node("Expand", [Noise, Shape(NoiseWidth, true)], "noise.whole");
        }

        var scope = new OnnxScope(main, main, network);
        foreach (var context in Differentiation.Topological(step.States.Select(state => state.Begins)).OfType<ContextNode>())
        {
            scope.Bind(context, Context);
        }

        // Rows of the input, or, where there are none, of what was learned.
        var learned = main.Node(
            "Concat", step.States.Select(state => scope.Whole(state.Begins, Shape(state.State.Width))), null, new OnnxAttribute("axis", -1L));
        var given = Slice(main.Node("Shape", [InitialState]), 0, 1);
        var count = main.Node("Where", [main.Node("Equal", [given, main.Integers(0)]), "size.B", given]);
        var both = main.Node("Concat", [InitialState, learned], null, new OnnxAttribute("axis", 0L));
        var begins = main.Node("Expand", [main.Node("Slice", [both, main.Integers(0), count, main.Integers(0)]), Shape(step.StateWidth)]);
        var first = 0;
        foreach (var state in step.States)
        {
            main.Node(
                "Slice", [begins, main.Integers(first), main.Integers(first + state.State.Width), main.Integers(-1)], $"begin.{state.State.Name}");
            first += state.State.Width;
        }
    }

    // One step: states and what is remembered for delays go from step to step, inputs and noise come in, states go out.
    private void Loop()
    {
        var sources = delays.GroupBy(delay => delay.Source).Select((group, k) =>
            (Source: group.Key, Steps: group.Max(delay => delay.Steps), Delays: group.ToList(), Name: $"memory.{Text(k)}")).ToList();
        foreach (var state in step.States)
        {
            body.End(true, $"state.{state.State.Name}", "", "B", Text(state.State.Width));
            loop.Bind(state.State, $"state.{state.State.Name}");
        }

        foreach (var (source, steps, own, name) in sources)
        {
            body.End(true, name, "", "B", Text(steps * source.Width));
            foreach (var delay in own)
            {
                loop.Bind(delay, loop.Columns(name, (delay.Steps - 1) * source.Width, source.Width));
            }
        }

        body.End(true, "step.input", "", "B", Text(step.Inputs));
        List<Node> all = [.. step.States.Select(state => state.Next), .. sources.Select(source => source.Source)];
        foreach (var input in Differentiation.Topological(all).OfType<InputNode>())
        {
            loop.Bind(input, "step.input");
        }

        if (NoiseWidth > 0)
        {
            body.End(true, "step.noise", "", "B", Text(NoiseWidth));
            BindNoise(loop, all, "step.noise");
        }

        foreach (var state in step.States)
        {
            loop.Whole(state.Next, Shape(state.State.Width), $"next.{state.State.Name}");
            body.End(false, $"next.{state.State.Name}", "", "B", Text(state.State.Width));
        }

        // The newest value goes to the front, and the oldest is forgotten.
        foreach (var (source, steps, _, name) in sources)
        {
            var value = loop.Whole(source, Shape(source.Width));
            body.Node(
                "Concat", steps > 1 ? [value, loop.Columns(name, 0, (steps - 1) * source.Width)] : [value], $"next.{name}", new OnnxAttribute("axis", -1L));
            body.End(false, $"next.{name}", "", "B", Text(steps * source.Width));
        }

        foreach (var state in step.States)
        {
            body.Node("Identity", [$"next.{state.State.Name}"], $"out.{state.State.Name}");
            body.End(false, $"out.{state.State.Name}", "", "B", Text(state.State.Width));
        }

        string[] noise = NoiseWidth > 0 ? ["noise.whole"] : [];
        main.Nodes(
            "Scan",
            [
                .. step.States.Select(state => $"begin.{state.State.Name}"),
                .. sources.Select(source => main.Node("ConstantOfShape", [Shape(source.Steps * source.Source.Width)])),
                Input,
                .. noise,
            ],
            [
                .. step.States.Select(state => $"last.{state.State.Name}"), .. sources.Select(source => $"last.{source.Name}"),
                .. step.States.Select(state => $"series.{state.State.Name}"),
            ],
            new OnnxAttribute("body", body), new OnnxAttribute("num_scan_inputs", 1L + noise.Length));
    }

    // States after each step, and what is read of them.
    private void Read(IReadOnlyList<(int Channels, string? Operator)> outputs)
    {
        var scope = new OnnxScope(main, main, network);
        foreach (var state in step.States)
        {
            scope.Bind(state.State, $"series.{state.State.Name}");
        }

        foreach (var input in Differentiation.Topological([step.Output]).OfType<InputNode>())
        {
            scope.Bind(input, Input);
        }

        BindNoise(scope, [step.Output], "noise.whole");
        scope.Whole(step.Output, Shape(step.Outputs, true), Readout);
        Apply(outputs);
        scope.Whole(step.Rate, Shape(step.Units, true), Rates);
        main.Node("Concat", step.States.Select(state => $"series.{state.State.Name}"), States, new OnnxAttribute("axis", -1L));
        main.End(false, Output, "The outputs, after the non-linearity that belongs to the loss of the training.", "T", "B", Text(step.Outputs));
        main.End(false, Rates, "The rates r after each step.", "T", "B", Text(step.Units));
        main.End(false, States, "The states after each step.", "T", "B", Text(step.StateWidth));
        main.End(false, Readout, "The outputs before the non-linearity.", "T", "B", Text(step.Outputs));
    }

    private void Apply(IReadOnlyList<(int Channels, string? Operator)> outputs)
    {
        var first = 0;
        var parts = new List<string>();
        foreach (var (channels, operation) in outputs)
        {
            var part = main.Node("Slice", [Readout, main.Integers(first), main.Integers(first + channels), main.Integers(-1)]);
            first += channels;
            parts.Add(operation switch
            {
                null => part,
                "Softmax" => main.Node(operation, [part], null, new OnnxAttribute("axis", -1L)),
                _ => main.Node(operation, [part]),
            });
        }

        main.Node("Concat", parts, Output, new OnnxAttribute("axis", -1L));
    }

    private void BindNoise(OnnxScope scope, IEnumerable<Node> roots, string all)
    {
        foreach (var noise in Differentiation.Topological(roots).OfType<NoiseNode>())
        {
            scope.Bind(noise, all, noises[noise.Stream].First);
        }
    }

    private string Slice(string value, long first, long end, string? name = null) =>
        main.Node("Slice", [value, main.Integers(first), main.Integers(end), main.Integers(0)], name);

    // The shape (B × width), or (T × B × width).
    private string Shape(int width, bool isSeries = false)
    {
        string[] series = isSeries ? ["size.T"] : [];
        return main.Once(
            $"shape.{(isSeries ? "T." : "")}B.{Text(width)}",
            name => main.Node("Concat", [.. series, "size.B", main.Integers(width)], name, new OnnxAttribute("axis", 0L)));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
