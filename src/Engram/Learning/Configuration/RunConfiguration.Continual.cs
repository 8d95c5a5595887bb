using System.Numerics;
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
    internal TaskBatch<float> TrainingBatch(CognitiveTask eased, Loss loss) => TrainingBatch<float>(eased, loss);

    /// <summary>The same in either precision.</summary>
    /// <param name="eased">The task at the present stage of the curriculum.</param>
    /// <param name="loss">The loss.</param>
    internal TaskBatch<T> TrainingBatch<T>(CognitiveTask eased, Loss loss)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(eased, loss, Training.Dt, Training.Trials, Seed, Numerics.Purpose.TrainingTrials)
        {
            Rehearsed = EarlierTasks, RehearsedTrials = RehearsedTrials,
        };

    private void CheckContinual(List<string> faults)
    {
        if (Continual.Gating > 0 && Network.Readout == ReadoutKind.Identity)
        {
            faults.Add($"`Gating` is {Settings.Text(Continual, "gating")}, which silences units, but with `Readout = identity` the outputs are units; set "
                + "`Gating = 0`, or another `Readout`.");
        }

        if (Training.ClipElements > 0 && (Continual.Protection != Protection.None || Continual.TrackImportance))
        {
            faults.Add($"`ClipElements` is {Settings.Text(Training, "clip-elements")}, but what a weight contributes is told from gradients whose direction is kept; set "
                + "`ClipElements = 0` where earlier tasks are protected or are to be, and limit the norm by `ClipNorm`.");
        }

        if (After is null)
        {
            if (Continual.Protection != Protection.None)
            {
                faults.Add($"`Protection` is {Settings.Text(Continual, "protection")}, but there is nothing to protect, because training does not continue from "
                    + "another run; give that run as `from`, or set `Protection = none`.");
            }

            return;
        }

        if (Continual is { Gating: > 0, Replays: true })
        {
            faults.Add($"`Gating` is {Settings.Text(Continual, "gating")}, which gives each task its own units, but `Protection` is "
                + $"{Settings.Text(Continual, "protection")}, which shows trials of several tasks to the same units; set `Gating = 0`, or another "
                + "`Protection`.");
        }

        Collect(faults, () => _ = After.CheckedGraph());
        foreach (var earlier in EarlierTasks.Where(earlier =>
            (earlier.Inputs.Count, earlier.Outputs.Count) != (Task.Inputs.Count, Task.Outputs.Count)))
        {
            faults.Add($"{Task.Name} has {Counted.Of(Task.Inputs.Count, "input")} and {Counted.Of(Task.Outputs.Count, "output")}, but the run it continues from was trained on "
                + $"{earlier.Name}, which has {earlier.Inputs.Count} and {earlier.Outputs.Count}; continue with a task that has as many of both.");
        }

        if (Continual.Projects)
        {
            Collect(faults, () => _ = ActivityMoment.Drives(this));
        }

        if (After.Cell.Units != Cell.Units)
        {
            faults.Add($"`Units` is {Cell.Units}, but the run it continues from has {After.Cell.Units}; set `Units = {After.Cell.Units}`.");
        }
        else if (After.Cell.Name != Cell.Name)
        {
            faults.Add($"`Cell` is {Cell.Name}, but the run it continues from has {After.Cell.Name} units, whose weights mean something else; set "
                + $"`Cell = {After.Cell.Name}`.");
        }
        else if (Settings.Text(Cell, "layers") is var layers && Settings.Text(After.Cell, "layers") is var earlierLayers && layers != earlierLayers)
        {
            faults.Add($"`Layers` is {layers}, but the run it continues from has {earlierLayers}; set `Layers = {earlierLayers}`.");
        }

        // Naming the areas of a network without signs changes nothing in it; other borders would.
        if (Settings.Text(Cell, "areas") is var areas && Settings.Text(After.Cell, "areas") is var earlierAreas && areas != earlierAreas
            && (After.Cell.Areas is not null || Network.Dale != Positivity.None))
        {
            faults.Add($"`Areas` is {areas}, but the run it continues from has {earlierAreas}; set `Areas = {earlierAreas}`.");
        }

        if (Continual.Protection == Protection.SynapticIntelligence && !After.Continual.TrackImportance)
        {
            faults.Add("`Protection` is synaptic-intelligence, but the run it continues from did not record what each weight contributed; train that run "
                + "again with `TrackImportance = true`, or set another `Protection`, such as ewc.");
        }
    }
}
