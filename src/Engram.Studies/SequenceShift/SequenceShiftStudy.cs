using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.SequenceShift;

/// <summary>
/// Does the strength of inhibition shift a sequence? Figures 1 to 3 and Appendix B of Rajakumar, Prasad and Wang (2019), over networks,
/// with lost peaks counted separately.
/// </summary>
public sealed class SequenceShiftStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Inhibition and the timing of sequences";

    /// <inheritdoc/>
    public override string Summary =>
        "Networks of excitatory and inhibitory units learn to be active in turn after one pulse. The weights from one inhibitory unit onto "
        + "all excitatory units are then made stronger or weaker. Do the peaks come earlier or later, and by how much? Does the answer "
        + "depend on the unit? Does a linear account predict it? Peaks that vanish are counted separately from peaks that move.";

    /// <inheritdoc/>
    public override string Source =>
        "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report); Adler et al. 2019, "
        + "Somatostatin-expressing interneurons enable and maintain sequential activation, doi:10.1016/j.neuron.2019.01.036.";

    /// <inheritdoc/>
    public override DateOnly? RulesSince => new DateOnly(2026, 11, 26);

    /// <inheritdoc/>
    public override string Rules =>
        "The rules were set before the networks of this report were trained, but after other networks, trained at a step of 10 ms alone, "
        + "had been seen.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var families = Family.TrainAll(study);
        Training.Write(study, families);
        Convergence.Write(study, families);
        Example.Write(study, families);
        Shifts.Write(study, families);
        Measures.Write(study, families);
        Predictions.Write(study, families);
        Columns.Write(study, families);
        Save(study, families);
    }

    private static void Save(StudyContext study, IReadOnlyList<Family> families)
    {
        foreach (var family in families)
        {
            NamedArray Array(string name, Func<ShiftNetwork, IReadOnlyList<double>> of, params ReadOnlySpan<int> shape) =>
                new(name, [.. family.Networks.SelectMany(of)], [family.Networks.Count, .. shape]);
            NamedArray AtSteps(string name, IReadOnlyList<NetworkAtSteps> networks, Func<AtStep, double> of) =>
                new(name, [.. networks.SelectMany(one => one.Steps.Select(of))], networks.Count, family.Settings.Steps.Count);
            int[] grid = [family.Columns, family.Values];
            study.Data(
                family.Case.Id,
                new NamedArray("value", [.. family.Settings.Values]), Array("weight", one => one.Weights, family.Columns),
                Array("rate", one => one.Rates, family.Columns), Array("shift", one => one.Free.Shift, grid),
                Array("lost", one => one.Free.Lost, grid), Array("jumped", one => one.Free.Jumped, grid),
                Array("shift_without_jumps", one => one.Free.Near, grid), Array("shift_clipped", one => one.Clipped.Shift, grid),
                Array("lost_clipped", one => one.Clipped.Lost, grid), Array("shift_half_step", one => one.Half.Shift, grid),
                Array("lost_half_step", one => one.Half.Lost, grid),
                Array("shift_noisy", one => one.Noisy.Shift, family.Columns, family.Settings.Noisy.Count),
                Array("odd", one => one.Pairs.Odd, family.Columns, family.Values / 2),
                Array("even", one => one.Pairs.Even, family.Columns, family.Values / 2),
                new NamedArray("step_ms", [.. family.Settings.Steps]),
                AtSteps("error_at_step", family.AtSteps, one => one.Error), AtSteps("odd_at_step", family.AtSteps, one => one.Odd),
                AtSteps("error_at_step_trained_at_10_ms", family.CoarseAtSteps, one => one.Error),
                AtSteps("odd_at_step_trained_at_10_ms", family.CoarseAtSteps, one => one.Odd),
                Array("shift_published", one => one.Published, grid), Array("predicted_all_units", one => one.AllUnits.Shift, grid),
                Array("predicted_active_set", one => one.ActiveSet.Shift, grid), Array("predicted_gates", one => one.Frozen.Shift, grid));
        }

        study.Data(
            "shifts",
            [
                "case", "seed", "column", "value", "shift-s", "lost", "shift-clipped-s", "lost-clipped", "shift-published-s",
                "predicted-gates-s", "shift-without-jumps-s", "jumped",
            ],
            from family in families
            from n in Enumerable.Range(0, family.Networks.Count)
            let one = family.Networks[n]
            from place in Enumerable.Range(0, family.Columns * family.Values)
            select (IReadOnlyList<string>)
            [
                family.Case.Id, $"{family.Runs[n].Configuration.Seed}", $"{80 + (place / family.Values)}",
                Words.Exact(family.Settings.Values[place % family.Values]), Words.Exact(one.Free.Shift[place]),
                Words.Exact(one.Free.Lost[place]), Words.Exact(one.Clipped.Shift[place]), Words.Exact(one.Clipped.Lost[place]),
                Words.Exact(one.Published[place]),
                Words.Exact(one.Frozen.Shift[place]), Words.Exact(one.Free.Near[place]), Words.Exact(one.Free.Jumped[place]),
            ]);
    }
}
