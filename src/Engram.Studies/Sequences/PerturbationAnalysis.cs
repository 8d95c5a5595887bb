using System.Globalization;
using Engram.Analysis;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.Sequences;

/// <summary>Perturbs a network part by part and value by value: what it does to the task, and to the times of peaks.</summary>
public sealed record PerturbationAnalysis : RunAnalysis
{
    private const int Most = 10_000;

    /// <summary>What is perturbed.</summary>
    public PerturbedPart Part { get; init; } = PerturbedPart.Column;

    /// <summary>
    /// The units whose columns or rows change, or that are silenced, from 0; none for the inhibitory ones under Dale's law, else for all.
    /// </summary>
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>Units whose incoming weights change, of a column or a block.</summary>
    public UnitKind Receivers { get; init; } = UnitKind.All;

    /// <summary>Units whose outgoing weights change, of a row or a block.</summary>
    public UnitKind Senders { get; init; } = UnitKind.All;

    /// <summary>Whether the values multiply the weights or are added to them.</summary>
    public WeightChangeKind Change { get; init; } = WeightChangeKind.Scale;

    /// <summary>The values. A positive value that is added makes excitation stronger and inhibition weaker.</summary>
    public IReadOnlyList<double> Values { get; init; } = [0.5, 0.8, 1.25, 2];

    /// <summary>Whether a weight that would change its sign becomes zero, so that Dale's law is kept; else it may.</summary>
    public bool KeepDale { get; init; }

    /// <summary>The matrix.</summary>
    public string Matrix { get; init; } = "w_rec";

    /// <summary>Trials of each test, the same for all, with the same noise.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 20;

    /// <summary>Whether there is noise.</summary>
    public bool Noise { get; init; } = true;

    /// <summary>A peak is lost below this share of the intact network's.</summary>
    [Range(0, 1)]
    public double LostBelow { get; init; } = 0.5;

    /// <summary>Seed of trials and noise.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "A network, perturbed";

    /// <inheritdoc/>
    public override string Summary =>
        "Scales or shifts columns, rows or a block of the recurrent matrix, or silences units, one at a time, on the same trials and noise as "
        + "the intact network. Reports the error in the task, the share of correct answers, how far peaks move, and how many are lost.";

    /// <inheritdoc/>
    public override string Needs => "a network with the matrix that is perturbed, w_rec unless named";

    /// <inheritdoc/>
    public override string Source =>
        "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report); Adler et al. 2019, "
        + "Somatostatin-expressing interneurons enable and maintain sequential activation, doi:10.1016/j.neuron.2019.01.036.";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        // Each is made once, so that one that cannot be is refused before anything is written.
        foreach (var intervention in Interventions(run.Network))
        {
            intervention.Apply(run.Network);
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var task = run.Configuration.Task;
        var search = new PeakSearch { LostBelow = LostBelow, Period = Effect.Period(task) };
        var experiment = run.Experiment(Trials, Seed) with { Noise = Noise, Threads = report.Threads };
        var interventions = Interventions(run.Network);
        Effect.Reference? reference = null;
        var outcome = new PerturbationExperiment { Intact = experiment, Interventions = interventions }.Run(
            recording => Effect.Of(recording, reference = Effect.Of(recording, search, task)),
            (_, _, recording) => Effect.Of(recording, reference!),
            report.Cancel);
        new PerturbationReport(this, run, interventions, outcome).Write(report);
        report.Cancel.ThrowIfCancellationRequested();
        HalfStep.Write(report, experiment, search);
    }

    private IReadOnlyList<Intervention> Interventions(Network network)
    {
        var faults = new List<string>();
        var (receivers, senders) = (RangeOf(network, Receivers, nameof(Receivers), faults), RangeOf(network, Senders, nameof(Senders), faults));
        if (Part != PerturbedPart.Unit && Values.Count == 0)
        {
            faults.Add("`Values` is empty; set for example `Values = 0.5,2`.");
        }

        if (Part == PerturbedPart.Block && Units is not null)
        {
            faults.Add("`Units` is given, but `Part = block` is the block from the senders to the receivers; leave `Units` out.");
        }

        Unused(faults);
        if (Units is { Count: 0 })
        {
            faults.Add("`Units` is empty; set for example `Units = 80,81`, or leave it out.");
        }

        if ((long)(Units?.Count ?? network.Units) * Math.Max(1, Values.Count) > Most)
        {
            faults.Add($"There are more than {Most} perturbations; give fewer `Units` or `Values`.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        var signs = network.Options.Signs(network.Cell);
        IReadOnlyList<int> units = Units ?? [.. Enumerable.Range(0, network.Units).Where(j => signs is null || signs[j] < 0)];
        return Part switch
        {
            PerturbedPart.Column => Intervention.Columns(Matrix, receivers, units, Change, Values, KeepDale),
            PerturbedPart.Row => Intervention.Rows(Matrix, units, senders, Change, Values, KeepDale),
            PerturbedPart.Block => Intervention.Blocks(Matrix, [(receivers, senders)], Change, Values, KeepDale),
            _ => Intervention.Silenced(units),
        };
    }

    // What would have no effect was given for another part.
    private void Unused(List<string> faults)
    {
        var initial = new PerturbationAnalysis();
        void Refuse(bool given, string setting, string parts)
        {
            if (given)
            {
                faults.Add($"`{setting}` is {Settings.Text(this, Kebab.Of(setting))}, but has no effect when `Part` is {Settings.Text(this, "part")}; leave it out, or "
                    + $"set `Part` to {parts}.");
            }
        }

        var silences = Part == PerturbedPart.Unit;
        Refuse(Receivers != initial.Receivers && (silences || Part == PerturbedPart.Row), nameof(Receivers), "column or block");
        Refuse(Senders != initial.Senders && (silences || Part == PerturbedPart.Column), nameof(Senders), "row or block");
        Refuse(silences && Change != initial.Change, nameof(Change), "column, row or block");
        Refuse(silences && !Values.SequenceEqual(initial.Values), nameof(Values), "column, row or block");
        Refuse(silences && KeepDale, nameof(KeepDale), "column, row or block");
        Refuse(silences && Matrix != initial.Matrix, nameof(Matrix), "column, row or block");
    }

    private static Range RangeOf(Network network, UnitKind kind, string what, List<string> faults)
    {
        var excitatory = network.Options.Excitatory(network.Cell);
        if (kind != UnitKind.All && network.Options.Dale == Positivity.None)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"`{what}` is {Kebab.Of($"{kind}")}, but the network does not follow Dale's law, so no unit is excitatory or inhibitory; set `{what} = all`."));
        }

        if (kind != UnitKind.All && network.Cell.Areas is { Count: > 1 })
        {
            faults.Add($"`{what}` is {Kebab.Of($"{kind}")}, but each area of the network has excitatory and inhibitory units, which do not follow each other; set `{what} = all`.");
        }

        return kind switch { UnitKind.All => .., UnitKind.Excitatory => ..excitatory, _ => excitatory..network.Units };
    }
}
