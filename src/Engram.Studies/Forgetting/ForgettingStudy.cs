namespace Engram.Studies.Forgetting;

/// <summary>
/// Figures 5 and 7 of Rajakumar, Prasad and Wang (2019): a network learns one sequence, then the reverse of it, and what is left of the first
/// is measured, for each way to protect it and each strength; and the report's mistakes, made one at a time.
/// </summary>
public sealed class ForgettingStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Catastrophic forgetting of sequences in networks under Dale's law";

    /// <inheritdoc/>
    public override string Summary =>
        "A network of excitatory and inhibitory units learns to play a sequence after a pulse that decays, and then the reverse sequence after "
        + "one that grows. How much of the first is left, and how much of the second is learned, is measured for plain training, dropout, "
        + "elastic weight consolidation, both together, synaptic intelligence, a pull to the old weights, and replay, over strengths. The "
        + "report found that dropout with elastic weight consolidation retains no more than plain training; its mistakes are made again one "
        + "at a time.";

    /// <inheritdoc/>
    public override string Source =>
        "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report); Kirkpatrick et al. 2017, "
        + "doi:10.1073/pnas.1611835114; Zenke, Poole & Ganguli 2017, doi:10.48550/arXiv.1703.04200.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var plan = Plan.Of(study);
        var first = FirstTask.Train(study, plan);
        var families = Family.TrainAll(study, plan);
        FirstTask.Write(study, plan, first, families);
        Curve.Write(study, plan, families);
        Detour.Write(study, plan, families);
        Dropout.Write(study, families);
        Plasticity.Write(study, plan, families);
        Mistakes.Write(study, plan, first, families);
    }
}
