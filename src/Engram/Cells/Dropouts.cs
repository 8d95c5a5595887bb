using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// What is dropped of a recurrent network during learning, by the names that the field has for it. Outside learning every mask is 1, so that
/// the network computes the expected value of what it computed in learning.
/// </summary>
internal static class Dropouts
{
    /// <summary>
    /// The inputs, of which each channel is silent for a whole trial with a probability, and is scaled up otherwise (Gal &amp; Ghahramani 2016).
    /// The same mask is on all gates.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="probability">Of silence.</param>
    public static Node Input(Step step, double probability) => probability == 0 || step.Input.Width == 0
        ? step.Input : step.Input * step.Dropout("drop_in", step.Input.Width, 1 - probability);

    /// <summary>What units send to units, where each is silent for a whole trial with a probability (Gal &amp; Ghahramani 2016).</summary>
    /// <param name="step">The step.</param>
    /// <param name="h">What units send.</param>
    /// <param name="probability">Of silence.</param>
    public static Node Recurrent(Step step, Node h, double probability) =>
        probability == 0 ? h : h * step.Dropout("drop_rec", h.Width, 1 - probability);

    /// <summary>What is added to a memory, where nothing is added in one step with a probability (Semeniuta et al. 2016).</summary>
    /// <param name="step">The step.</param>
    /// <param name="candidate">What is added.</param>
    /// <param name="probability">That it is not.</param>
    public static Node Candidate(Step step, Node candidate, double probability) =>
        probability == 0 ? candidate : candidate * step.Dropout("drop_add", candidate.Width, 1 - probability, everyStep: true);

    /// <summary>
    /// What a state becomes where each unit keeps its value for one step with probability ζ (Krueger et al. 2017). Outside learning it is
    /// ζ x + (1 − ζ) x', what learning has on average.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="name">Name of the mask.</param>
    /// <param name="before">x, the state before the step.</param>
    /// <param name="after">x', what it would become.</param>
    /// <param name="probability">ζ.</param>
    public static Node Zoneout(Step step, string name, Node before, Node after, double probability)
    {
        // The mask is 0 or 1/(1 − ζ) in learning and 1 elsewhere: times 1 − ζ it is whether to move, and how much of the way on average.
        return probability == 0 ? after
            : before + ((1 - probability) * step.Dropout(name, before.Width, 1 - probability, everyStep: true) * (after - before));
    }
}
