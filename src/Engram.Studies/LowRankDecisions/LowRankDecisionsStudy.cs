namespace Engram.Studies.LowRankDecisions;

/// <summary>
/// M. Hamon and T. Tikhomirova's report Decision making in low-rank recurrent neural networks: two tasks, networks of rank one and two,
/// their connectivity, its Gaussian stand-in and the circuit of one or two variables that does the same. Every figure again with many
/// networks, and every number of the report that is wrong got both ways.
/// </summary>
public sealed class LowRankDecisionsStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Decision making in low-rank recurrent networks";

    /// <inheritdoc/>
    public override string Summary =>
        "Networks of 128 units whose recurrent connectivity has rank one learn to report the sign of a noisy input. Networks of rank two "
        + "learn to compare two stimuli separated by a delay. Each network is then reduced in two ways: to the statistics of its "
        + "connectivity, from which new networks are drawn, and to a circuit of one or two variables. The report behind this study found a "
        + "resampled network that answered 75 % correctly, one fixed point, and a circuit of two variables with all signs reversed. None "
        + "of these is a property of the networks. The last part of the study reproduces each on purpose and shows its cause.";

    /// <inheritdoc/>
    public override string Source =>
        "Hamon & Tikhomirova, Decision making in low-rank recurrent neural networks (course report); Dubreuil, Valente, Beiran, "
        + "Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural dynamics, "
        + "doi:10.1038/s41593-022-01088-4.";

    /// <inheritdoc/>
    public override DateOnly? RulesSince => SecondRules.Since;

    /// <inheritdoc/>
    public override string Rules => SecondRules.Words;

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var plan = new Plan(study);
        var deciding = Deciding.Run(plan);
        DecidingReduced.Run(plan, deciding);
        var comparing = Comparing.Run(plan);
        ComparingReduced.Run(plan, comparing);
        Corrections.Run(plan, deciding, comparing);
    }
}
