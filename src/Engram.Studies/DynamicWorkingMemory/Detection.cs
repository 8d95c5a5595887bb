using Engram.Figures;
namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>
/// Whether networks that are wrong under a condition have lost the comparison or lean to one answer: sensitivity and criterion by tested
/// delay.
/// </summary>
internal static class Detection
{
    private const double Level = 0.05;

    /// <summary>Writes figures, table and claims of a family.</summary>
    public static void Write(StudyContext study, Family family, string name)
    {
        study.Text(
            "A network can be worse than chance in a condition for two reasons. A network that leans to one answer is wrong when the other "
            + "is right, whether or not it can tell matches from differences. A network that takes matches for differences is wrong in all "
            + "conditions. Signal detection separates the two. The sensitivity d′ is 0 when matches and differences are not told apart, "
            + "and negative when they are confused with each other. The criterion c is positive when answers lean to \"different\" and "
            + "negative when they lean to \"match\".");
        study.Figure(
            $"{name}-sensitivity",
            Generalisation.Matrix(family, [("d′", family.Matrix((profile, delay) => profile.Detection(delay).Sensitivity))]) with
            {
                Value = new Axis("d′"), Midpoint = 0,
            },
            $"{family.Name}: sensitivity d′, mean over networks. One row per trained {family.Setting}, one column per tested delay.");
        study.Figure(
            $"{name}-criterion",
            Generalisation.Matrix(family, [("c", family.Matrix((profile, delay) => profile.Detection(delay).Criterion))]) with
            {
                Value = new Axis("c"), Midpoint = 0,
            },
            $"{family.Name}: criterion c, mean over networks; positive when answers lean to \"different\".");
        study.Claim(
            $"{name}-below-chance",
            $"{family.Name}: a network does worse than chance at some delay in some condition: share of networks.", "blue cells",
            Trained(family, BelowChance), new ShareAbove(0.5));
        study.Claim(
            $"{name}-reversed",
            $"{family.Name}: a network takes matches for differences at some delay (d′ below 0): share of networks.", "not reported",
            Trained(family, Reversed), new ShareAbove(0.5));
        study.Claim(
            $"{name}-biased",
            $"{family.Name}: a network leans to one answer more at delays on which it was not trained than at its own delay: difference of "
            + "|c|, mean over the other delays.",
            "not reported", [.. family.Trained.Select(run => Lean(family.Profiles[run], family.ValueOf(run)))], new Above(0));
    }

    private static double[] Trained(Family family, Func<DelayProfile, bool> holds) =>
        [.. family.Trained.Select(run => holds(family.Profiles[run]) ? 1.0 : 0)];

    // Mean |c| over all other tested delays, less |c| at the trained one.
    private static double Lean(DelayProfile profile, double trained)
    {
        var own = profile.Place(trained);
        double Size(int delay) => Math.Abs(profile.Detection(delay).Criterion);
        return Enumerable.Range(0, profile.Delays.Count).Where(delay => delay != own).Average(Size) - Size(own);
    }

    // By the exact binomial test, corrected for all delays and conditions.
    private static bool BelowChance(DelayProfile profile)
    {
        var cells = profile.Delays.Count * profile.Conditions.Count;
        return Enumerable.Range(0, profile.Delays.Count).Any(delay => Enumerable.Range(0, profile.Conditions.Count).Any(condition =>
            Numerics.Binomial.AtMost(profile.Correct[delay][condition], profile.Trials[delay][condition], 0.5) < Level / cells));
    }

    // By a normal test of d′, corrected for all delays.
    private static bool Reversed(DelayProfile profile)
    {
        var z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Level / profile.Delays.Count);
        return Enumerable.Range(0, profile.Delays.Count).Select(profile.Detection).Any(found => found.Sensitivity / found.Error < z);
    }
}
