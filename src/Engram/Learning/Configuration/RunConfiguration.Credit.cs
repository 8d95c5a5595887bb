using Engram.Configuration;
using Engram.Equations;

namespace Engram.Learning;

/// <content>What errors go back through.</content>
public sealed partial record RunConfiguration
{
    private static readonly string[] Places = ["through-recurrent", "through-gates", "through-readout"];

    // What stands for an error is no derivative of the loss where it goes back through other matrices.
    private void CheckCredit(List<string> faults, StepGraph? graph)
    {
        if (Credit.IsExact)
        {
            return;
        }

        var said = string.Join(" and ", Places.Where(name => Settings.Text(Credit, name) != Settings.Text(new Credit(), name))
            .Select(name => $"{name} {Settings.Text(Credit, name)}"));
        if (Penalties.Omega > 0)
        {
            faults.Add($"omega is {Settings.Text(Penalties, "omega")}, whose gradient is that of the recurrent weights through which errors go back, and "
                + $"with {said} they go back through others; write --omega 0, or --credit back-propagation.");
        }

        if (Continual.TrackImportance)
        {
            faults.Add($"track-importance sums what each weight contributes to the loss, by its gradient, which is not known with {said}; leave it off, or "
                + "write --credit back-propagation.");
        }

        if (Credit.ThroughReadout == Feedback.None)
        {
            faults.Add("through-readout is none, so that no error would reach the units and the readout alone would learn; write --train-recurrent false "
                + "and --train-input false for that, or another --through-readout.");
        }

        if (graph is not null)
        {
            Collect(faults, () => _ = Credit.Through(graph));
        }
    }

    private (string State, string Remedy)? NeededByCredit(string name, Lazy<IReadOnlyList<ParameterShape>> shapes) => name switch
    {
        "feedback-scale" when !Credit.Has(Feedback.Random, Feedback.SignSymmetric, Feedback.Learned) => (
            "errors go back through no matrix that is drawn", "--credit feedback-alignment"),
        "feedback-decay" when !Credit.Has(Feedback.Learned) => ("errors go back through no matrix that is learned", "--credit kolen-pollack"),
        "through-gates" when !shapes.Value.Any(shape => shape.IsGate) => ($"the {Cell.Name} cell has no gates", "--cell gru"),
        _ => null,
    };
}
