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
                var subject = Subject(parts[place].Section, Binding.Of(parts[place].Record.GetType()).First(binding => binding.Name == bare));
                found.Add((name, $"{subject} is {Settings.Text(parts[place].Record, bare)}, but has no effect because {state}; {remedy}, or leave "
                    + $"{subject} out."));
            }
        }

        return found;
    }

    // The property of a setting, with its part before it where an earlier part has a setting of the same name. Those of the curriculum, such
    // as From, say little without it, and a program may have a flag of that name that is another.
    private string Subject(string section, Binding binding)
    {
        var first = Sections.First(part => Binding.Of(part.Record.GetType()).Any(other => other.Name == binding.Name)).Section;
        return first == section && section != CurriculumSection ? binding.Subject
            : $"`{Kebab.Pascal(section)}.{binding.Property.Name}`";
    }

    // What stands in the way of a setting, and how to put it out of the way; null for nothing.
    private (string State, string Remedy)? Needed(string section, string name, Lazy<IReadOnlyList<ParameterShape>> shapes) => section switch
    {
        ContinualSection => NeededByContinual(name),
        CreditSection => NeededByCredit(name, shapes),
        NetworkSection => NeededByNetwork(name, shapes),
        CurriculumSection when Curriculum.IsNone && name != "factor" => (
            "there is no curriculum", "set `Curriculum` to the factor that is to grow, such as delay"),
        TrainingSection when name == "unroll-every" && Training.Unroll is null => ("`Unroll` is none", "set `Unroll` to the steps that errors are to go back, such as 20"),
        TrainingSection when name == "keep-every" && Training.History == History.Kept => ("`History` is kept", "set `History = reconstructed`"),
        TrainingSection when name == "history" && ReadoutRule is { } rule => ($"`ReadoutRule` is {rule.Name}, so that nothing goes back", "set `ReadoutRule = none`"),
        PenaltiesSection when name == "omega-bound" && Penalties.Omega == 0 => ("`Omega` is 0", "set `Omega = 2`"),
        StoppingSection when name is "criterion" or "window" && Stopping.Threshold == 0 => ("`Threshold` is 0", "set `Threshold` above 0"),
        CellSection when name is "output-peephole" or "peephole-deviation" && Cell is LstmCell { Peepholes: Peepholes.None } => (
            "`Peepholes` is none", "set `Peepholes = diagonal`"),
        CellSection when name is "tau-min" or "tau-max" && Settings.Of(Cell).Any(setting => setting is { Name: "train-tau", Default: "false" }) => (
            "`TrainTau` is false", "set `TrainTau = true`"),
        CellSection when Cell is EchoStateCell reservoir && NeededByReservoir(name, reservoir) is { } needed => needed,
        OptimiserSection or PenaltiesSection when ReadoutRule is { } rule => ($"`ReadoutRule` is {rule.Name}, so that no gradient is computed", "set `ReadoutRule = none`"),
        CellSection when name == "tau" && Cell is LeakyCell { UnitTaus: not null } => ("`UnitTaus` has a time constant for each unit", "set `UnitTaus = none`"),
        CellSection when name == "tau" && Cell.Areas?.All(area => area.Tau is not null) == true => ("`Areas` has a time constant for each area", "leave it out for one of them"),
        _ => null,
    };

    private static (string State, string Remedy)? NeededByReservoir(string name, EchoStateCell reservoir) => name switch
    {
        "leak-rate" when reservoir.Proximity is not null => ("`Proximity` takes the place of the leak", "set `Proximity = none`"),
        "plasticity-mean" or "plasticity-deviation" or "plasticity-passes" when reservoir.Plasticity is null => ("`Plasticity` is none", "set `Plasticity = 1e-4`"),
        "inter-scale" when reservoir.Depth == 1 => ("`Depth` is 1", "set `Depth = 2`"),
        "feedback-gain" when !reservoir.Feedback => ("`Feedback` is false", "set `Feedback = true`"),
        _ => null,
    };

    private (string State, string Remedy)? NeededByContinual(string name)
    {
        var state = $"`Protection` is {Settings.Text(Continual, "protection")}";
        return name switch
        {
            "strength" when !Continual.IsElastic && !Continual.Projects => (state, "set `Protection` to ewc, synaptic-intelligence, l2 or projection"),
            "fisher-trials" when Continual.Protection != Protection.Ewc && !Continual.Projects => (state, "set `Protection` to ewc or projection"),
            "replay-share" when !Continual.Replays => (state, "set `Protection` to replay or joint"),
            "damping" when !Continual.TrackImportance => ("`TrackImportance` is false", "set `TrackImportance = true`"),
            _ => null,
        };
    }

    private (string State, string Remedy)? NeededByNetwork(string name, Lazy<IReadOnlyList<ParameterShape>> shapes)
    {
        bool Has(ParameterRole role) => shapes.Value.Any(shape => shape.Role == role && shape.Prescribed is null);
        bool HasPrescribed(ParameterRole role) => shapes.Value.Any(shape => shape.Role == role && shape.Prescribed is not null);
        bool IsWired() => HasPrescribed(ParameterRole.Recurrent) && shapes.Value.All(shape => shape.Role != ParameterRole.Recurrent || shape.Prescribed?.Wiring is not null);
        bool HasSquare() => shapes.Value.Any(shape => shape.Role == ParameterRole.Recurrent && shape.Prescribed is null or { Block: not null });
        bool DrawsInput() => shapes.Value.Any(shape => shape is { Role: ParameterRole.Input, Prescribed: null or { Value: null, Deviation: null } });
        (string, string) ByCell(string what) => ($"the {Cell.Name} cell {what}", "set `Cell = leaky`");
        return name switch
        {
            "excitatory-fraction" when Network.Dale == Positivity.None => ("`Dale` is none", "set `Dale = rectify`"),
            "readout-scale" or "train-readout" when Network.Readout == ReadoutKind.Identity => (
                "`Readout` is identity, so the outputs are units", "set another `Readout`, such as all"),
            "input-scale" when !DrawsInput() => ByCell("draws its input weights in another way"),
            "readout-scale" when !Has(ParameterRole.Readout) => ByCell("draws its readout weights in another way"),
            "train-recurrent" or "train-input" or "train-bias" or "train-initial-state" when ReadoutRule is { } rule => (
                $"`ReadoutRule` is {rule.Name}, so that the readout alone is learned", "set `ReadoutRule = none`"),
            "initial-bias" when Cell is EchoStateCell { BiasScale: > 0 } => ("`BiasScale` says how the biases are drawn", "set `BiasScale = 0`"),
            "initial-bias" or "train-bias" when !Has(ParameterRole.Bias) => ByCell("has no biases of its units"),
            "initial-state" or "train-initial-state" when !Has(ParameterRole.InitialState) => ByCell("has a fixed initial state"),
            "recurrent" or "autapses" or "p-excitatory" or "p-inhibitory" or "spectral-radius" when IsWired() =>
                ByCell("connects its units itself"),
            "autapses" or "p-excitatory" or "spectral-radius" when !HasSquare() => ByCell("has no full recurrent matrix"),
            _ => null,
        };
    }
}
