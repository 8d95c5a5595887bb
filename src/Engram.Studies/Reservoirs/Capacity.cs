using Engram.Analysis;
using Engram.Equations;
using Engram.Figures;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Reservoirs;

/// <summary>How memory grows with the number of units, in random reservoirs and in linear rings.</summary>
internal static class Capacity
{
    private const int Asked = 100, Least = 2000;

    // What an input has left once it has gone round a ring.
    private const double AfterOneTurn = 0.1;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (seeds, fewer) = (study.Seeds(full: 20, quick: 2), study.Seeds(full: 5, quick: 1));
        int[] sizes = study.Choose<int[]>([25, 50, Asked, 200, 400], [50, Asked]);
        double[] x = [.. sizes.Select(size => (double)size)];
        var random = Sweeps.Train(study, "random reservoirs that remember", 5, sizes.Select(Random), seeds);
        var rings = Sweeps.Train(study, "linear rings that remember", 6, sizes.Select(Ring), seeds);
        var (ofRandom, ofRings) = (Measured("memory of random reservoirs", random, seeds, 1), Measured("memory of linear rings", rings, seeds, 1));
        var longRandom = Measured("memory of random reservoirs from more samples", Reservoir.Some(random, seeds, fewer), fewer, 2);
        var longRings = Measured("memory of linear rings from more samples", Reservoir.Some(rings, seeds, fewer), fewer, 2);

        study.Section("Memory and the number of units");
        study.Text(
            "Memory capacity is the sum over delays of the squared correlation of a random input with a linear estimate of it from the rates so many steps later (Jaeger 2001). Estimates are fitted to "
            + $"{Least} samples, or 10 N if that is more, and tested on as many; correlations that chance reaches once in 10 000 times count as 0. Delays go up to 2 N. Random reservoirs are of tanh, with a spectral radius "
            + $"of 0.9 and inputs of at most 0.08. In a linear ring each unit sends to the next with one weight g. In theory its capacity is N − 1 + g^2N whatever g (Rodan and Tino 2011); here g^N = {AfterOneTurn}.");
        study.Table(
            $"Memory capacity, mean and 95 % interval over {seeds.Count} networks of each size; and the mean of {fewer.Count} of them from twice as many samples.",
            ["N", "random", "from more samples", "ring", "from more samples", "ring in theory"],
            [
                .. sizes.Select((size, k) => (IReadOnlyList<string>)
                [
                    $"{size}", Words.Interval(ofRandom[k], "0.0"), Words.Number(longRandom[k].Average(), "0.0"), Words.Interval(ofRings[k], "0.0"), Words.Number(longRings[k].Average(), "0.0"),
                    Words.Number(size - 1 + (AfterOneTurn * AfterOneTurn), "0.0"),
                ]),
            ]);
        study.Figure(
            "size-memory",
            new LinesFigure
            {
                Curves = [Reservoir.Means("linear rings", x, ofRings), Reservoir.Means("random", x, ofRandom), new Curve("N", x, x) { Muted = true, Dashed = true }],
                X = new Axis("units N") { Logarithmic = true, Ticks = x }, Y = new Axis("memory capacity") { Logarithmic = true }, Points = true, Whiskers = true,
            },
            $"Memory capacity against the number of units; mean and 95 % interval over {seeds.Count} networks.");
        study.Data(
            "size-memory", ["units", "seed", "random", "ring"],
            sizes.Index().SelectMany(size => seeds.Select((seed, s) => (IReadOnlyList<string>)[$"{size.Item}", $"{seed}", Words.Exact(ofRandom[size.Index][s]), Words.Exact(ofRings[size.Index][s])])));

        var asked = Array.IndexOf(sizes, Asked);
        study.Claim(
            "memory-bound", "No network remembers more than it has units: memory capacity for each unit.", "MC ≤ N (Jaeger 2001, a theorem)",
            [.. Shares(ofRandom), .. Shares(ofRings)], new EveryAtMost(1) { Share = study.Choose(0.95, 0.5) });
        study.Claim(
            "rings-fill-it", "Every linear ring remembers nearly as much as it has units: memory capacity for each unit.", "N − 1 + g^2N (Rodan & Tino 2011)",
            Shares(ofRings), new EveryAtLeast(0.9) { Share = study.Choose(0.95, 0.5) });
        study.Claim(
            "rings-beat-random", $"Linear rings of {Asked} units remember more than random reservoirs of as many: difference of the memory capacity for each unit.", "a ring is comparable (Rodan & Tino 2011)",
            [.. ofRings[asked].Zip(ofRandom[asked], (ring, other) => (ring - other) / Asked)], new Above(0.2));

        IReadOnlyList<IReadOnlyList<double>> Measured(string name, IReadOnlyList<SweepRun> runs, IReadOnlyList<ulong> networks, int times) =>
            Reservoir.BySetting(study.Measure(name, runs, times, Memory), networks);

        IReadOnlyList<double> Shares(IReadOnlyList<IReadOnlyList<double>> of) => [.. of.SelectMany((networks, k) => networks.Select(memory => memory / sizes[k]))];
    }

    private static RunConfiguration Random(int units) => Reservoir.Of(new MemoryCapacityTask(), cell => cell with { Units = units });

    private static RunConfiguration Ring(int units)
    {
        var plain = Reservoir.Of(new MemoryCapacityTask(), cell => cell with { Units = units, Activation = Activation.Linear });
        return plain with
        {
            Network = plain.Network with { Recurrent = new RingInitialiser(Math.Pow(AfterOneTurn, 1.0 / units)), PExcitatory = null, SpectralRadius = null },
        };
    }

    private static double Memory(TrainedRun run, int times)
    {
        var experiment = run.Experiment(10, run.Configuration.Seed);
        using var probe = new ReservoirProbe(experiment);

        // Of four sequences, two are fitted to.
        return probe.Memory(0, 2 * probe.Units, times * Math.Max(Least, 10 * probe.Units) / 2, seed: run.Configuration.Seed).Total;
    }
}
