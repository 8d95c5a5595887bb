using Engram.Configuration;

namespace Engram.Equations;

/// <content>A step that is a part of another one, so that a cell can be made of cells.</content>
public sealed partial class Step
{
    private readonly string prefix = "";

    private Step(Step whole, string prefix)
    {
        (inputs, outputs, units) = (whole.inputs, whole.outputs, whole.units);
        (algebra, parameters, aside, perUnit, names, streams) = (whole.algebra, whole.parameters, whole.aside, whole.perUnit, whole.names, whole.streams);
        (Dt, Input, this.prefix) = (whole.Dt, whole.Input, prefix);
    }

    /// <summary>
    /// A step for a cell that is a part of this one: of the same units, input channels and length. Its names get a prefix, its rates are its own, and
    /// what becomes of its states is said by whoever asked for it.
    /// </summary>
    /// <param name="name">The prefix, such as <c>enc</c> for a state <c>enc_h</c>.</param>
    internal Step Part(string name) => new(this, $"{Own(name)}_");

    /// <summary>The states of a part with what it makes of them, which become states of this step.</summary>
    /// <param name="part">A part whose cell has been defined.</param>
    /// <exception cref="UsageException">Its cell did not define a step.</exception>
    internal IReadOnlyList<(Node State, Node Next)> Adopt(Step part)
    {
        StepChecks.CheckWhole([.. part.states.Select(state => state.State)], part.next, part.rate);
        states.AddRange(part.states);
        return [.. part.states.Select(state => ((Node)state.State, part.next[state.State]))];
    }

    /// <summary>The rates of a part whose cell has been defined.</summary>
    internal Node Rates => rate!;

    /// <summary>The same quantity where a state, as the previous step left it, is something else.</summary>
    /// <param name="made">What is made of states.</param>
    /// <param name="others">By state, what stands in its place.</param>
    /// <param name="done">What has been rebuilt so far; the same for all quantities that share some.</param>
    internal static Node Beginning(Node made, IReadOnlyDictionary<Node, Node> others, Dictionary<Node, Node> done) =>
        Rewriting.Substitute(made, node => others.GetValueOrDefault(node), done);

    /// <summary>Whether something depends on what a state is before the step.</summary>
    /// <param name="made">What is made.</param>
    internal static bool ReadsStates(IEnumerable<Node> made) => Differentiation.Topological(made).Any(node => node is StateNode);

    /// <summary>One input channel, which every unit gets.</summary>
    /// <param name="name">Name in the printed equation.</param>
    /// <param name="channel">Which, from 0.</param>
    internal Node Channel(string name, int channel) =>
        algebra.Reduce(Reduction.Sum, Input * PerUnit(name, [.. Enumerable.Range(0, inputs).Select(other => other == channel ? 1.0 : 0)]), units);

    private string Own(string name) => prefix + name;

    private void RequireWhole(string what)
    {
        if (prefix.Length > 0)
        {
            throw new UsageException($"The cell of the part '{prefix[..^1]}' {what}, which only a whole cell can do; choose another cell or leave out that setting.");
        }
    }
}
