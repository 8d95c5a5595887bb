namespace Engram.Studies.SequenceShift;

/// <summary>What is done to each network.</summary>
/// <param name="Values">
/// What is subtracted from a column's weights onto excitatory units; ascending, with 0 in the middle and as much below it as above.
/// </param>
/// <param name="NoisyTrials">Trials with noise.</param>
/// <param name="Steps">Steps at which networks are compared, ms, from the longest to the shortest.</param>
internal sealed record ShiftSettings(IReadOnlyList<double> Values, int NoisyTrials, IReadOnlyList<double> Steps)
{
    private const double Strong = 0.1;

    /// <summary>The document's 21 values from −0.2 to 0.2, or in a quick run 5 of them.</summary>
    public static ShiftSettings Of(StudyContext study)
    {
        var steps = study.Choose(10, 2);
        return new(
            [.. Enumerable.Range(-steps, (2 * steps) + 1).Select(k => Math.Round(0.2 * k / steps, 10))], study.Choose(5, 2),
            study.Choose<IReadOnlyList<double>>([10, 5, 2, 1, 0.5, 0.25], [10, 1, 0.5]));
    }

    /// <summary>Places of the positive values that count as small: those up to 0.05, or the least.</summary>
    public IReadOnlyList<int> Small
    {
        get
        {
            var positive = Enumerable.Range(0, Values.Count).Where(v => Values[v] > 0).ToList();
            var small = positive.Where(v => Values[v] <= 0.05).ToList();
            return small.Count > 0 ? small : [positive[0]];
        }
    }

    /// <summary>Places of the values that are small, of both signs, ascending.</summary>
    public IReadOnlyList<int> SmallOfBothSigns => OfBothSigns(Small);

    /// <summary>Places of the values with which networks are tested with noise, ascending: the small ones and 0.1.</summary>
    public IReadOnlyList<int> Noisy => OfBothSigns([.. Small, StrongPlace]);

    /// <summary>The place of 0.1 in <see cref="Noisy"/>.</summary>
    public int StrongOfNoisy => Noisy.Index().First(one => one.Item == StrongPlace).Index;

    /// <summary>Place of the value nearest to one.</summary>
    public int Nearest(double value) => Enumerable.Range(0, Values.Count).MinBy(v => Math.Abs(Values[v] - value));

    /// <summary>Place of the value with the other sign.</summary>
    public int Opposite(int v) => Values.Count - 1 - v;

    /// <summary>The values at some places.</summary>
    public IReadOnlyList<double> At(IEnumerable<int> places) => [.. places.Select(v => Values[v])];

    private int StrongPlace => Enumerable.Range(0, Values.Count).Where(v => Values[v] > 0).MinBy(v => Math.Abs(Values[v] - Strong));

    private int[] OfBothSigns(IEnumerable<int> places) => [.. places.SelectMany(v => new[] { v, Opposite(v) }).Distinct().Order()];
}
