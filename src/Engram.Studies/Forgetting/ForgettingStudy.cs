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
        "A network of excitatory and inhibitory units learns to play a sequence after a pulse that decays, and then the reverse sequence "
        + "after a pulse that grows. How much of the first sequence is left, and how well is the second learned? The study measures both "
        + "for plain training, dropout, elastic weight consolidation, the two together, synaptic intelligence, a pull to the old weights, "
        + "projections out of the first task's activity, gating, and replay, over a range of strengths. The report found that dropout with "
        + "elastic weight consolidation retains no more than plain training; the study also repeats the report's mistakes one at a time.";

    /// <inheritdoc/>
    public override string Source =>
        "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report); Kirkpatrick et al. "
        + "2017, Overcoming catastrophic forgetting in neural networks, doi:10.1073/pnas.1611835114; Zenke, Poole & Ganguli 2017, "
        + "Continual learning through synaptic intelligence, doi:10.48550/arXiv.1703.04200; Masse, Grant & Freedman 2018, Alleviating "
        + "catastrophic forgetting using context-dependent gating, doi:10.1073/pnas.1803839115; Zeng, Chen, Cui & Yu 2019, Continual "
        + "learning of context-dependent processing in neural networks, doi:10.48550/arXiv.1810.01256; Duncker, Driscoll, Shenoy, "
        + "Sahani & Sussillo 2020, Organizing recurrent network dynamics by task-computation to enable continual learning.";

    /// <inheritdoc/>
    public override DateOnly? RulesSince => SecondRules.Since;

    /// <inheritdoc/>
    public override string Rules => SecondRules.Words;

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var plan = Plan.Of(study);
        var first = FirstTask.Train(study, plan);
        var families = Families.TrainAll(study, plan);
        FirstTask.Write(study, plan, first, families);
        Curve.Write(study, plan, families);
        Detour.Write(study, plan, families);
        Standing.Write(study, families);
        Dropout.Write(study, families);
        FinerStep.Write(study, plan, families);
        Plasticity.Write(study, plan, families);
        Mistakes.Write(study, plan, first, families);
    }
}
