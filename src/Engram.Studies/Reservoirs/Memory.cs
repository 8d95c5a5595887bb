using Engram.Analysis;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>What reservoirs remember of their inputs, and what they compute of them, by the size of the inputs.</summary>
internal static class Memory
{
    private const int Units = 50;
    private const double Smallest = 0.01, Middle = 1, Large = 3, Largest = 30, Bias = 0.3, Noise = 1e-3, LessNoise = 1e-5;

    // So many that what is left at the oldest of them is next to nothing.
    private static readonly int[] Delays = [100, 40, 16];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, fewer) = (study.Seeds(full: 20, quick: 2), study.Seeds(full: 5, quick: 1));
        double[] scales = study.Choose<double[]>([Smallest, 0.03, 0.1, 0.3, Middle, Large, 10, Largest], [Smallest, Middle, Large, Largest]);
        var runs = Sweeps.Train(study, "reservoirs with small and large inputs", 10, scales.Select(Of), seeds);
        var settings = new Settings(study.Choose(Delays, [20, 6, 3]), study.Choose(5000, 500), Noise);
        var found = Reservoir.BySetting(study.Measure("capacities by size of inputs", runs, settings, Measured), seeds);
        var some = Reservoir.Some(runs, seeds, fewer);
        var finer = Reservoir.BySetting(study.Measure("capacities with less noise", some, settings with { Noise = LessNoise }, Measured), fewer);
        var longer = Reservoir.BySetting(study.Measure("capacities from more samples", some, settings with { Steps = 2 * settings.Steps }, Measured), fewer);

        study.Section("Memory against computation");
        study.Text(
            $"Reservoirs of {Units} units with a spectral radius of 0.9 and biases with a deviation of {Bias} see random inputs u between −0.8 and 0.8 through weights that are uniform in ± s. The capacity of "
            + "degree d is the sum of r² over all products of Legendre polynomials of past inputs whose degrees add up to d (Dambre et al. 2012): degree 1 is memory, the others are computation. "
            + $"Delays begin with 0 and go up to {settings.Delays[0]} steps for degree 1, {settings.Delays[1]} for degree 2 and {settings.Delays[2]} for degree 3. Readouts are fitted to {2 * settings.Steps} samples and tested on as many; an "
            + "r² that chance reaches once in 10 000 times counts as 0, so that nothing needs to be subtracted for chance, and sums of many small capacities are too low. The readout sees the rates with "
            + "noise of a thousandth of their root mean variance, whose expected effect is computed: without any, it would use whatever rounding leaves.");
        study.Figure(
            "capacities",
            new LinesFigure
            {
                Curves =
                [
                    Reservoir.Means("degree 1: memory", scales, Degree(found, 1)), Reservoir.Means("degree 2", scales, Degree(found, 2)), Reservoir.Means("degree 3", scales, Degree(found, 3)),
                    Reservoir.Means("all three", scales, All(found)) with { Muted = true },
                ],
                X = new Axis("size s of input weights") { Logarithmic = true, Ticks = scales }, Y = new Axis("capacity") { Minimum = 0, Maximum = Units }, Points = true, Whiskers = true,
                YLines = [new ReferenceLine(Units, "N")],
            },
            $"Capacity by degree against the size of inputs; mean and 95 % interval over {seeds.Count} networks.");
        study.Table(
            $"Capacities, mean and 95 % interval over {seeds.Count} networks. For {fewer.Count} of them the capacities of degrees 1 to 3 with a hundredth of the noise, and from twice as many samples.",
            ["s", "degree 1", "degree 2", "degree 3", "all three", "less noise", "more samples"],
            [
                .. scales.Select((scale, k) => (IReadOnlyList<string>)
                [
                    $"{scale}", .. Delays.Select((_, d) => Words.Interval(Degree(found, d + 1)[k], "0.0")), Words.Interval(All(found)[k], "0.0"), Three(finer[k]), Three(longer[k]),
                ]),
            ]);
        study.Text(
            "Of the capacity of degrees 1, 2 and 3, the oldest tenth of the delays has at most "
            + $"{string.Join(", ", settings.Delays.Select((_, d) => Words.Percent(found.Max(networks => networks.Average(one => one.Oldest[d] / Math.Max(one.Degrees[d], 1))))))} at any size of inputs.");
        study.Data(
            "capacities", ["input_scale", "seed", "degree_1", "degree_2", "degree_3"],
            scales.Index().SelectMany(scale => seeds.Select((seed, s) => (IReadOnlyList<string>)
                [Words.Exact(scale.Item), $"{seed}", .. found[scale.Index][s].Degrees.Select(Words.Exact)])));

        study.Claim(
            "small-inputs-remember", $"Reservoirs that are driven little remember more: memory at s = {Smallest} less that at s = {Large}, of {Units}.", "memory falls as computation rises (Dambre et al. 2012)",
            Difference(Smallest, Large, one => one.Degrees[0]), new Above(5));
        study.Claim(
            "middle-inputs-compute", $"Computation rises with the size of inputs: capacity of degrees 2 and 3 at s = {Middle} less that at s = {Smallest}.", "memory falls as computation rises (Dambre et al. 2012)",
            Difference(Middle, Smallest, Computed), new Above(2.5));
        study.Claim(
            "large-inputs-do-not", $"And falls again: capacity of degrees 2 and 3 at s = {Middle} less that at s = {Largest}.", "not said",
            Difference(Middle, Largest, Computed), new Above(2.5));
        study.Claim(
            "capacity-bound", "No network computes more than it has units: capacity of degrees 1 to 3 for each unit.", "at most N (Dambre et al. 2012, a theorem)",
            [.. All(found).SelectMany(of => of.Select(capacity => capacity / Units))], new EveryAtMost(1) { Share = study.Choose(0.95, 0.5) });

        // Every network has streams of its own, so that any pairing of networks is one of independent pairs.
        IReadOnlyList<double> Difference(double one, double other, Func<Capacities, double> of) =>
            [.. found[Array.IndexOf(scales, one)].Zip(found[Array.IndexOf(scales, other)], (a, b) => of(a) - of(b))];
    }

    private static double Computed(Capacities one) => one.Degrees[1] + one.Degrees[2];

    private static IReadOnlyList<IReadOnlyList<double>> Degree(IReadOnlyList<IReadOnlyList<Capacities>> found, int degree) =>
        [.. found.Select(networks => (IReadOnlyList<double>)[.. networks.Select(one => one.Degrees[degree - 1])])];

    private static IReadOnlyList<IReadOnlyList<double>> All(IReadOnlyList<IReadOnlyList<Capacities>> found) =>
        [.. found.Select(networks => (IReadOnlyList<double>)[.. networks.Select(one => one.Degrees.Sum())])];

    private static string Three(IReadOnlyList<Capacities> networks) =>
        string.Join(", ", Enumerable.Range(0, 3).Select(d => Words.Number(networks.Average(one => one.Degrees[d]), "0.0")));

    private static RunConfiguration Of(double scale)
    {
        var plain = Reservoir.Of(new MemoryCapacityTask(), cell => cell with { Units = Units, BiasScale = Bias });
        return plain with { Network = plain.Network with { InputScale = scale } };
    }

    private static Capacities Measured(TrainedRun run, Settings settings)
    {
        using var probe = new ReservoirProbe(run.Experiment(10, run.Configuration.Seed));
        var capacity = probe.Processing(0, settings.Delays, settings.Steps, noise: settings.Noise, seed: run.Configuration.Seed);
        return new(
            [.. capacity.ByDegree.Select(byDelay => byDelay.Sum())],
            [.. capacity.ByDegree.Select(byDelay => byDelay.Skip(byDelay.Count * 9 / 10).Sum())]);
    }

    /// <summary>How capacities are measured.</summary>
    /// <param name="Delays">For each degree, how many.</param>
    /// <param name="Steps">Half of the samples of a fit.</param>
    /// <param name="Noise">Deviation of noise on the rates, relative to their own.</param>
    internal sealed record Settings(IReadOnlyList<int> Delays, int Steps, double Noise);

    /// <summary>What a network can do.</summary>
    /// <param name="Degrees">Its capacity of each degree.</param>
    /// <param name="Oldest">What the oldest tenth of the delays has of it.</param>
    internal sealed record Capacities(IReadOnlyList<double> Degrees, IReadOnlyList<double> Oldest);
}
