using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <content>What must be true of a training that continues from another.</content>
public sealed partial record RunConfiguration
{
    /// <summary>The earlier tasks, first to last.</summary>
    internal IReadOnlyList<CognitiveTask> EarlierTasks => After is null ? [] : [.. After.EarlierTasks, After.Task];

    /// <summary>A network of this configuration with initial weights, in which the units that are silent in its task send nothing.</summary>
    /// <param name="graph">The step of the network.</param>
    internal Network Draw(StepGraph graph)
    {
        var network = Networks.Network.Create(Cell, graph, Network, Seed);
        return Continual.Gating == 0 ? network
            : TaskGate.Apply(network, Continual.Gating, new StreamKey(Seed, Purpose.Gating), EarlierTasks.Count);
    }

    private int RehearsedTrials => Continual.Replays && After is not null ? (int)Math.Round(Continual.ReplayShare * Training.Trials) : 0;

    /// <summary>The trials that learning draws, those of earlier tasks included where they are replayed.</summary>
    /// <param name="eased">The task at the present stage of the curriculum.</param>
    /// <param name="loss">The loss.</param>
    internal TaskBatch<float> TrainingBatch(CognitiveTask eased, Loss loss) =>
        new(eased, loss, Training.Dt, Training.Trials, Seed, Numerics.Purpose.TrainingTrials)
        {
            Rehearsed = EarlierTasks, RehearsedTrials = RehearsedTrials,
        };

    private void CheckContinual(List<string> faults)
    {
        if (Continual.Gating > 0 && Network.Readout == ReadoutKind.Identity)
        {
            faults.Add($"gating is {Settings.Text(Continual, "gating")}, which silences units, and with readout identity the outputs are units; write "
                + "--gating 0, or another --readout.");
        }

        if (After is null)
        {
            if (Continual.Protection != Protection.None)
            {
                faults.Add($"protection is {Settings.Text(Continual, "protection")}, but training does not continue from another run, and there is "
                    + "nothing to protect; name the run with --from, or leave protection at none.");
            }

            return;
        }

        if (Continual is { Gating: > 0, Replays: true })
        {
            faults.Add($"gating is {Settings.Text(Continual, "gating")}, under which each task has units of its own, and protection is "
                + $"{Settings.Text(Continual, "protection")}, which shows trials of several tasks to the same units; write --gating 0, or another "
                + "--protection.");
        }

        Collect(faults, () => _ = After.CheckedGraph());
        foreach (var earlier in EarlierTasks.Where(earlier =>
            (earlier.Inputs.Count, earlier.Outputs.Count) != (Task.Inputs.Count, Task.Outputs.Count)))
        {
            faults.Add($"{Task.Name} has {Task.Inputs.Count} inputs and {Task.Outputs.Count} outputs, and the run it continues from was trained on "
                + $"{earlier.Name}, which has {earlier.Inputs.Count} and {earlier.Outputs.Count}; continue with a task of the same channels.");
        }

        if (Continual.Projects)
        {
            Collect(faults, () => _ = ActivityMoment.Drives(this));
        }

        if (After.Cell.Units != Cell.Units)
        {
            faults.Add($"units is {Cell.Units}, and the run it continues from has {After.Cell.Units}; write --units {After.Cell.Units}.");
        }

        if (Continual.Protection == Protection.SynapticIntelligence && !After.Continual.TrackImportance)
        {
            faults.Add("protection is synaptic-intelligence, but the run it continues from did not note down what each weight contributes; train it "
                + "again with --track-importance true, or write another --protection, such as ewc.");
        }
    }
}
