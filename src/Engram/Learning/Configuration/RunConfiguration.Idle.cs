using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Learning;

/// <content>Settings that do nothing because of another.</content>
public sealed partial record RunConfiguration
{
    /// <summary>
    /// Which settings that were given do nothing because of another setting, each with a sentence that says so and what to write. A
    /// configuration with such settings can be trained; whoever gave them may have meant something else.
    /// </summary>
    /// <param name="given">Names of settings, as <see cref="With"/> takes them.</param>
    internal IReadOnlyList<(string Name, string Sentence)> Idle(IEnumerable<string> given)
    {
        var (parts, shapes) = (Parts(), new Lazy<IReadOnlyList<ParameterShape>>(() => Graph().Parameters));
        var found = new List<(string, string)>();
        foreach (var name in given.Distinct())
        {
            if (Place(name, parts) is var (place, bare) && place >= 0 && Needed(parts[place].Section, bare, shapes) is var (state, remedy))
            {
                found.Add((name, $"{name} is {Settings.Text(parts[place].Record, bare)}, which does nothing here: {state}. Write {remedy}, or leave "
                    + $"{name} out."));
            }
        }

        return found;
    }

    // What stands in the way of a setting, and how to put it out of the way; null for nothing.
    private (string State, string Remedy)? Needed(string section, string name, Lazy<IReadOnlyList<ParameterShape>> shapes) => section switch
    {
        ContinualSection => NeededByContinual(name),
        CreditSection => NeededByCredit(name, shapes),
        NetworkSection => NeededByNetwork(name, shapes),
        CurriculumSection when Curriculum.IsNone && name != "factor" => (
            "there is no curriculum", "--curriculum and a factor that is to grow, such as delay"),
        PenaltiesSection when name == "omega-bound" && Penalties.Omega == 0 => ("omega is 0", "--omega 2"),
        StoppingSection when name is "criterion" or "window" && Stopping.Threshold == 0 => ("threshold is 0", "a --threshold above 0"),
        CellSection when name is "output-peephole" or "peephole-deviation" && Cell is LstmCell { Peepholes: Peepholes.None } => (
            "peepholes is none", "--peepholes diagonal"),
        CellSection when name == "tau" && Cell is LeakyCell { UnitTaus: not null } => ("unit-taus has a time constant for each unit", "--unit-taus none"),
        _ => null,
    };

    private (string State, string Remedy)? NeededByContinual(string name)
    {
        var state = $"protection is {Settings.Text(Continual, "protection")}";
        return name switch
        {
            "strength" when !Continual.IsElastic && !Continual.Projects => (state, "--protection ewc, synaptic-intelligence, l2 or projection"),
            "fisher-trials" when Continual.Protection != Protection.Ewc && !Continual.Projects => (state, "--protection ewc or projection"),
            "replay-share" when !Continual.Replays => (state, "--protection replay or joint"),
            "damping" when !Continual.TrackImportance => ("track-importance is false", "--track-importance true"),
            _ => null,
        };
    }

    private (string State, string Remedy)? NeededByNetwork(string name, Lazy<IReadOnlyList<ParameterShape>> shapes)
    {
        bool Has(ParameterRole role) => shapes.Value.Any(shape => shape.Role == role && shape.Prescribed is null);
        (string, string) ByCell(string what) => ($"the {Cell.Name} cell {what}", "--cell leaky");
        return name switch
        {
            "excitatory-fraction" when Network.Dale == Positivity.None => ("dale is none", "--dale rectify"),
            "readout-scale" or "train-readout" when Network.Readout == ReadoutKind.Identity => (
                "readout is identity, whose outputs are units", "another --readout, such as all"),
            "input-scale" when !Has(ParameterRole.Input) => ByCell("draws its input weights otherwise"),
            "readout-scale" when !Has(ParameterRole.Readout) => ByCell("draws its readout weights otherwise"),
            "initial-bias" or "train-bias" when !Has(ParameterRole.Bias) => ByCell("has no biases of its units"),
            "initial-state" or "train-initial-state" when !Has(ParameterRole.InitialState) => ByCell("begins with a state of its own"),
            "autapses" or "p-excitatory" or "spectral-radius" when !Has(ParameterRole.Recurrent) => ByCell("has no full recurrent matrix"),
            _ => null,
        };
    }
}
