namespace Engram.Equations;

/// <summary>Questions about what an expression is made of.</summary>
internal static class Leaves
{
    /// <summary>Whether a node, or anything it is made of, satisfies a condition; a delay is made of what it delays.</summary>
    public static Func<Node, bool> Depends(Func<Node, bool> condition)
    {
        var known = new Dictionary<Node, bool>();
        bool Ask(Node node)
        {
            if (!known.TryGetValue(node, out var answer))
            {
                known[node] = answer = condition(node) || node.Arguments.Any(Ask) || (node is DelayNode delay && Ask(delay.Source));
            }

            return answer;
        }

        return Ask;
    }
}
