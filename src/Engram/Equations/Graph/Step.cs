using System.Globalization;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// What a cell writes its equation with: the quantities of one time step. States are those that the previous step left; <see cref="Next"/>
/// says what they become.
/// </summary>
public sealed partial class Step
{
    private readonly Algebra algebra;
    private readonly List<(StateNode State, Node Begins)> states = [];
    private readonly Dictionary<Node, Node> next = [];
    private readonly Dictionary<string, ParameterShape> parameters;
    private readonly List<ParameterShape> aside;
    private readonly Dictionary<string, (double[] Values, Node Node)> perUnit;
    private readonly Dictionary<string, Node> layerMasks = [];
    private readonly StepNames names;
    private readonly int inputs, outputs, units, contexts;
    private readonly int[] streams;
    private Node? rate, output;
    private StateNode? feedback;
    private Prescription? readoutBegins, readoutBiasBegins;

    internal Step(int inputs, int outputs, int units, TimeSpan dt, int contexts = 0)
    {
        (this.inputs, this.outputs, this.units, this.contexts) = (inputs, outputs, units, contexts);
        (algebra, parameters, aside, perUnit, names, streams) = (new(), [], [], [], new(), [0]);
        Dt = dt;
        Input = new InputNode(algebra, inputs);
    }

    /// <summary>Length of a time step.</summary>
    public TimeSpan Dt { get; }

    /// <summary>I, the input channels.</summary>
    public int Inputs => inputs;

    /// <summary>O, the output channels of the readout.</summary>
    public int Outputs => outputs;

    /// <summary>The input channels u of this step (B × I).</summary>
    public Node Input { get; }

    /// <summary>A state of so many units, as the previous step left it. Its initial value is the parameter <c>x0</c> of a state
    /// <c>x</c>, and <c>x1_0</c> of a state <c>x1</c>.</summary>
    /// <param name="name">Letter of the state, such as <c>x</c>.</param>
    /// <param name="units">N.</param>
    /// <param name="begins">How the initial value begins; null to leave that to the options of the network.</param>
    public Node State(string name, int units, Prescription? begins = null)
    {
        name = Own(name);
        var initial = names.TakeState(name);
        var state = new StateNode(algebra, name, StepNumbers.Units(units, "the state", name));
        var shape = parameters[initial] = new ParameterShape(initial, ParameterRole.InitialState, units, 1) { Prescribed = begins };
        states.Add((state, new ParameterNode(algebra, shape)));
        return state;
    }

    /// <summary>A state with one number for each output channel: none of its numbers is a unit's, also where there are as many units.</summary>
    /// <param name="name">Letter of the state, such as <c>c</c>.</param>
    internal Node ChannelState(string name)
    {
        var state = State(name, outputs);
        projected.Add(state);
        return state;
    }

    /// <summary>
    /// A state with one number for each output channel, which is to become what the outputs are: while a readout is learned, a teacher can put the
    /// targets in its place.
    /// </summary>
    /// <param name="name">Letter of the state, such as <c>y</c>.</param>
    internal Node Feedback(string name)
    {
        var state = ChannelState(name);
        feedback = (StateNode)state;
        return state;
    }

    /// <summary>How the readout begins. Left out, the options of the network say it.</summary>
    /// <param name="begins">What the cell wants of its weights.</param>
    /// <param name="bias">What it wants of its bias; null to leave that to the options.</param>
    public void ReadoutBegins(Prescription begins, Prescription? bias = null) => (readoutBegins, readoutBiasBegins) = (begins, bias);

    /// <summary>A bias b, one parameter a unit.</summary>
    /// <param name="name">Name of the vector, such as <c>b</c>.</param>
    /// <param name="units">N.</param>
    /// <param name="begins">How it begins; null to leave that to the options of the network.</param>
    public Node Bias(string name, int units, Prescription? begins = null) =>
        new ParameterNode(algebra, Parameter(name, ParameterRole.Bias, StepNumbers.Units(units, "the bias", name), 1, begins));

    /// <summary>Numbers N(0, scale²), new for every trial, step and unit; nothing where the scale is 0.</summary>
    /// <param name="name">Name in the printed equation.</param>
    /// <param name="units">N.</param>
    /// <param name="scale">Standard deviation in one step, in the units of what it is added to.</param>
    /// <exception cref="UsageException">The name stands for something else, or the scale is negative or not finite.</exception>
    public Node Noise(string name, int units, double scale)
    {
        name = Own(name);
        names.Take(name, "noise");
        StepNumbers.Deviation(scale, name);
        return scale == 0
            ? algebra.Constant(0)
            : new NoiseNode(algebra, name, StepNumbers.Units(units, "the noise", name), scale, streams[0]++);
    }

    /// <summary>A dropout mask: 0 with probability 1 − keep, else 1/keep; 1 everywhere when the network is not being trained.</summary>
    /// <param name="name">Name in the printed equation.</param>
    /// <param name="units">N.</param>
    /// <param name="keep">Probability to keep a unit, above 0 and at most 1.</param>
    /// <param name="everyStep">Draw anew every step; otherwise once a trial.</param>
    /// <exception cref="UsageException">The name stands for something else, or the probability is none.</exception>
    public Node Dropout(string name, int units, double keep, bool everyStep = false)
    {
        name = Own(name);
        names.Take(name, "dropout");
        StepNumbers.Keep(keep, name);
        return keep == 1
            ? algebra.Constant(1)
            : new DropoutNode(algebra, name, StepNumbers.Units(units, "the dropout", name), keep, everyStep, streams[0]++);
    }

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="UsageException">It is not finite, or too great for single precision.</exception>
    public Node Constant(double value) => algebra.Constant(value);

    /// <summary>One number a unit. Asked for again with the same name and numbers it is the same quantity.</summary>
    /// <param name="name">Name in the printed equation.</param>
    /// <param name="values">The numbers (N).</param>
    /// <exception cref="UsageException">The name stands for something else, there are no numbers, or one is not finite.</exception>
    public Node PerUnit(string name, IReadOnlyList<double> values)
    {
        if (values is null or { Count: 0 })
        {
            throw new UsageException($"A cell gives '{name}' no numbers; give step.PerUnit one number per unit.");
        }

        name = Own(name);
        if (perUnit.TryGetValue(name ?? "", out var known) && known.Values.AsSpan().SequenceEqual([.. values]))
        {
            return known.Node;
        }

        double[] numbers = [.. values.Select((value, k) => StepNumbers.Finite(value, $"Number {k} (from 0) of a cell's '{name}'"))];
        names.Take(name!, "a constant of units");
        Node node = numbers.Distinct().Count() == 1 ? algebra.Constant(numbers[0]) : new UnitConstantNode(algebra, name!, numbers);
        perUnit[name!] = (numbers, node);
        return node;
    }

    /// <summary>α = dt/τ.</summary>
    /// <param name="tau">Time constant; not shorter than a step.</param>
    /// <exception cref="UsageException">τ &lt; dt: the step would overshoot.</exception>
    public double Alpha(TimeSpan tau)
    {
        var alpha = Dt / tau;
        return alpha is > 0 and <= 1
            ? alpha
            : throw new UsageException(
                $"A time constant is {TimeText.Format(tau)}, shorter than a step of {TimeText.Format(Dt)}; "
                + $"set a time constant of at least {TimeText.Format(Dt)} (such as `Tau = {TimeText.Format(Dt)}`), or a smaller `Dt`.");
    }

    /// <summary>f(a).</summary>
    /// <param name="f">Activation function.</param>
    /// <param name="a">Its argument.</param>
    public Node Apply(Activation f, Node a) => f switch
    {
        Activation.Linear => a,
        Activation.Rectify => algebra.Apply(ElementFunction.Rectify, a),
        Activation.RectifySquare => algebra.Apply(ElementFunction.Rectify, a) * algebra.Apply(ElementFunction.Rectify, a),
        Activation.RectifyTanh => algebra.Apply(ElementFunction.Rectify, algebra.Apply(ElementFunction.Tanh, a)),
        Activation.Sigmoid => algebra.Apply(ElementFunction.Sigmoid, a),
        Activation.Tanh => algebra.Apply(ElementFunction.Tanh, a),
        Activation.Softplus => algebra.Apply(ElementFunction.Softplus, a),
        Activation.Exponential => algebra.Apply(ElementFunction.Exp, a),
        _ => throw new ArgumentOutOfRangeException(nameof(f), f, null),
    };

    /// <summary>1 where a &gt; 0, else 0. Its derivative is 0 everywhere: see <see cref="Spike"/> and <see cref="Surrogate"/>.</summary>
    /// <param name="a">Its argument.</param>
    public Node Heaviside(Node a) => algebra.Gate(a, algebra.Constant(1));

    /// <summary>
    /// 1 where a &gt; 0, else 0, with the triangle γ max(0, 1 − |a|) for its derivative: a spike where a is how far a voltage is above its
    /// threshold, in units of the threshold (Bellec et al. 2018, <see href="https://doi.org/10.48550/arXiv.1803.09574"/>).
    /// </summary>
    /// <param name="a">Its argument.</param>
    /// <param name="damping">γ, above 0.</param>
    public Node Spike(Node a, double damping = 0.3)
    {
        // γ max(0, 1 − |a|) is the derivative of γ/2 ([a + 1]₊² − 2 [a]₊² + [a − 1]₊²).
        var (left, middle, right) = (Square(a + 1), Square(a), Square(a - 1));
        return Surrogate(Heaviside(a), damping / 2 * (left - (2 * middle) + right));

        Node Square(Node b) => Apply(Activation.RectifySquare, b);
    }

    /// <summary>The value of one quantity, to which learning gives the derivative of another.</summary>
    /// <param name="value">What the step computes.</param>
    /// <param name="derivative">A function of the same number of units, whose derivative stands for that of the value; it is not computed.</param>
    public Node Surrogate(Node value, Node derivative) => algebra.Surrogate(value, derivative);

    /// <summary>The value of a quantity, which learning takes for a constant: no error goes back through it.</summary>
    /// <param name="a">The quantity.</param>
    public Node Detach(Node a) => algebra.Surrogate(a, algebra.Constant(0));

    /// <summary>Σₖ aₖ over all units, which every unit gets.</summary>
    /// <param name="a">The quantity.</param>
    public Node Sum(Node a) => algebra.Reduce(Reduction.Sum, a);

    /// <summary>maxₖ aₖ over all units, which every unit gets.</summary>
    /// <param name="a">The quantity.</param>
    public Node Maximum(Node a) => algebra.Reduce(Reduction.Maximum, a);

    /// <summary>exp(aᵢ) / Σₖ exp(aₖ) over all units.</summary>
    /// <param name="a">The quantity.</param>
    public Node Softmax(Node a)
    {
        // The greatest is taken off so that no exponential overflows; the quotient does not depend on it.
        var exponentials = Apply(Activation.Exponential, a - Detach(Maximum(a)));
        return exponentials / Sum(exponentials);
    }

    /// <summary>The value of a quantity k steps ago; 0 where that is before the first step.</summary>
    /// <param name="a">The quantity: the input channels, states, or what is made of them.</param>
    /// <param name="steps">k, at least 1.</param>
    /// <exception cref="UsageException">k is less than 1.</exception>
    public Node Delay(Node a, int steps)
    {
        if (steps < 1)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"A cell delays a quantity by {steps} steps; give step.Delay at least 1 step, or use the quantity itself."));
        }

        return algebra.Delay(a, steps);
    }

    /// <summary>
    /// The outputs z before any output non-linearity, one for each channel: a function of the states, which stand for what they are after the
    /// step, and of the inputs. Left out, they are W_out r + b_out.
    /// </summary>
    /// <param name="value">The function, of <see cref="Outputs"/> channels.</param>
    /// <exception cref="UsageException">It is null, has another width, or has been said.</exception>
    public void Output(Node value)
    {
        RequireWhole("writes its outputs itself");
        if (value is null || output is not null || value.Width != outputs)
        {
            throw new UsageException(
                value is null ? "A cell passes null to step.Output; give it a function of the states."
                : output is not null ? "A cell calls step.Output twice; call it once."
                : string.Create(CultureInfo.InvariantCulture, $"A cell's output has {value.Width} channels, but the task has {outputs}; make it with ")
                    + "step.Readout(name, ...), which has as many as the task.");
        }

        output = value;
    }

    internal void Output(IReadOnlyList<ReadoutLayer> layers)
    {
        if (output is not null)
        {
            throw new UsageException("This cell writes its outputs itself, with step.Output, so it cannot be given `Layers`; set `Layers = none`.");
        }

        output = rate is null ? null : Read(rate, layers);
    }

    /// <summary>Whether the cell has made the layers between units and outputs itself.</summary>
    internal bool HasReadLayers { get; private set; }

    /// <summary>What layers and the readout make of the units: g₁ = f₁(W₁ a + b₁), gₖ = fₖ(Wₖ gₖ₋₁ + bₖ), z = W_out g + b_out.</summary>
    /// <param name="a">The units; asked for again with others, the weights and masks are the same.</param>
    /// <param name="layers">The layers; null for none.</param>
    internal Node Read(Node a, IReadOnlyList<ReadoutLayer>? layers)
    {
        HasReadLayers = true;
        for (var k = 0; k < layers?.Count; k++)
        {
            var (layer, name) = (layers[k], string.Create(CultureInfo.InvariantCulture, $"layer{k + 1}"));
            if (!layerMasks.TryGetValue(name, out var keep))
            {
                keep = layerMasks[name] = Dropout($"dropout_{name}", layer.Width, 1 - layer.Dropout, everyStep: true);
            }

            a = Apply(layer.Activation, Project($"w_{name}", a, layer.Width) + Bias($"b_{name}", layer.Width)) * keep;
        }

        return Readout("out", a);
    }

    /// <summary>W·a + b of the output channels, as the options of the network have it for a readout.</summary>
    /// <param name="name">Ending of the names, such as <c>out</c> for <c>w_out</c> and <c>b_out</c>.</param>
    /// <param name="a">What is read.</param>
    public Node Readout(string name, Node a) => Readout(name, a, []);

    /// <summary>The same of several quantities: W·a + W′·a′ + … + b.</summary>
    /// <param name="name">Ending of the names, such as <c>out</c>.</param>
    /// <param name="a">What is read.</param>
    /// <param name="others">What is read besides, each by the ending of the name of its weights, such as <c>out_u</c>.</param>
    internal Node Readout(string name, Node a, IReadOnlyList<(string Name, Node A)> others)
    {
        Node? sum = null;
        foreach (var (ending, read) in others.Prepend((name, a)))
        {
            var weights = Parameter($"w_{ending}", ParameterRole.Readout, outputs, read.Width, readoutBegins, false, read.Width == units && IsOfUnits(read));
            var product = algebra.Linear(new LinearTerm(weights, read, false));
            projected.Add(product);
            sum = sum is null ? product : sum + product;
        }

        return sum! + new ParameterNode(algebra, Parameter($"b_{name}", ParameterRole.ReadoutBias, outputs, 1, readoutBiasBegins));
    }

    /// <summary>What a state becomes.</summary>
    /// <param name="state">Made by <c>step.State</c>.</param>
    /// <param name="value">Its value after this step.</param>
    /// <exception cref="UsageException">It is no state of this cell, it becomes null, or what it becomes has been said.</exception>
    public void Next(Node state, Node value)
    {
        if (!states.Exists(known => known.State == state))
        {
            throw new UsageException("A cell passes step.Next something that is not one of its states; give it what step.State returned.");
        }

        if (value is null)
        {
            throw new UsageException($"A cell passes step.Next null for its state '{((StateNode)state).Name}'; give it the value after the step.");
        }

        if (!next.TryAdd(state, value))
        {
            throw new UsageException(
                $"A cell calls step.Next twice for its state '{((StateNode)state).Name}'; call it once per state.");
        }
    }

    /// <summary>
    /// Declares a parameter that stands in no equation, after all that do. Others are made of it, as its derivation says.
    /// </summary>
    /// <param name="shape">Its name, role and size, how it begins, and what it does.</param>
    /// <exception cref="UsageException">Its name stands for something else.</exception>
    internal void Aside(ParameterShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        RequireWhole("makes parameters of others, as populations and gains do");
        names.Take(shape.Name, "a parameter");
        aside.Add(shape);
    }

    /// <summary>The firing rates r, a function of the states alone. The readout sees them after the step.</summary>
    /// <param name="value">The function.</param>
    /// <exception cref="UsageException">It is null, or has been said.</exception>
    public void Rate(Node value)
    {
        if (value is null || rate is not null)
        {
            throw new UsageException(value is null
                ? "A cell passes null to step.Rate; give it a function of the states."
                : "A cell calls step.Rate twice; call it once.");
        }

        rate = value;
    }

    internal StepGraph Build()
    {
        BeginWithContext();
        StepChecks.CheckWhole([.. states.Select(state => state.State)], next, rate);
        StepChecks.Check(algebra, [.. states.Select(state => (state.State, next[state.State]))], rate!, output, units);
        output = OfReadout(output ?? Readout("out", rate!));
        return new StepGraph(
            algebra,
            inputs,
            contexts,
            [.. states.Select(state => new StateVariable(state.State, next[state.State], state.Begins))],
            rate!,
            output,
            [.. parameters.Values, .. aside])
        {
            Feedback = feedback,
        };
    }

    // What only the outputs are made of lies between the units and the outputs, and is learned as the readout is.
    private Node OfReadout(Node made)
    {
        var elsewhere = Names([.. states.Select(state => next[state.State]), .. states.Select(state => state.Begins), rate!]).ToHashSet();
        var changed = Names([made]).Distinct().Where(name => !elsewhere.Contains(name)).Select(name => parameters[name]).Select(shape => shape with
        {
            Role = shape.Role switch
            {
                ParameterRole.Recurrent or ParameterRole.Projection => ParameterRole.ReadoutLayer,
                ParameterRole.Bias => ParameterRole.ReadoutBias,
                var role => role,
            },
        }).ToDictionary(shape => shape.Name);
        if (changed.All(shape => parameters[shape.Key] == shape.Value))
        {
            return made;
        }

        var done = new Dictionary<Node, Node>();
        Node? Replaced(Node node) => node switch
        {
            LinearNode linear => algebra.Linear(
                [
                    .. linear.Terms.Select(term =>
                        term with { Input = done[term.Input], Weights = changed.GetValueOrDefault(term.Weights.Name, term.Weights) }),
                ],
                linear.Bias, linear.Noise),
            ParameterNode { Shape.Name: var name } when changed.TryGetValue(name, out var shape) => new ParameterNode(algebra, shape),
            _ => null,
        };
        foreach (var (name, shape) in changed)
        {
            parameters[name] = shape;
        }

        return Rewriting.Substitute(made, Replaced, done);
    }

    private static IEnumerable<string> Names(IEnumerable<Node> roots) => Differentiation.Topological([.. roots], withDerivatives: true)
        .SelectMany(node => node switch
        {
            LinearNode linear => linear.Terms.Select(term => term.Weights.Name),
            ParameterNode parameter => [parameter.Shape.Name],
            _ => Enumerable.Empty<string>(),
        });

    private static string Uses(ParameterShape known, ParameterShape other) =>
        Words(known) != Words(other) ? $"{Words(known)} and as {Words(other)}"
        : $"{Words(known)}, {(known.IsGate != other.IsGate ? "once as synapses and once as a gate" : "with two beginnings")}";

    private static string Words(ParameterShape shape) =>
        $"{Kebab.Of($"{shape.Role}").Replace('-', ' ')} ({shape.Rows} × {shape.Columns})";

    private ParameterShape Parameter(
        string name, ParameterRole role, int rows, int columns, Prescription? begins = null, bool isGate = false, bool ofUnits = false,
        TimeConstantRange? range = null)
    {
        name = Own(name);
        begins = begins is { Along: { } along } ? begins with { Along = Own(along) } : begins;
        var shape = new ParameterShape(name, role, rows, columns) { Prescribed = begins, IsGate = isGate, Range = range };
        shape = role is ParameterRole.Projection or ParameterRole.Readout ? shape with { FromUnits = ofUnits } : shape;
        if (!parameters.TryGetValue(name ?? "", out var known))
        {
            names.Take(name!, "a parameter");
        }
        else if (known != shape)
        {
            throw new UsageException(
                $"A cell uses '{name}' as {Uses(known, shape)}, but one name stands for one parameter with one shape, role and beginning; give "
                + "each a different name.");
        }

        parameters[name!] = shape;
        return shape;
    }
}
