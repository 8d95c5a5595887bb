using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies.MultiSequence;

/// <summary>The networks that learned so many sequences, with what was measured on each.</summary>
/// <param name="Sequences">k.</param>
/// <param name="Runs">The networks, by seed.</param>
/// <param name="Networks">What was measured, in their order.</param>
internal sealed record Family(int Sequences, IReadOnlyList<SweepRun> Runs, IReadOnlyList<SequenceNetwork> Networks)
{
    private static readonly int[] Counts = [1, 2, 4, 8];

    /// <summary>In words.</summary>
    public string Name => $"k = {Sequences}";

    /// <summary>log₂ k.</summary>
    public double Doublings => Math.Log2(Sequences);

    /// <summary>Trains the networks of every k, and measures each.</summary>
    public static IReadOnlyList<Family> TrainAll(StudyContext study)
    {
        var seeds = Seeds(study);
        var settings = Settings(study);
        return
        [
            .. Counts.Select(count =>
            {
                var runs = study.Train($"{count} sequences", Sweep.Of(Configuration(count, study.Quick), [], seeds));
                return new Family(count, runs, study.Measure($"{count} sequences", runs, settings, SequenceNetwork.Of));
            }),
        ];
    }

    /// <summary>Networks of one sequence, trained on when they have learned it, measured likewise.</summary>
    public static Family TrainLonger(StudyContext study)
    {
        var basis = Configuration(1, study.Quick).With([new("target-error", "0"), new("max-updates", $"{study.Choose(600, 200)}")]);
        var runs = study.Train("one sequence, longer", Sweep.Of(basis, [], Seeds(study)));
        return new Family(1, runs, study.Measure("one sequence, longer", runs, Settings(study), SequenceNetwork.Of));
    }

    // The first rules judged networks of seeds 1 to 10. A seed is shared by the networks of all k, which are compared within it.
    private static IReadOnlyList<ulong> Seeds(StudyContext study) => [.. study.Seeds(full: 10, quick: 2).Select(seed => seed + 100)];

    /// <summary>Means of a number over the networks of one seed, for k above 1; one for each seed.</summary>
    public static IReadOnlyList<double> BySeed(IReadOnlyList<Family> families, Func<SequenceNetwork, double> of) =>
    [
        .. Enumerable.Range(0, families[0].Runs.Count).Select(seed =>
            families.Where(family => family.Sequences > 1).Average(family => of(family.Networks[seed]))),
    ];

    /// <summary>Slopes of a number over log₂ k; one for each seed.</summary>
    public static IReadOnlyList<double> Slopes(IReadOnlyList<Family> families, Func<SequenceNetwork, double> of) =>
    [
        .. Enumerable.Range(0, families[0].Runs.Count).Select(seed => Numbers.Slope(
            [.. families.Select(family => family.Doublings)], [.. families.Select(family => of(family.Networks[seed]))])),
    ];

    private static NetworkSettings Settings(StudyContext study) => new(study.Choose(16, 6), 0.1, study.Choose(5, 2));

    // As the source where it can be: 200 units, weights from gamma(5). Trials go on for 1 s after the pulse, so that 20 τ lie in them. At
    // the preset's rate networks of eight sequences stop at more than a tenth of the amplitude.
    private static RunConfiguration Configuration(int count, bool quick) =>
        new ModernPreset().For(new MultiSequenceTask { Sequences = count, Sequence = 1.Seconds }, 1).With(
        [
            new("units", quick ? "60" : "200"), new("recurrent", "gamma(5)"), new("max-updates", quick ? "100" : "3500"),
            .. count > 4 ? [new("learning-rate", "0.001")] : Array.Empty<KeyValuePair<string, string>>(),
        ]);
}
