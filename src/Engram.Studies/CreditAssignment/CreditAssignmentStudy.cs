namespace Engram.Studies.CreditAssignment;

/// <summary>How far back in time each rule of credit learns, and whether its alignment with the gradient predicts that.</summary>
public sealed class CreditAssignmentStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Credit assignment: how far back in time does each rule learn?";

    /// <inheritdoc/>
    public override string Summary =>
        "Back-propagation sends errors back through the transposed weights, step by step, which synapses cannot do. Five other rules send them through random, learned or sign-symmetric "
        + "matrices, or send nothing back in time through recurrent weights. Leaky units, LSTMs and spiking units learn five tasks with each rule, and then two tasks over growing lags. How "
        + "far back does each rule learn, and does the angle between what it learns from and the gradient tell?";

    /// <inheritdoc/>
    public override string Source =>
        "Lillicrap et al. 2016, Random synaptic feedback weights support error backpropagation for deep learning, doi:10.1038/ncomms13276; "
        + "Xiao et al. 2019, Biologically-plausible learning algorithms can scale to large datasets, doi:10.48550/arXiv.1811.03567; "
        + "Akrout et al. 2019, Deep learning without weight transport, doi:10.48550/arXiv.1904.05391; "
        + "Murray 2019, Local online learning in recurrent networks with random feedback, doi:10.7554/eLife.43299; "
        + "Bellec et al. 2020, A solution to the learning dilemma for recurrent networks of spiking neurons, doi:10.1038/s41467-020-17236-y.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var rates = Rates.Write(study, study.Choose(1500, 2));
        FiveTasks.Write(study, rates, study.Choose(1500, 2));
        Alignment.Write(study, HowFarBack.Write(study, rates, study.Choose(2500, 2)));
    }
}
