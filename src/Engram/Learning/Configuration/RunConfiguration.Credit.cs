using Engram.Configuration;
using Engram.Equations;

namespace Engram.Learning;

/// <content>What errors go back through.</content>
public sealed partial record RunConfiguration
{
    private static readonly string[] Places = [nameof(Credit.ThroughRecurrent), nameof(Credit.ThroughGates), nameof(Credit.ThroughReadout), nameof(Credit.UnchangedErrors)];

    // What stands for an error is no derivative of the loss where it goes back through other matrices.
    private void CheckCredit(List<string> faults, StepGraph? graph)
    {
        if (Credit.IsExact)
        {
            return;
        }

        var said = string.Join(" and ", Places.Select(name => (Name: name, Value: Settings.Text(Credit, Kebab.Of(name))))
            .Where(place => place.Value != Settings.Text(new Credit(), Kebab.Of(place.Name)))
            .Select(place => $"`{place.Name} = {place.Value}`"));
        if (Penalties.Omega > 0)
        {
            faults.Add($"`Omega` is {Settings.Text(Penalties, "omega")}, but its gradient needs errors that go back through the network's own weights, and "
                + $"with {said} they do not; set `Omega = 0`, or `Credit = back-propagation`.");
        }

        if (Continual.TrackImportance)
        {
            faults.Add($"`TrackImportance` is true, but it needs the exact gradient of the loss, which is not known with {said}; set "
                + "`TrackImportance = false`, or `Credit = back-propagation`.");
        }

        if (Credit.ThroughReadout == Feedback.None)
        {
            faults.Add("`ThroughReadout` is none, so no error reaches the units and only the readout learns; if you want that, set `TrainRecurrent = false` "
                + "and `TrainInput = false` instead; otherwise set `ThroughReadout` to another value.");
        }

        if (graph is not null)
        {
            Collect(faults, () => _ = Credit.Through(graph));
        }
    }

    private (string State, string Remedy)? NeededByCredit(string name, Lazy<IReadOnlyList<ParameterShape>> shapes) => name switch
    {
        "feedback-scale" when !Credit.HasMatrices => (
            "no errors go back through a matrix other than the weights", "set `Credit = feedback-alignment`"),
        "feedback-decay" when !Credit.Has(Feedback.Learned) => ("no errors go back through a matrix that is learned", "set `Credit = kolen-pollack`"),
        "track-alignment" when Credit.IsExact && Training.Unroll is null => (
            "errors go back as the chain rule has it, so that all angles are 0", "set `Credit = feedback-alignment`"),
        "through-gates" when !shapes.Value.Any(shape => shape.IsGate) => ($"the {Cell.Name} cell has no gates", "set `Cell = gru`"),
        _ => null,
    };
}
