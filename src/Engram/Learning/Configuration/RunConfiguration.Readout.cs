using Engram.Configuration;
using Engram.Equations;

namespace Engram.Learning;

/// <content>What must be true where the readout alone is learned, by a rule of its own.</content>
public sealed partial record RunConfiguration
{
    private void CheckReadoutRule(List<string> faults, StepGraph? graph)
    {
        if (ReadoutRule is not { } rule)
        {
            return;
        }

        void Refuse(bool wrong, string what, string remedy)
        {
            if (wrong)
            {
                faults.Add($"{what}, but with `ReadoutRule = {rule.Name}` no gradient is computed; set {remedy}, or `ReadoutRule = none`.");
            }
        }

        Refuse(Penalties.Omega > 0, $"`Omega` is {Settings.Text(Penalties, "omega")}", "`Omega = 0`");
        Refuse(!Curriculum.IsNone, $"`Curriculum` is {Curriculum.Factor}", "`Curriculum = none`");
        Refuse(!Credit.IsExact, "`Credit` says what errors go back through", "`Credit = back-propagation`");
        Refuse(Credit.TrackAlignment, "`TrackAlignment` is true", "`TrackAlignment = false`");
        Refuse(Continual.Protection != Protection.None, $"`Protection` is {Settings.Text(Continual, "protection")}", "`Protection = none`");
        Refuse(Continual.TrackImportance, "`TrackImportance` is true", "`TrackImportance = false`");
        Refuse(Training.ReplayRate != ReplayRate.Fixed, $"`ReplayRate` is {Settings.Text(Training, "replay-rate")}", "`ReplayRate = fixed`");
        Refuse(Training.Unroll is not null, $"`Unroll` is {Settings.Text(Training, "unroll")}", "`Unroll = none`");
        if (graph is { Feedback: null } && rule.FeedsBackOutputs)
        {
            faults.Add($"`ReadoutRule` is {rule.Name}, which learns while the outputs go back to the units, but here nothing goes back; set `Feedback = true` with a cell that has it, such as "
                + "echo-state, or `ReadoutRule = rls`.");
        }

        if (graph is not null)
        {
            Collect(faults, () => _ = ReadoutFeatures.Of(graph, Cell.Name));
        }

        // Each head may have a loss of its own.
        var losses = Task.Heads.Select(head => head.Loss ?? Training.Loss).Distinct().ToList();
        var wanted = rule is LogisticRule ? new CrossEntropy().Name : new SquaredError().Name;
        if (losses.Any(loss => loss != wanted) || (rule is LogisticRule && Task.Heads.Count > 1))
        {
            faults.Add(losses.Count > 1 || Training.Loss == losses[0]
                ? $"`ReadoutRule = {rule.Name}` makes the {(rule is LogisticRule ? "cross-entropy of one softmax" : "squared error")} small, but the loss is {string.Join(" and ", losses)}"
                    + $"{(Task.Heads.Count > 1 && rule is LogisticRule ? $" of {Task.Heads.Count} heads" : "")}; set `Loss = {wanted}`, or `ReadoutRule = {(rule is LogisticRule ? "ridge" : "logistic")}`."
                : $"`ReadoutRule = {rule.Name}` needs the loss {wanted}, but {Task.Name} has outputs with the loss {losses[0]} of their own; set another `ReadoutRule`, or none.");
        }
    }
}
