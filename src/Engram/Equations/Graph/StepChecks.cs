using System.Globalization;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>What can be wrong with a step as a whole, told before anything is compiled.</summary>
internal static class StepChecks
{
    /// <summary>Refuses a step that leaves out its rate, or what becomes of a state.</summary>
    /// <param name="states">The states.</param>
    /// <param name="next">What becomes of them.</param>
    /// <param name="rate">The rate; null where none was given.</param>
    /// <exception cref="UsageException">The first fault.</exception>
    public static void CheckWhole(IReadOnlyList<StateNode> states, IReadOnlyDictionary<Node, Node> next, Node? rate)
    {
        var missing = states.FirstOrDefault(state => !next.ContainsKey(state));
        if (missing is not null || rate is null)
        {
            throw new UsageException(rate is null
                ? "A cell has no rate; call step.Rate(...) in its Define."
                : $"A cell does not say how its state '{missing!.Name}' changes; call step.Next({missing.Name}, ...) in its Define.");
        }
    }

    /// <summary>Refuses a step that no network can be made of.</summary>
    /// <param name="algebra">Where its nodes belong.</param>
    /// <param name="states">The states and what becomes of them.</param>
    /// <param name="rate">The rate.</param>
    /// <param name="output">The outputs; null where they are read from the rate.</param>
    /// <param name="units">N, the units of the cell.</param>
    /// <exception cref="UsageException">The first fault.</exception>
    public static void Check(Algebra algebra, IReadOnlyList<(StateNode State, Node Next)> states, Node rate, Node? output, int units)
    {
        if (states.Count == 0)
        {
            throw new UsageException(
                "A cell has no state, so nothing lasts from one step to the next; make one with step.State(\"x\", Units).");
        }

        var all = Differentiation.Topological(
            [.. states.Select(state => state.Next), rate, .. output is null ? Array.Empty<Node>() : [output]], withDerivatives: true);
        if (all.Any(node => node.Algebra != algebra))
        {
            throw new UsageException(
                "A cell uses a quantity that belongs to another step, such as one kept from an earlier call; make all quantities from the step that Define is given.");
        }

        if (all.Any(node => node is ContextNode))
        {
            throw new UsageException(
                "A cell uses the context within its step, but the context exists only before the first step; keep it in a state, such as step.State(\"c\", step.Context), "
                + "that does not change.");
        }

        if (output is not null && Differentiation.Topological([output]).Any(node => node is DelayNode))
        {
            throw new UsageException("A cell's output contains a delay; put the delay into what a state becomes, and make the output from that state.");
        }

        foreach (var (state, next) in states.Where(pair => pair.Next.Width > 0 && pair.Next.Width != pair.State.Width))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"A cell's state '{state.Name}' has {state.Width} units, but step.Next gives it {next.Width}; give it {state.Width} units, "
                + $"with step.Linear or step.Project."));
        }

        CheckRate(rate);
        if (rate.Width != units)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"A cell of {units} units has a rate of {rate.Width} units; give step.Rate {units} units, or set Units to {rate.Width}."));
        }
    }

    /// <summary>Refuses a beginning of a state that is not made of the context and parameters alone.</summary>
    /// <param name="name">Name of the state.</param>
    /// <param name="begins">Its value before the first step.</param>
    /// <exception cref="UsageException">It is made of something else.</exception>
    public static void CheckBeginning(string name, Node begins)
    {
        if (begins is null or { Width: 0 } || Differentiation.Topological([begins]).Any(
            node => node is StateNode or InputNode or NoiseNode or DropoutNode or DelayNode or MaskNode))
        {
            throw new UsageException(
                $"A cell's state '{name}' begins as {(begins is null ? "null" : begins.Width == 0 ? "a single number" : "something that changes from step to step")}; "
                + "give step.State a function of step.Context and parameters only.");
        }
    }

    private static void CheckRate(Node rate)
    {
        var made = Differentiation.Topological([rate]);
        var other = made.Select(node => node switch
        {
            InputNode => "the input channels",
            NoiseNode noise => $"the noise '{noise.Name}'",
            DropoutNode dropout => $"the dropout '{dropout.Name}'",
            LinearNode linear => $"the product with '{linear.Terms[0].Weights.Name}'",
            _ => null,
        }).OfType<string>().FirstOrDefault() ?? (made.Any(node => node is StateNode) ? null : "no state");
        if (other is not null)
        {
            throw new UsageException(
                $"A cell's rate contains {other}, but it must be a function of the states only, unit by unit, because the readout sees it after the step. "
                + "Give step.Rate a state, or store the quantity in a state with step.Next and give that state.");
        }
    }
}
