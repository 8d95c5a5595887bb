using Engram.Figures;
using Engram.Studies.Common;
using Engram.Studies.LowRank;

namespace Engram.Studies.PathIntegration;

/// <summary>The published network with dropouts of 0, 0.2 and 0.5.</summary>
internal static class Dropouts
{
    // Shares of networks and of units, and errors that are asked for, in centimetres.
    private const double Half = 0.5, Quarter = 0.25, Near = 20, Far = 60;
    private const int Family = 1;
    private static readonly double[] Shares = [0, 0.2, 0.5];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, int updates, (int Steps, int Shuffles) measured)
    {
        var seeds = study.Seeds(full: 7, quick: 2);
        var runs = Sweeps.Train(study, "dropout", Family, Shares.Select(share => Setting.Base.With(share).Of(study, updates)), seeds);
        var networks = study.Measure("codes of dropout", runs, measured, PathNetwork.Of);
        var found = Shares.Zip(networks.Chunk(seeds.Count)).ToDictionary(pair => pair.First, pair => (IReadOnlyList<PathNetwork>)pair.Second);
        study.Section("Dropout");
        study.Text(
            "LSTM of 128 units, a linear bottleneck of 512 in which each unit is silent in a step of training with the probability of the dropout, 256 place cells of 10 cm and 12 head-direction cells, in a square of 2.2 m. The animal walks 100 steps of "
            + $"20 ms as published (0.16 m/s on average). Adam, {updates} updates of 10 paths. The error is how far the place that is answered at the last step is off, root mean square over {measured.Steps} steps of new paths. A grid cell is "
            + $"a unit of the bottleneck whose map is more hexagonal than its shuffles of either kind, at most {measured.Shuffles} of each and no more once two of a kind are as hexagonal, at a false discovery rate of 0.05 over the units; it has several fields if its spacing is at most half of the "
            + $"side. Head-direction cells and units that say something about the place have fewer shuffles: where they are less than {Words.Percent(PathNetwork.LeastCommon(measured.Shuffles))} of the units, they cannot be told from chance, and count as none. "
            + $"Banino et al. called units grid cells whose score was above {PathNetwork.Threshold}, the same threshold for all.");
        PathTable.Write(study, "dropout", [.. Shares.Select(share => ($"dropout {Words.Number(share, "0.0")}", Setting.Base.Name, share, found[share]))]);
        study.Figure(
            "dropout-shares",
            new LinesFigure
            {
                Curves =
                [
                    Line("grid cells", one => one.Grid), Line("with several fields", one => one.Small), Line("before training", one => one.UntrainedGrid),
                ],
                X = new Axis("dropout"), Y = new Axis("share of units") { Minimum = 0 }, Points = true, Whiskers = true,
            },
            $"Grid cells among the units of the bottleneck by dropout; mean and 95 % interval over {seeds.Count} networks.");
        study.Claim("error-with-dropout", "With a dropout of 0.5, the error after 100 steps is at most 20 cm: error in cm.", "Banino et al. 2018: 16 cm after 15 s", Of(0.5, one => one.Error), new Below(Near));
        study.Claim("error-untrained", "Untrained networks are at least 60 cm off: error in cm.", "Banino et al. 2018: 91 cm", Of(0.5, one => one.Untrained), new Above(Far));
        study.Claim("grid-with-dropout", $"With a dropout of 0.5, more than {PathNetwork.SomeText} of the units are grid cells: share of networks.", "Banino et al. 2018: 25 % above a score of 0.37", Many(0.5, one => one.Grid), new ShareAbove(Half));
        study.Claim("grid-without-dropout", $"Without dropout, no more than {PathNetwork.SomeText} of the units are grid cells: share of networks.", "only with dropout", [.. Many(0, one => one.Grid).Select(many => 1 - many)], new ShareAbove(Half));
        study.Claim(
            "grid-more-with-dropout", "More units are grid cells with a dropout of 0.5 than without: difference of shares.", "only with dropout",
            [.. found[0.5].Zip(found[0], (with, without) => with.Grid - without.Grid)], new Above(PathNetwork.Some));
        study.Claim(
            "grid-more-with-little", "More units are grid cells with a dropout of 0.2 than without: difference of shares.", "grid cells only with dropout (20 %)",
            [.. found[0.2].Zip(found[0], (with, without) => with.Grid - without.Grid)], new Above(PathNetwork.Some));
        study.Claim("grid-learned", "More units are grid cells after learning than before, with a dropout of 0.5: difference of shares.", "not said", Of(0.5, one => one.Grid - one.UntrainedGrid), new Above(PathNetwork.Some));
        study.Claim(
            "above-threshold", $"With a dropout of 0.5, more than a quarter of the units score above {PathNetwork.Threshold}, whatever their shuffles score: share of units.", "Banino et al. 2018: 25 %",
            Of(0.5, one => one.AboveThreshold), new Above(Quarter));
        study.Claim(
            "above-threshold-more-with-dropout", $"More units score above {PathNetwork.Threshold} with a dropout of 0.5 than without: difference of shares.", "only with dropout",
            [.. found[0.5].Zip(found[0], (with, without) => with.AboveThreshold - without.AboveThreshold)], new Above(PathNetwork.Some));
        study.Claim("several-fields", $"With a dropout of 0.5, more than {PathNetwork.SomeText} of the units are grid cells with several fields: share of networks.", "Banino et al. 2018: scales with a ratio of 1.5", Many(0.5, one => one.Small), new ShareAbove(Half));
        study.Claim("head-direction", $"With a dropout of 0.5, more than {PathNetwork.SomeText} of the units are head-direction cells: share of networks.", "Banino et al. 2018: 10 % above 0.47", Many(0.5, one => one.Heading), new ShareAbove(Half));

        IReadOnlyList<double> Of(double share, Func<PathNetwork, double> of) => [.. found[share].Select(of)];
        IReadOnlyList<double> Many(double share, Func<PathNetwork, double> of) => [.. found[share].Select(one => PathNetwork.Has(of(one)))];
        Curve Line(string name, Func<PathNetwork, double> of)
        {
            SampleMean[] means = [.. Shares.Select(share => SampleMean.Of(Of(share, of)))];
            return new(name, Shares, [.. means.Select(mean => mean.Mean)])
            {
                Low = [.. means.Select(mean => Math.Max(0, mean.Low))], High = [.. means.Select(mean => Math.Min(1, mean.High))],
            };
        }
    }
}
