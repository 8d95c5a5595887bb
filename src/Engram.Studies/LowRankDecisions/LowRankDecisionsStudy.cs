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
        "Networks of 128 units whose recurrent connectivity has rank one learn to report the sign of a noisy input, and networks of rank "
        + "two to compare two stimuli a delay apart. Each is then reduced: to the statistics of its connectivity, from which networks are "
        + "drawn anew, and to a circuit of one or two variables. The report that this follows found a resampled network that answered 75 % "
        + "correctly, one fixed point, and a circuit of two variables with all signs reversed. None of these is a property of the networks; "
        + "the last part gets each of them on purpose and shows what it comes from.";

    /// <inheritdoc/>
    public override string Source =>
        "M. Hamon and T. Tikhomirova, Decision making in low-rank recurrent neural networks, a course report. The networks are those of "
        + "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, doi:10.1038/s41593-022-01088-4.";

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
