namespace Engram.Equations;

/// <summary>
/// What one step hands to the next: the states, and the functions of states that products or the outputs read. Such a function is evaluated
/// once, on the new state, at the end of a step; the next step finds it as a carried value.
/// </summary>
/// <param name="Old">Leaf: the value that the previous step left.</param>
/// <param name="Next">Its value after this step.</param>
/// <param name="Initial">Its value before the first step, a function of parameters and the context, or, for what is no state, of the initial states.</param>
internal sealed record Carried(Node Old, Node Next, Node Initial)
{
    /// <summary>Whether it is a state, rather than a function of states.</summary>
    public bool IsState => Old is StateNode;

    /// <summary>The leaf that stands for its value in functions of states.</summary>
    public Node Leaf => IsState ? Old : Initial;
}
