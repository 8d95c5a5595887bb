using System.Globalization;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>One time step of a network as a graph: what becomes of its states, its rates and its outputs.</summary>
public sealed partial class StepGraph
{
    private readonly IReadOnlyDictionary<string, ParameterShape?> backward = new Dictionary<string, ParameterShape?>();

    // What was done to a step stays done in a step that is made of it.
    private StepGraph(
        StepGraph graph,
        IReadOnlyList<StateVariable> states,
        Node output,
        IReadOnlyList<ParameterShape> parameters,
        IReadOnlyDictionary<string, ParameterShape?> backward)
        : this(graph.Algebra, graph.Inputs, graph.Contexts, states, graph.Rate, output, parameters)
    {
        this.backward = backward;
        (IsMasked, Feedback, InputNames, PassesErrorsUnchanged) = (graph.IsMasked, graph.Feedback, graph.InputNames, graph.PassesErrorsUnchanged);
    }

    internal StepGraph(
        Algebra algebra,
        int inputs,
        int contexts,
        IReadOnlyList<StateVariable> states,
        Node rate,
        Node output,
        IReadOnlyList<ParameterShape> parameters)
    {
        Algebra = algebra;
        Inputs = inputs;
        Contexts = contexts;
        States = states;
        Rate = rate;
        Output = output;
        Parameters = parameters;
    }

    /// <summary>I, the input channels.</summary>
    public int Inputs { get; }

    /// <summary>Names of the input channels, where the step is that of a configuration with a task; null where none were given.</summary>
    internal IReadOnlyList<string>? InputNames { get; private init; }

    /// <summary>C, the numbers that a trial is given before its first step.</summary>
    public int Contexts { get; }

    /// <summary>O, the output channels.</summary>
    public int Outputs => Output.Width;

    /// <summary>N, the units of the rate.</summary>
    public int Units => Rate.Width;

    /// <summary>Every array of parameters, in the order of their first use.</summary>
    public IReadOnlyList<ParameterShape> Parameters { get; }

    /// <summary>Names of the states, in the order of their definition.</summary>
    public IReadOnlyList<string> StateNames => [.. States.Select(state => state.State.Name)];

    /// <summary>Sum of the widths of the states: the length of a state vector as Jacobians see it.</summary>
    public int StateWidth => States.Sum(state => state.State.Width);

    /// <summary>
    /// The same step whose errors go back through other matrices than those of the forward step. The gradient of a matrix stays the sum of the
    /// outer products of what reaches its result with what it multiplies. The other matrices are parameters too, after all others.
    /// </summary>
    /// <param name="matrices">By name of the matrix of the forward step: one of the same shape, or null where nothing goes back.</param>
    /// <param name="unchanged">Whether the error of a state after the step is that before it too, in place of what goes back through the step.</param>
    internal StepGraph Through(IReadOnlyDictionary<string, ParameterShape?> matrices, bool unchanged = false) =>
        new(this, States, Output, [.. Parameters, .. matrices.Values.OfType<ParameterShape>()], matrices) { PassesErrorsUnchanged = unchanged };

    /// <summary>The same step with names of its input channels.</summary>
    /// <param name="names">The names (I).</param>
    internal StepGraph Named(IReadOnlyList<string> names) => new(this, States, Output, Parameters, backward) { InputNames = names };

    /// <summary>
    /// The same step where what units send goes through a mask that the batch writes, step by step: what every matrix that units send through
    /// multiplies is multiplied with the mask first. Their own states still move.
    /// </summary>
    internal StepGraph Masked()
    {
        var mask = new MaskNode(Algebra, Units);
        var done = new Dictionary<Node, Node>();
        Node? Send(Node node) => node is LinearNode linear
            ? Algebra.Linear([.. linear.Terms.Select(term => term with { Input = Sent(term) })], linear.Bias, linear.Noise) : null;
        Node Sent(LinearTerm term) => term.Weights.FromUnits ? done[term.Input] * mask : done[term.Input];
        Node Through(Node root) => Rewriting.Substitute(root, Send, done);
        return new(this, [.. States.Select(state => state with { Next = Through(state.Next) })], Through(Output), Parameters, backward)
        {
            IsMasked = true,
        };
    }

    /// <summary>The most steps that the cell looks back; 0 where it does not.</summary>
    internal int LongestDelay => Differentiation.Topological(States.Select(state => state.Next), withDerivatives: true).OfType<DelayNode>()
        .Select(delay => delay.Steps).DefaultIfEmpty().Max();

    /// <summary>R, how many steps of inputs, the present one among them, what is made of inputs alone sees at a time; 0 without inputs.</summary>
    internal int Window
    {
        get
        {
            var (onState, back) = (Leaves.Depends(node => node is StateNode), new Dictionary<Node, int>());
            foreach (var node in Differentiation.Topological(States.Select(state => state.Next), withDerivatives: true).Where(node => !onState(node)))
            {
                var sources = node.Sources.Select(source => back.GetValueOrDefault(source)).DefaultIfEmpty().Max();
                back[node] = node is InputNode ? 1 : sources == 0 ? 0 : node is DelayNode delay ? sources + delay.Steps : sources;
            }

            return back.Values.DefaultIfEmpty().Max();
        }
    }

    /// <summary>Whether a state begins as a function of the context.</summary>
    internal bool ReadsContext => Differentiation.Topological(States.Select(state => state.Begins)).Any(node => node is ContextNode);

    /// <summary>The same step under inputs that stay as they are, so that what is delayed of them equals what is not.</summary>
    /// <exception cref="UsageException">It delays what its states make, so that these are not all that it remembers.</exception>
    internal StepGraph UnderSteadyInputs()
    {
        var roots = States.Select(state => state.Next).ToList();
        if (!Differentiation.Topological(roots).Any(node => node is DelayNode))
        {
            return this;
        }

        var onState = Leaves.Depends(node => node is StateNode);
        if (Differentiation.Topological(roots).OfType<DelayNode>().FirstOrDefault(node => onState(node)) is { } delay)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cell looks back {delay.Steps} {(delay.Steps == 1 ? "step" : "steps")} in its recurrence, so its states are not all that it "
                + $"remembers, and one step is not a map of its states. Write the delay as states that pass their value on."));
        }

        var done = new Dictionary<Node, Node>();
        Node? Source(Node node) => node is DelayNode delayed ? done[delayed.Source] : null;
        return new(
            this, [.. States.Select(state => state with { Next = Rewriting.Substitute(state.Next, Source, done) })], Output, Parameters, backward);
    }

    /// <summary>The matrix through which errors go back from what a matrix makes; null for none.</summary>
    internal ParameterShape? Back(ParameterShape weights) => backward.TryGetValue(weights.Name, out var other) ? other : weights;

    /// <summary>Whether the error of a state after a step is that before it too, in place of what goes back through the step.</summary>
    internal bool PassesErrorsUnchanged { get; private init; }

    /// <summary>Whether units' signals go through a mask that the batch writes.</summary>
    internal bool IsMasked { get; private init; }

    /// <summary>The state that is what the outputs were in the step before; null for none.</summary>
    internal StateNode? Feedback { get; init; }

    internal Algebra Algebra { get; }

    internal IReadOnlyList<StateVariable> States { get; }

    internal Node Rate { get; }

    /// <summary>z, of the states, which stand for what they are after the step.</summary>
    internal Node Output { get; }
}

/// <summary>A state: its value before the step, after the step, and before the first step, a function of parameters and the context.</summary>
internal sealed record StateVariable(StateNode State, Node Next, Node Begins);
