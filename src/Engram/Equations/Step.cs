using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// What a cell writes its equation with: the quantities of one time step. States are those that the previous step left; <see cref="Next"/>
/// says what they become.
/// </summary>
public sealed class Step
{
    private readonly Algebra algebra = new();
    private readonly List<(StateNode State, ParameterShape Initial)> states = [];
    private readonly Dictionary<Node, Node> next = [];
    private readonly Dictionary<string, ParameterShape> parameters = [];
    private readonly List<ParameterShape> aside = [];

    // What each letter of the printed equation stands for; u and z are the same in every cell.
    private readonly Dictionary<string, string> letters = new() { ["u"] = "the input channels", ["z"] = "the output channels" };
    private readonly int inputs, outputs;
    private Node? rate;
    private Prescription? readoutBegins;
    private int streams;

    internal Step(int inputs, int outputs, TimeSpan dt)
    {
        (this.inputs, this.outputs) = (inputs, outputs);
        Dt = dt;
        Input = new InputNode(algebra, inputs);
    }

    /// <summary>Length of a time step.</summary>
    public TimeSpan Dt { get; }

    /// <summary>O, the output channels of the readout.</summary>
    public int Outputs => outputs;

    /// <summary>The input channels u of this step (B × I).</summary>
    public Node Input { get; }

    /// <summary>A state of so many units, as the previous step left it. Its initial value is the parameter <c>name0</c>.</summary>
    /// <param name="name">Letter of the state, such as <c>x</c>.</param>
    /// <param name="units">N.</param>
    /// <param name="begins">How the initial value begins; null to leave that to the options of the network.</param>
    public Node State(string name, int units, Prescription? begins = null)
    {
        Take(name, "a state");
        var state = new StateNode(algebra, name, units);
        states.Add((state, Parameter($"{name}0", ParameterRole.InitialState, units, 1, begins)));
        return state;
    }

    /// <summary>W·a, with W from as many units as <paramref name="a"/> has to <paramref name="units"/>.</summary>
    /// <param name="name">Name of the matrix, such as <c>w_rec</c>.</param>
    /// <param name="a">What is multiplied: the input channels, or a function of states.</param>
    /// <param name="units">N, the rows of W.</param>
    /// <param name="begins">How W begins; null to leave that to the options of the network.</param>
    public Node Linear(string name, Node a, int units, Prescription? begins = null)
    {
        // A task without inputs has no input weights.
        if (a == Input && a.Width == 0)
        {
            return algebra.Constant(0);
        }

        var role = a == Input ? ParameterRole.Input : ParameterRole.Recurrent;
        return algebra.Linear(new LinearTerm(Parameter(name, role, units, a.Width, begins), a, false));
    }

    /// <summary>How the weights of the readout begin. Left out, the options of the network say it.</summary>
    /// <param name="begins">What the cell wants.</param>
    public void Readout(Prescription begins) => readoutBegins = begins;

    /// <summary>A bias b, one parameter a unit.</summary>
    /// <param name="name">Name of the vector, such as <c>b</c>.</param>
    /// <param name="units">N.</param>
    /// <param name="begins">How it begins; null to leave that to the options of the network.</param>
    public Node Bias(string name, int units, Prescription? begins = null) =>
        new ParameterNode(algebra, Parameter(name, ParameterRole.Bias, units, 1, begins));

    /// <summary>Numbers N(0, scale²), new for every trial, step and unit; nothing where the scale is 0.</summary>
    /// <param name="name">Name in the printed equation.</param>
    /// <param name="units">N.</param>
    /// <param name="scale">Standard deviation in one step, in the units of what it is added to.</param>
    public Node Noise(string name, int units, double scale) =>
        scale == 0 ? algebra.Constant(0) : new NoiseNode(algebra, Take(name, "noise"), units, scale, streams++);

    /// <summary>A dropout mask: 0 with probability 1 − keep, else 1/keep; 1 everywhere when the network is not being trained.</summary>
    /// <param name="name">Name in the printed equation.</param>
    /// <param name="units">N.</param>
    /// <param name="keep">Probability to keep a unit.</param>
    /// <param name="everyStep">Draw anew every step; otherwise once a trial.</param>
    public Node Dropout(string name, int units, double keep, bool everyStep = false) =>
        keep >= 1 ? algebra.Constant(1) : new DropoutNode(algebra, Take(name, "dropout"), units, keep, everyStep, streams++);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public Node Constant(double value) => algebra.Constant(value);

    /// <summary>One number a unit.</summary>
    /// <param name="name">Name in the printed equation.</param>
    /// <param name="values">The numbers (N).</param>
    public Node PerUnit(string name, IReadOnlyList<double> values) =>
        values.Distinct().Count() == 1 ? algebra.Constant(values[0]) : new UnitConstantNode(algebra, name, [.. values]);

    /// <summary>α = dt/τ.</summary>
    /// <param name="tau">Time constant; not shorter than a step.</param>
    /// <exception cref="UsageException">τ &lt; dt: the step would overshoot.</exception>
    public double Alpha(TimeSpan tau)
    {
        var alpha = Dt / tau;
        return alpha is > 0 and <= 1
            ? alpha
            : throw new UsageException(
                $"tau = {tau.TotalMilliseconds:0.###} ms with dt = {Dt.TotalMilliseconds:0.###} ms: "
                + "a time constant must be at least one step long. "
                + $"Use --tau {Dt.TotalMilliseconds:0.###}ms or longer, or a smaller --dt.");
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

    /// <summary>What a state becomes.</summary>
    /// <param name="state">Made by <see cref="State"/>.</param>
    /// <param name="value">Its value after this step.</param>
    /// <exception cref="UsageException">It is no state of this cell, or what it becomes has been said.</exception>
    public void Next(Node state, Node value)
    {
        if (!states.Exists(known => known.State == state))
        {
            throw new UsageException("A cell says with step.Next what becomes of something that is no state of it; give what step.State returned.");
        }

        if (!next.TryAdd(state, value))
        {
            throw new UsageException(
                $"A cell says twice what becomes of its state '{((StateNode)state).Name}'; call step.Next once for each state.");
        }
    }

    /// <summary>
    /// Declares a parameter that stands in no equation, after all that do. Others are made of it, as its derivation says.
    /// </summary>
    /// <param name="shape">Its name, role and size, how it begins, and what it does.</param>
    public void Aside(ParameterShape shape) => aside.Add(shape);

    /// <summary>The firing rates r, a function of the states alone. The readout sees them after the step.</summary>
    /// <param name="value">The function.</param>
    public void Rate(Node value) => rate = value;

    internal StepGraph Build()
    {
        var missing = states.Find(state => !next.ContainsKey(state.State));
        if (missing.State is not null || rate is null)
        {
            throw new UsageException(rate is null
                ? "A cell must say what its rate is: step.Rate(...)."
                : $"A cell must say what becomes of its state '{missing.State!.Name}': step.Next({missing.State.Name}, ...).");
        }

        var readout = Parameter("w_out", ParameterRole.Readout, outputs, rate.Width, readoutBegins);
        var bias = Parameter("b_out", ParameterRole.ReadoutBias, outputs, 1);
        return new StepGraph(
            algebra,
            inputs,
            outputs,
            [.. states.Select(state => new StateVariable(state.State, next[state.State], state.Initial))],
            rate,
            readout,
            bias,
            [.. parameters.Values, .. aside]);
    }

    private static string Words(ParameterShape shape) =>
        $"{Kebab.Of($"{shape.Role}").Replace('-', ' ')} ({shape.Rows} × {shape.Columns})";

    private string Take(string name, string what)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            throw new UsageException($"A cell gives {what} no name that can be printed; give it a letter, such as x.");
        }

        if (!letters.TryAdd(name, what))
        {
            throw new UsageException(
                $"A cell names {what} '{name}', which is {letters[name]} in the equation that `engram describe` prints; give it another letter.");
        }

        return name;
    }

    private ParameterShape Parameter(string name, ParameterRole role, int rows, int columns, Prescription? begins = null)
    {
        if (letters.TryGetValue(name, out var meaning) && role != ParameterRole.InitialState)
        {
            throw new UsageException(
                $"A cell names a parameter '{name}', which is {meaning} in the equation that `engram describe` prints; give it another name.");
        }

        var shape = new ParameterShape(name, role, rows, columns) { Prescribed = begins };
        if (parameters.TryGetValue(name, out var known) && known != shape)
        {
            throw new UsageException(
                $"A cell uses '{name}' as {Words(known)} and as {Words(shape)}, which begin in one way or have one shape and role only; give "
                + "each a name of its own.");
        }

        parameters[name] = shape;
        return shape;
    }
}
