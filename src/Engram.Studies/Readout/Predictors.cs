using Engram.Studies.SequenceShift;

namespace Engram.Studies.Readout;

/// <summary>Whether initial weights say which peaks will be missing.</summary>
internal static class Predictors
{
    private static readonly (string Id, string Name, Func<Output, int, double> Of)[] all =
    [
        ("sent", "sum of the weights that the unit sends", (output, _) => output.Sent),
        ("greatest", "greatest weight that the unit sends", (output, _) => output.Greatest),
        ("received", "sum of the weights that the unit receives (inhibition negative)", (output, _) => output.Received),
        ("place", "place in the sequence", (_, place) => place),
    ];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        var source = families.First(family => family.Kind.Id == "source");
        Output[][] networks = [.. source.Networks.Select(network => network.Outputs.ToArray()).Where(IsMixed)];
        study.Section("Do large initial weights predict which peaks are missing?");
        study.Text(
            "The source supposes that a unit is silenced when a weight from it happens to start out large. If so, outputs with missing peaks "
            + "should have sent larger weights before learning. The table gives, for networks in which some outputs have their peak and others do "
            + "not, the probability that the value is greater for an output without its peak than for one with it. A value that predicts nothing "
            + "gives 0.5.");
        study.Table(
            "Mean and 95 % interval over networks from the start of the source.", ["value for each output, before learning", "probability"],
            [
                .. all.Select(one => (IReadOnlyList<string>)
                    [one.Name, Statistics.Interval(networks.Select(outputs => Probability(outputs, one.Of)))]),
            ]);
        study.Claim(
            "large-weights-predict", "Outputs with missing peaks sent a greater weight before learning: probability.",
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
