using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <content>
/// Signals that are given as a series: from a time of the series on, which by default is its beginning, for as long as the period lasts.
/// </content>
public sealed partial class Trial
{
    private const int MostTuned = 64;
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(10);
    private readonly List<TrialSeries> series = [];
    private int seriesCount, streamCount;
    private StreamKey key;
    private long index;

    /// <summary>
    /// A stream of random numbers of this trial alone, apart from its factors: however many are taken, all factors are as they were. Keep it in a
    /// variable; the next call gives the next stream.
    /// </summary>
    public RandomStream Stream() => new(key, index, ++streamCount);

    /// <summary>A series of this trial's own, zeros at first, for the task to fill sample by sample. Sample k is at time (k + 1)·every.</summary>
    /// <param name="columns">How many columns.</param>
    /// <param name="every">From one sample to the next; not the dt of the network, which changes nothing.</param>
    /// <param name="during">The period that it is for, which decides how many samples there are.</param>
    /// <param name="reading">How values between samples are found.</param>
    public TrialSeries Series(int columns, TimeSpan every, Period during, Reading reading = Reading.Linear)
    {
        var samples = every > TimeSpan.Zero ? Math.Max(1, Math.Ceiling(during.Duration / every)) : 0;
        if (columns < 1 || !(samples >= 1 && samples * columns < Array.MaxLength / 2))
        {
            throw Fault($"makes a series of {columns} columns every {TimeText.Format(every)} for the period '{during.Name}' of "
                + $"{TimeText.Format(during.Duration)}; give at least 1 column, and an interval above 0ms whose samples fit into memory.");
        }

        if (seriesCount == series.Count)
        {
            series.Add(new());
        }

        return series[seriesCount++].Begin((int)samples, columns, every, reading);
    }

    /// <summary>
    /// A random walk of this trial's own, x₀ = start, x_k = x_{k−1} + deviation·N(0,1), each column by itself. It is drawn at its own interval from
    /// a stream of its own (see <see cref="Stream()"/>): neither dt nor the length of the period changes what was drawn.
    /// </summary>
    /// <param name="columns">How many columns.</param>
    /// <param name="every">From one sample to the next.</param>
    /// <param name="deviation">Standard deviation of a step of the walk; not negative.</param>
    /// <param name="during">The period that it is for.</param>
    /// <param name="start">Where all columns begin.</param>
    /// <param name="reading">How values between samples are found.</param>
    public TrialSeries Walk(
        int columns, TimeSpan every, double deviation, Period during, double start = 0, Reading reading = Reading.Linear)
    {
        if (!(deviation >= 0 && double.IsFinite(deviation) && double.IsFinite(start)))
        {
            throw Fault(FormattableString.Invariant($"walks from {start} in steps of {deviation} in the period '{during.Name}'; give finite ")
                + "numbers, and a standard deviation of at least 0.");
        }

        var walk = Series(columns, every, during, reading);
        var draws = Stream();
        for (var sample = 0; sample < walk.Samples; sample++)
        {
            for (var column = 0; column < columns; column++)
            {
                walk[sample, column] = sample == 0 ? start : walk[sample - 1, column] + (deviation * draws.NextNormal());
            }
        }

        return walk;
    }

    /// <summary>Adds one column of a series to an input channel during a period.</summary>
    /// <param name="channel">Input channel.</param>
    /// <param name="series">The series.</param>
    /// <param name="during">The period.</param>
    /// <param name="column">Which column, from 0.</param>
    /// <param name="from">Time of the series at the start of the period.</param>
    public void Input(int channel, Series series, Period during, int column = 0, TimeSpan from = default) =>
        AddInput(Along(new(channel, 1, during, new(1), 1) { Column = column, From = from }, series));

    /// <summary>Adds the columns of a series to as many input channels during a period.</summary>
    /// <param name="channels">Input channels, such as <c>2..34</c>, or <c>..</c> for all.</param>
    /// <param name="series">The series.</param>
    /// <param name="during">The period.</param>
    /// <param name="from">Time of the series at the start of the period.</param>
    public void Input(Range channels, Series series, Period during, TimeSpan from = default) =>
        AddInput(AllAlong(Over(channels, during, new(1), 1, asks: false) with { From = from }, series));

    /// <summary>Adds to each of several input channels what its unit has at the values of a series, during a period.</summary>
    /// <param name="channels">Input channels, such as <c>2..34</c>, or <c>..</c> for all.</param>
    /// <param name="series">The series, of at most 64 columns.</param>
    /// <param name="shape">The numbers of the tuning.</param>
    /// <param name="during">The period.</param>
    /// <param name="tuning">What each unit has; one that captures nothing, or that is kept, so that no trial allocates.</param>
    /// <param name="from">Time of the series at the start of the period.</param>
    public void Input(Range channels, Series series, Shape shape, Period during, Tuning tuning, TimeSpan from = default) =>
        AddInput(Along(Over(channels, during, shape, 1, asks: false) with { From = from, Tuning = tuning }, series));

    /// <summary>Gives an output channel one column of a series for a target during a period, in place of any given before.</summary>
    /// <param name="channel">Output channel.</param>
    /// <param name="series">The series.</param>
    /// <param name="during">The period.</param>
    /// <param name="column">Which column, from 0.</param>
    /// <param name="from">Time of the series at the start of the period.</param>
    /// <param name="weight">The loss mask there.</param>
    public void Target(int channel, Series series, Period during, int column = 0, TimeSpan from = default, double weight = 1) =>
        Ask(Along(new(channel, 1, during, new(1), weight) { Column = column, From = from }, series));

    /// <summary>Gives as many output channels as a series has columns these for targets during a period, in place of any given before.</summary>
    /// <param name="channels">Output channels, such as <c>1..33</c>, or <c>..</c> for all.</param>
    /// <param name="series">The series.</param>
    /// <param name="during">The period.</param>
    /// <param name="from">Time of the series at the start of the period.</param>
    /// <param name="weight">The loss mask there.</param>
    public void Target(Range channels, Series series, Period during, TimeSpan from = default, double weight = 1) =>
        Ask(AllAlong(Over(channels, during, new(1), weight, asks: true) with { From = from }, series));

    /// <summary>Gives each of several output channels what its unit has at the values of a series for a target, in place of any given before.</summary>
    /// <param name="channels">Output channels, such as <c>1..33</c>, or <c>..</c> for all.</param>
    /// <param name="series">The series, of at most 64 columns.</param>
    /// <param name="shape">The numbers of the tuning.</param>
    /// <param name="during">The period.</param>
    /// <param name="tuning">What each unit has; one that captures nothing, or that is kept, so that no trial allocates.</param>
    /// <param name="from">Time of the series at the start of the period.</param>
    /// <param name="weight">The loss mask there.</param>
    public void Target(
        Range channels, Series series, Shape shape, Period during, Tuning tuning, TimeSpan from = default, double weight = 1) =>
        Ask(Along(Over(channels, during, shape, weight, asks: true) with { From = from, Tuning = tuning }, series));

    /// <summary>A series that was made for this trial, to be read again where it is judged.</summary>
    /// <param name="place">Which, from 0 in the order made.</param>
    internal TrialSeries Made(int place) => series[place];

    private Signal AllAlong(in Signal signal, Series series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return series.Columns == signal.Count ? Along(signal, series)
            : throw Fault($"gives {signal.Count} channels a series of {series.Columns} columns in the period '{signal.Period.Name}'; give as many "
                + "channels as columns, or a tuning that says what each channel shows.");
    }

    private Signal Along(in Signal signal, Series series)
    {
        ArgumentNullException.ThrowIfNull(series);

        // Times are rounded, and that is no lack of samples.
        var isLong = signal.From >= TimeSpan.Zero && signal.Period.Duration - (series.Duration - signal.From) <= Rounding;
        var isColumn = signal.Column >= 0 && signal.Column < series.Columns;
        return isLong && isColumn && (signal.Tuning is null || series.Columns <= MostTuned) ? signal with { Series = series }
            : throw Unusable(signal, series, isLong, isColumn);
    }

    private UsageException Unusable(in Signal signal, Series series, bool isLong, bool isColumn)
    {
        var where = $"in the period '{signal.Period.Name}'";
        return Fault(
            !isColumn ? $"uses column {signal.Column} of a series {where}, but its columns are 0 to {series.Columns - 1}; name one of these."
            : !isLong ? $"needs {TimeText.Format(signal.Period.Duration)} of a series {where} from {TimeText.Format(signal.From)} on, but the series "
                + $"lasts {TimeText.Format(series.Duration)}; give a longer series, a shorter period or an earlier time."
            : $"tunes channels to a series of {series.Columns} columns {where}; give at most {MostTuned}.");
    }
}
