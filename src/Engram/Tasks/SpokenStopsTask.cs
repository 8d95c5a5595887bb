using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Hear a syllable and say which stop consonant it began with: b, d or g, as time-delay networks first did.</summary>
/// <remarks>
/// A speech synthesiser said the syllables. Validation and test have voices of their own, so that a test is of new voices; docs/data.md says which, and what
/// classifiers without memory reach. A frame has 16 coefficients of energy by frequency on the mel scale, around the onset of the vowel, in deviations
/// from the mean of the voices for training. Each syllable of a set has its turn before any comes again: a test of 972 trials is the whole test set. A
/// syllable that is pinned is said by the voice of the trial, at its pitch and speed. A voice that is pinned speaks in every set, those for training too.
/// </remarks>
[Cite("10.1109/29.21701", "Waibel et al. 1989, Phoneme recognition using time-delay neural networks")]
public sealed record SpokenStopsTask : CognitiveTask
{
    private static readonly string[] Bands = [.. Enumerable.Range(1, SpokenStops.Bands).Select(band => $"mel-{band}")];
    private static readonly Head[] Stop = [new("stop", SpokenStops.Stops.Count, "cross-entropy")];

    /// <summary>Without a baseline and without noise.</summary>
    public SpokenStopsTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>What is heard of the syllable.</summary>
    public HeardFrames Heard { get; init; }

    /// <summary>How long each of the 15 frames lasts; they were taken every 10 ms. A network whose dt is longer misses some.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Frame { get; init; } = 10.Ms;

    /// <summary>How long the decision lasts, in which nothing is heard.</summary>
    public Duration Decision { get; init; } = 20.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Bands;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => SpokenStops.Stops;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => SpokenStops.Stops;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Stop;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var syllables = SpokenStops.Instance;
        var (first, count) = syllables.Of(trial.Set);
        var turn = trial.Turn(count);
        var said = turn % SpokenStops.PerVoice;
        var (vowels, takes) = (SpokenStops.Vowels.Count, SpokenStops.Takes);
        var stop = trial.Give("stop", SpokenStops.Stops, said / (vowels * takes));
        var vowel = trial.Give("vowel", SpokenStops.Vowels, said / takes % vowels);
        var voice = trial.Give("voice", SpokenStops.Voices, (first + turn) / SpokenStops.PerVoice);
        (trial.Condition, trial.Answer) = (stop, stop);

        var sound = trial.Following("sound", SpokenStops.Frames * Frame);
        var decision = trial.Period("decision", Decision);
        var series = trial.Series(SpokenStops.Bands, Frame, sound, Reading.Hold);
        Fill(series, syllables, (voice * SpokenStops.PerVoice) + (((stop * vowels) + vowel) * takes) + (said % takes));
        trial.Input(.., series, sound);
        trial.OneHot(.., stop, decision);
    }

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        if (Decision.Minimum == TimeSpan.Zero)
        {
            faults.Add($"`Decision` is {Decision}, but the choice is read at its end; set a duration above 0ms.");
        }
    }

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    private void Fill(TrialSeries series, SpokenStops syllables, int syllable)
    {
        for (var band = 0; band < SpokenStops.Bands; band++)
        {
            var sum = 0f;
            for (var frame = 0; frame < SpokenStops.Frames; frame++)
            {
                sum += syllables[syllable, frame, band];
            }

            for (var frame = 0; frame < SpokenStops.Frames; frame++)
            {
                series[frame, band] = Heard == HeardFrames.Mean ? sum / SpokenStops.Frames : syllables[syllable, frame, band];
            }
        }
    }
}
