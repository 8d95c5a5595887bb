using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Report how much higher the first of two vibrations was, shown with a delay between them. The only input channel carries the frequencies on
/// a scale from −½ to ½. The settings are those of the course on low-rank networks.
/// </summary>
/// <remarks>
/// <see cref="Dubreuil2022"/> has the settings of the paper.
/// In the course the second vibration still lasts at the first step of the response (<see cref="ComparisonTail"/>), and pairs of equal
/// frequencies occur: their target is 0, and they are not scored.
/// </remarks>
[Cite("10.1038/s41593-022-01088-4", "Dubreuil et al. 2022, The role of population structure in computations through neural dynamics")]
[Cite("10.1038/20939", "Romo et al. 1999, Neuronal correlates of parametric working memory in the prefrontal cortex")]
public sealed record ParametricWorkingMemoryLowRankTask : SignedChoiceTask
{
    private const int MostFrequencies = 256;
    private const double MostHertz = 1e6;
    private static readonly string[] Channels = ["frequency"];
    private const string NameF1 = "f1", NameF2 = "f2";
    private static readonly string[] Answers = ["difference"];
    private static readonly string[] Orders = ["f1<f2", "f1>f2"];

    /// <summary>The settings of the course, without noise.</summary>
    public ParametricWorkingMemoryLowRankTask() => InputNoise = 0;

    /// <summary>
    /// The settings of the paper: noise N(0, 0.01) at every step of 20 ms, a delay that varies, and the 54 ordered pairs of whole
    /// frequencies from 10 to 34 Hz that are 8, 16 or 24 Hz apart.
    /// </summary>
    public static ParametricWorkingMemoryLowRankTask Dubreuil2022 { get; } = new()
    {
        Base = 100.Ms,
        Delay = Duration.Uniform(500.Ms, 1000.Ms),
        Comparison = 100.Ms,
        ComparisonTail = TimeSpan.Zero,
        Frequencies = [.. Enumerable.Range(10, 25).Select(f => (double)f)],
        Differences = [8, 16, 24],
        InputNoise = NoisePerStep(0.01),
    };

    /// <summary>The frequencies of the vibrations.</summary>
    [Unit("Hz")]
    [Range(0, MostHertz)]
    public Levels Frequencies { get; init; } = [10, 14, 18, 22, 26, 30, 34];

    /// <summary>How far the two may be apart. All ordered pairs of frequencies that are, are equally likely.</summary>
    [Unit("Hz")]
    [Range(0, 1e6)]
    public Levels Differences { get; init; } = [0, 4, 8, 12, 16, 20, 24];

    /// <summary>The frequency whose input is 0.</summary>
    [Unit("Hz")]
    [Range(0, 1e6)]
    public double Centre { get; init; } = 22;

    /// <summary>
    /// How far apart frequencies are whose inputs differ by 1: u = (f − centre)/scale, and the target is (f1 − f2)/scale.
    /// </summary>
    [Unit("Hz")]
    [Range(0, 1e6, Above = true)]
    public double Scale { get; init; } = 24;

    /// <summary>How long the first vibration lasts.</summary>
    public Duration Base { get; init; } = 120.Ms;

    /// <summary>From the end of the first vibration to the start of the second.</summary>
    public Duration Delay { get; init; } = 980.Ms;

    /// <summary>How long the second vibration lasts before the response.</summary>
    public Duration Comparison { get; init; } = 200.Ms;

    /// <summary>How long the second vibration goes on in the response.</summary>
    [Range(0, 1e6)]
    public TimeSpan ComparisonTail { get; init; } = 20.Ms;

    /// <summary>How long the output is asked for, at the end.</summary>
    public Duration Response { get; init; } = 100.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Answers;

    /// <summary>f1 below f2, which is the negative response, and above.</summary>
    public override IReadOnlyList<string> Choices => Orders;

    /// <summary>The pairs of frequencies; those that are shown where one is pinned.</summary>
    public override IReadOnlyList<string> Conditions =>
    [
        .. from f1 in LevelsOf(NameF1, Frequencies)
           from f2 in LevelsOf(NameF2, Frequencies)
           where IsShown(f1, f2)
           select FormattableString.Invariant($"{f1}{(f1 > f2 ? '>' : f1 < f2 ? '<' : '=')}{f2}"),
    ];

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        // A frequency is as likely to come first as it has partners to come second, so that all pairs are equally likely.
        Span<int> partners = stackalloc int[Frequencies.Count];
        for (var first = 0; first < partners.Length; first++)
        {
            partners[first] = Partners(Frequencies[first], partners.Length);
        }

        var f1 = trial.Choose(NameF1, Frequencies, partners, 0, MostHertz);
        var given1 = Pinned(NameF1) ?? Frequencies[f1.Index];
        for (var second = 0; second < partners.Length; second++)
        {
            partners[second] = IsDrawn(given1, Frequencies[second]) ? 1 : 0;
        }

        var f2 = trial.Choose(NameF2, Frequencies, partners, 0, MostHertz);
        trial.Condition = Place(f1, f2);

        trial.Period("fixation", Fixation);
        var given = trial.Period("base", Base);
        trial.Period("delay", Delay);
        var comparison = trial.Period("comparison", Comparison);
        var response = trial.Period("response", Response);

        var tail = ComparisonTail < response.Duration ? ComparisonTail : response.Duration;
        trial.Input(0, (f1.Value - Centre) / Scale, during: given);
        trial.Input(0, (f2.Value - Centre) / Scale, during: comparison with { End = comparison.End + tail });
        Respond(trial, (f1.Value - f2.Value) / Scale, during: response);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        CheckResponse(faults, nameof(Response), Response);
        if (Frequencies is not null && Frequencies.Count > MostFrequencies)
        {
            faults.Add($"`Frequencies` has {Frequencies.Count} values; give at most {MostFrequencies}.");
        }

        for (var first = 0; first < Frequencies?.Count && Differences is not null; first++)
        {
            if (Partners(Frequencies[first], Frequencies.Count) == 0)
            {
                faults.Add(FormattableString.Invariant(
                    $"`Frequencies` has {Frequencies[first]} Hz, but no other frequency differs from it by one of `Differences` ({Differences}); add a difference, or leave this frequency out."));
            }
        }
    }

    // Which of the conditions a pair is: how many come before it.
    private int Place(Level f1, Level f2)
    {
        var (place, pinned1, pinned2) = (0, Pinned(NameF1), Pinned(NameF2));
        for (var first = 0; first <= f1.Index; first++)
        {
            var before = first < f1.Index ? f2.Count : f2.Index;
            for (var second = 0; second < before; second++)
            {
                place += IsShown(pinned1 ?? Frequencies[first], pinned2 ?? Frequencies[second]) ? 1 : 0;
            }
        }

        return place;
    }

    private bool IsShown(double f1, double f2) => Pinned(NameF2) is not null || IsDrawn(f1, f2);

    // A first frequency that was pinned to what is no difference from any has all of them as its partners.
    private bool IsDrawn(double f1, double f2) =>
        IsPair(f1, f2) || (Pinned(NameF1) is not null && Partners(f1, Frequencies.Count) == 0);

    // How many of the first so many frequencies may come second.
    private int Partners(double first, int count)
    {
        var partners = 0;
        for (var second = 0; second < count; second++)
        {
            partners += IsPair(first, Frequencies[second]) ? 1 : 0;
        }

        return partners;
    }

    private bool IsPair(double f1, double f2)
    {
        for (var i = 0; i < Differences.Count; i++)
        {
            if (Math.Abs(Math.Abs(f1 - f2) - Differences[i]) < 1e-9)
            {
                return true;
            }
        }

        return false;
    }
}
