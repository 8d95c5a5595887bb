using Engram.Studies.SequenceShift;

namespace Engram.Studies.Readout;

/// <summary>Whether initial weights say which peaks will be missing.</summary>
internal static class Predictors
{
    private static readonly (string Id, string Name, Func<Output, int, double> Of)[] all =
    [
        ("sent", "sum of the weights that the unit sends", (output, _) => output.Sent),
        ("greatest", "greatest weight that the unit sends", (output, _) => output.Greatest),
        ("received", "sum of the weights that the unit receives, inhibition counted negatively", (output, _) => output.Received),
        ("place", "place in the sequence", (_, place) => place),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        var source = families.First(family => family.Kind.Id == "source");
        Output[][] networks = [.. source.Networks.Select(network => network.Outputs.ToArray()).Where(IsMixed)];
        study.Section("Do large initial weights predict which peaks are missing?");
        study.Text(
            "If a unit is silenced because a weight from it was drawn large, as the source supposes, outputs that lack their peak sent larger "
            + "weights before learning. For each network that lacks some peaks and has others: the probability that a unit that lacks its peak "
            + "has more of a thing than one that has it; 0.5 where the thing says nothing.");
        study.Table(
            "Mean and 95 % interval over networks from the start of the source.", ["of each output, before learning", "probability"],
            [
                .. all.Select(one => (IReadOnlyList<string>)
                    [one.Name, Statistics.Interval(networks.Select(outputs => Probability(outputs, one.Of)))]),
            ]);
        study.Claim(
            "large-weights-predict", "Outputs that lack their peak sent a greater weight before learning: probability.",
            "supposed, not tested", [.. networks.Select(outputs => Probability(outputs, all[1].Of))], new Above(0.5));
    }

    private static bool IsMixed(Output[] outputs) => outputs.Any(output => output.Missing) && outputs.Any(output => !output.Missing);

    // P = (#{a > b} + #{a = b}/2) / (n m) over a that lack their peak, b that have it
    private static double Probability(Output[] outputs, Func<Output, int, double> of)
    {
        var values = outputs.Select((output, place) => (output.Missing, Value: of(output, place))).ToList();
        return (from a in values
                where a.Missing
                from b in values
                where !b.Missing
                select a.Value > b.Value ? 1 : a.Value < b.Value ? 0 : 0.5).Average();
    }
}
