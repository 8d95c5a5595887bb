using Engram.Configuration;

namespace Engram.Equations;

/// <content>What a trial is given before its first step, and states that begin with it.</content>
public sealed partial class Step
{
    private Node? context;

    /// <summary>C, the numbers that the task gives a trial before its first step; 0 where it gives none.</summary>
    public int Contexts => contexts;

    /// <summary>
    /// What a trial is given before its first step (B × C), of which a state can be made that begins with it. Where a cell makes nothing of it, each of its states begins
    /// with a linear map of it, x = x0 + W c, that is learned.
    /// </summary>
    /// <exception cref="UsageException">The task gives none.</exception>
    public Node Context => context ??= contexts > 0 ? new ContextNode(algebra, contexts) : throw new UsageException(
        "A cell uses the context, but the task gives its trials none; name it in the task's ContextNames, or check step.Contexts first.");

    /// <summary>A state that begins as a function of the context.</summary>
    /// <param name="name">Letter of the state, such as <c>x</c>.</param>
    /// <param name="begins">Its value before the first step, made of <see cref="Context"/> and of parameters.</param>
    /// <exception cref="UsageException">It is made of something else.</exception>
    public Node State(string name, Node begins)
    {
        name = Own(name);
        names.Take(name, "a state");
        StepChecks.CheckBeginning(name, begins);
        var state = new StateNode(algebra, name, begins.Width);
        states.Add((state, begins));
        return state;
    }

    // x = x0 + W c before the first step.
    private void BeginWithContext()
    {
        var isLeft = contexts > 0 && context is null;
        for (var k = 0; k < states.Count && isLeft; k++)
        {
            var (state, begins) = states[k];
            if (projected.Contains(state))
            {
                continue;
            }

            var initial = begins is ParameterNode { Shape.Name: var own } ? own : $"{state.Name}0";
            var map = Parameter($"w_{initial}", ParameterRole.InitialMap, state.Width, contexts, new() { Deviation = 1 / Math.Sqrt(contexts) });
            states[k] = (state, begins + algebra.Linear(new LinearTerm(map, Context, false)));
        }
    }
}
