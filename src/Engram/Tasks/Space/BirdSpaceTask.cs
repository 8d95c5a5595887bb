using System.Collections.Concurrent;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Birds differ in the lengths of neck and legs, two dimensions of an abstract space. A bird is shown and morphs by some ratio of neck to legs, a direction through the space; then it is hidden,
/// and how it goes on is to be imagined. Outputs are place cells of that space: which bird there is now.
/// </summary>
/// <remarks>
/// Lengths are from 0 to 1. Inputs are the two lengths as long as the bird is seen, and the two rates at which they change, in lengths per second; they have both signs, and neither a baseline nor noise
/// unless they are set. The target is the activity of place cells with softmax profile (see <see cref="PlaceTargets"/>), which adds up to 1, so that the loss is a cross-entropy. Directions are
/// uniform; the bird starts where it stays in the space, and a morph that is longer than the space, such as with a pinned speed, leaves it.
/// <para>
/// The measure <c>error</c> is the distance of the decoded from the right bird, in lengths, on average over the time in which the bird is imagined, and <c>end-error</c> that at the last step. A bird is
/// decoded as the mean of the centres of the three most active place cells. Recordings keep the covariates <c>x</c> (neck), <c>y</c> (legs), and <c>direction</c>, in degrees from neck towards
/// legs, while the bird morphs.
/// </para>
/// <para>
/// Subjects chose which of three symbols, each of which went with a bird, would come. With <see cref="Symbols"/>, a choice follows: the symbol whose bird is nearest to the one imagined. Their birds lie
/// on a circle around the middle of the space, at 0.3 lengths.
/// </para>
/// </remarks>
[Cite("10.1126/science.aaf0941", "Constantinescu, O'Reilly & Behrens 2016, Organizing conceptual knowledge in humans with a gridlike code")]
public sealed record BirdSpaceTask : CognitiveTask
{
    private const int MostSymbols = 10, Decoding = 3;
    private const double MostSpeed = 1000, SymbolDistance = 0.3;
    private static readonly string[] Channels = ["neck", "legs", "neck-rate", "legs-rate"], Errors = ["error", "end-error"], Known = ["x", "y", "direction"], Only = ["morph"];
    private static readonly Arena Space = Arena.Parse("polygon(0 0, 1 0, 1 1, 0 1)");
    private static readonly ConcurrentDictionary<(int Cells, int Symbols), (string[] Outputs, string[] Symbols, Head[] Heads)> Names = new();
    private static readonly ConcurrentDictionary<(int Count, double Width, ulong Seed), PlaceTuning> Cells = new();

    // A length: A at first, and more by the amplitude for each second.
    private static readonly Waveform Growing = static (TimeSpan time, in Shape length) => length.A + (length.Amplitude * time.TotalSeconds);

    /// <summary>Without a baseline and without noise.</summary>
    public BirdSpaceTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>How long the bird is shown before it morphs.</summary>
    public Duration Bird { get; init; } = 200.Ms;

    /// <summary>How long it is seen to morph.</summary>
    public Duration Watch { get; init; } = 500.Ms;

    /// <summary>How long it morphs on without being seen.</summary>
    public Duration Imagine { get; init; } = Duration.Uniform(500.Ms, 1500.Ms);

    /// <summary>How fast it morphs: the distance in the space that it goes in a second.</summary>
    [Range(0, MostSpeed), Unit("lengths per second")]
    public Levels Speed { get; init; } = [0.4];

    /// <summary>Whether the rates go on being shown while the bird is imagined; if not, they are to be remembered.</summary>
    public bool ShowsRates { get; init; } = true;

    /// <summary>Whether the bird is asked for all the time, or only while it is imagined.</summary>
    public bool AsksThroughout { get; init; } = true;

    /// <summary>K, how many place cells there are.</summary>
    [Range(Decoding, 10_000)]
    public int PlaceCells { get; init; } = 64;

    /// <summary>Width σ of their fields, in lengths.</summary>
    [Range(0.001, 100)]
    public double PlaceWidth { get; init; } = 0.1;

    /// <summary>Decides where their fields are.</summary>
    public ulong PlaceSeed { get; init; } = 1;

    /// <summary>How often the activity of the place cells is computed; between, it is on a straight line.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Sample { get; init; } = 20.Ms;

    /// <summary>How many symbols there are to choose from at the end; 0 for no choice.</summary>
    [Range(0, MostSymbols)]
    public int Symbols { get; init; }

    /// <summary>How long the choice lasts, where there is one. The bird stays as it is.</summary>
    public Duration Decision { get; init; } = 200.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Channels;

    /// <summary>The place cells, and after them the symbols.</summary>
    public override IReadOnlyList<string> Outputs => Named.Outputs;

    /// <summary>Place cells and symbols each have a cross-entropy.</summary>
    public override IReadOnlyList<Head> Heads => Named.Heads;

    /// <summary>The symbols; none where there is no choice.</summary>
    public override IReadOnlyList<string> Choices => Named.Symbols;

    /// <summary>One: all trials are alike.</summary>
    public override IReadOnlyList<string> Conditions => Only;

    /// <summary>Distance of the decoded from the right bird, while it is imagined and at the end.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <summary>The lengths of neck and legs, and the direction.</summary>
    public override IReadOnlyList<string> Covariates => Known;

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    // Kept by settings: a copy of the task with other settings must not have them.
    private PlaceTuning Code => Cells.GetOrAdd((PlaceCells, PlaceWidth, PlaceSeed), static key =>
        new PlaceTargets { Count = key.Count, Width = key.Width, Seed = key.Seed }.In(Space));

    private (string[] Outputs, string[] Symbols, Head[] Heads) Named => Names.GetOrAdd((PlaceCells, Symbols), static key =>
    {
        var symbols = Numbered("symbol", key.Symbols);
        var place = new Head("place", key.Cells, "cross-entropy");
        return ([.. Numbered("place", key.Cells), .. symbols], symbols, key.Symbols == 0 ? [place] : [place, new("symbol", key.Symbols, "cross-entropy")]);
    });

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var longest = Speed.Maximum * (Watch.Maximum + Imagine.Maximum).TotalSeconds;
        if (longest > 1)
        {
            faults.Add(FormattableString.Invariant(
                $"With `Speed` {Speed}, `Watch` {Watch} and `Imagine` {Imagine} a bird morphs by up to {longest:G3} lengths, but the space has a side of 1; set a lower `Speed`, or shorter times."));
        }

        if (Imagine.Minimum == TimeSpan.Zero)
        {
            faults.Add($"`Imagine` is {Imagine}, but the error is measured then; set a duration above 0ms.");
        }

        if (Symbols == 1 || (Symbols > 0 && Decision.Minimum == TimeSpan.Zero))
        {
            faults.Add($"`Symbols` is {Symbols} and `Decision` {Decision}; a choice needs two symbols or more, and a duration above 0ms; or set `Symbols` to 0.");
        }
    }

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Condition = 0;
        var bird = trial.Period("bird", Bird);
        var watch = trial.Period("watch", Watch);
        var imagine = trial.Period("imagine", Imagine);
        var decision = Symbols > 0 ? trial.Period("decision", Decision) : imagine with { Start = imagine.End };
        var (degrees, speed) = (trial.Draw("direction", 0, 360), trial.Choose("speed", Speed, 0, MostSpeed).Value);
        var (rateX, rateY) = (speed * Math.Cos(degrees * Math.PI / 180), speed * Math.Sin(degrees * Math.PI / 180));
        var seconds = (watch.Duration + imagine.Duration).TotalSeconds;
        Shape neck = new(rateX, Start(trial.Draw("neck", 0, 1), seconds * rateX)), legs = new(rateY, Start(trial.Draw("legs", 0, 1), seconds * rateY));
        Show(trial, 0, neck, bird, watch, imagine, decision);
        Show(trial, 1, legs, bird, watch, imagine, decision);
        var morph = watch with { Name = "morph", End = imagine.End };
        trial.Covariate(2, degrees, morph);
        trial.Input(2, rateX, ShowsRates ? morph : watch);
        trial.Input(3, rateY, ShowsRates ? morph : watch);

        var whole = bird with { Name = "trial", End = decision.End };
        var code = trial.Series(PlaceCells, Sample, whole);
        Fill(code, neck, legs, watch.Start, imagine.End);
        var asked = AsksThroughout ? whole : imagine;
        trial.Target(..PlaceCells, code, asked, asked.Start);
        trial.IsScored = Symbols > 0;
        if (Symbols > 0)
        {
            trial.Answer = Nearest(Growing(morph.Duration, neck), Growing(morph.Duration, legs));
            trial.OneHot(PlaceCells.., trial.Answer, decision);
        }
    }

    /// <inheritdoc/>
    protected internal override int Choice(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return Symbols == 0 ? -1 : Highest(outputs.Slice(offset + ((trial.Steps(dt) - 1) * stepStride) + PlaceCells, Symbols));
    }

    /// <inheritdoc/>
    protected internal override void Measure(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var (known, code, activity) = (new float[trial.Steps(dt) * Known.Length], Code, new double[PlaceCells]);
        trial.RenderCovariates(known, 0, Known.Length, dt);
        var (first, end) = trial.Periods[2].Steps(dt);
        var (sum, last) = (0.0, double.NaN);
        for (var step = first; step < end; step++)
        {
            last = Error(outputs.Slice(offset + (step * stepStride), PlaceCells), known.AsSpan(step * Known.Length));
            sum += last;
        }

        var final = trial.Steps(dt) - 1;
        (values[0], values[1]) = (sum / (end - first), Error(outputs.Slice(offset + (final * stepStride), PlaceCells), known.AsSpan(final * Known.Length)));

        double Error(ReadOnlySpan<float> z, ReadOnlySpan<float> right)
        {
            for (var cell = 0; cell < activity.Length; cell++)
            {
                activity[cell] = z[cell];
            }

            var (x, y) = code.Decode(activity, Decoding);
            return Array.TrueForAll(activity, double.IsFinite) ? double.Hypot(x - right[0], y - right[1]) : double.NaN;
        }
    }

    // The share of the starts from which a morph by so much stays in the space.
    private static double Start(double share, double morph)
    {
        var (least, most) = (Math.Max(0, -morph), Math.Min(1, 1 - morph));
        return least + (share * (most - least));
    }

    private static void Show(Trial trial, int channel, in Shape length, Period bird, Period watch, Period imagine, Period decision)
    {
        var morph = watch with { End = imagine.End };
        trial.Input(channel, length.A, bird);
        trial.Input(channel, length, watch, Growing);
        trial.Covariate(channel, length.A, bird);
        trial.Covariate(channel, length, morph, Growing);
        trial.Covariate(channel, Growing(morph.Duration, length), decision);
    }

    private void Fill(TrialSeries series, in Shape neck, in Shape legs, TimeSpan from, TimeSpan to)
    {
        var code = Code;
        Span<double> activity = PlaceCells <= 1024 ? stackalloc double[PlaceCells] : new double[PlaceCells];
        for (var sample = 0; sample < series.Samples; sample++)
        {
            var time = StepGrid.Time(sample + 1, Sample);
            var morphed = (time < from ? from : time > to ? to : time) - from;
            code.Activity(Growing(morphed, neck), Growing(morphed, legs), 0, activity);
            for (var cell = 0; cell < PlaceCells; cell++)
            {
                series[sample, cell] = activity[cell];
            }
        }
    }

    private int Nearest(double neck, double legs)
    {
        var (nearest, least) = (0, double.PositiveInfinity);
        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            var angle = (Math.PI / 2) + (2 * Math.PI * symbol / Symbols);
            var distance = double.Hypot(neck - 0.5 - (SymbolDistance * Math.Cos(angle)), legs - 0.5 - (SymbolDistance * Math.Sin(angle)));
            (nearest, least) = distance < least ? (symbol, distance) : (nearest, least);
        }

        return nearest;
    }
}
