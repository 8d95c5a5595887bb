namespace Engram.Studies.SequenceShift;

/// <summary>What is done to each network.</summary>
/// <param name="Values">What is subtracted from a column's weights onto excitatory units; ascending, with 0 among them.</param>
/// <param name="NoisyTrials">Trials with noise.</param>
/// <param name="FineMicroseconds">The finer step, µs.</param>
internal sealed record ShiftSettings(IReadOnlyList<double> Values, int NoisyTrials, int FineMicroseconds)
{
    /// <summary>The document's 21 values from −0.2 to 0.2, or in a quick run 5 of them.</summary>
    public static ShiftSettings Of(StudyContext study)
    {
        var steps = study.Choose(10, 2);
        return new(
            [.. Enumerable.Range(-steps, (2 * steps) + 1).Select(k => Math.Round(0.2 * k / steps, 10))], study.Choose(5, 2),
            study.Choose(500, 2000));
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

    /// <summary>Place of the value nearest to one.</summary>
    public int Nearest(double value) => Enumerable.Range(0, Values.Count).MinBy(v => Math.Abs(Values[v] - value));

    /// <summary>Place of the value with the other sign.</summary>
    public int Opposite(int v) => Values.Count - 1 - v;
}
