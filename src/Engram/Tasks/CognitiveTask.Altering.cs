using System.Globalization;
using Engram.Configuration;

namespace Engram.Tasks;

/// <content>Tasks made from this one by pinning and easing factors. The last word on a factor counts.</content>
public abstract partial record CognitiveTask
{
    private Alteration? Alterations { get; init; }

    /// <summary>This task with a factor that has the same value in every trial.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="value">A number, a time such as <c>1.5s</c>, or a label, as the factor's kind requires.</param>
    /// <exception cref="UsageException">No such factor, or no such value.</exception>
    public CognitiveTask Pin(string factor, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var known = Known(factor);
        return Pin(known, known.Kind switch
        {
            FactorKind.Time => TimeText.Parse(value).TotalMilliseconds,
            FactorKind.Label => Place(known, value),
            _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
                : throw new UsageException($"{factor} cannot be '{value}': {Wanted(known)}."),
        });
    }

    /// <summary>This task with a factor that has the same value in every trial.</summary>
    /// <param name="factor">Name of a numeric factor, or of a time.</param>
    /// <param name="value">The number, in milliseconds for a time.</param>
    /// <exception cref="UsageException">No such factor, or no such value.</exception>
    public CognitiveTask Pin(string factor, double value)
    {
        var known = Known(factor);
        return known.Kind != FactorKind.Label ? Pin(known, value)
            : throw new UsageException(
                FormattableString.Invariant($"{factor} cannot be {value}, because it is a label; give one of {known.Values}."));
    }

    /// <summary>This task with a time that is the same in every trial.</summary>
    /// <param name="factor">Name of the time.</param>
    /// <param name="value">Not negative.</param>
    /// <exception cref="UsageException">No such factor, or no time.</exception>
    public CognitiveTask Pin(string factor, TimeSpan value) => Known(factor).Kind == FactorKind.Time ? Pin(factor, value.TotalMilliseconds)
        : throw new UsageException($"{factor} cannot be {TimeText.Format(value)}, because it is not a time; give one of {Known(factor).Values}.");

    /// <summary>
    /// This task made easier for a stage of a curriculum: the factor's value becomes from + (drawn − from)·progress. At progress 1 it is
    /// this task, bit for bit.
    /// </summary>
    /// <param name="factor">Name of a numeric factor, or of a time.</param>
    /// <param name="from">The value at progress 0, in milliseconds for a time.</param>
    /// <param name="progress">0 to 1.</param>
    /// <exception cref="UsageException">No such factor, a label, or numbers that are not allowed.</exception>
    public CognitiveTask Ease(string factor, double from, double progress)
    {
        var known = Known(factor);
        if (known.Kind == FactorKind.Label)
        {
            throw new UsageException($"{factor} cannot grow, because it is a label ({known.Values}); name a factor that is a number or a time.");
        }

        if (!(progress >= 0 && progress <= 1))
        {
            throw new UsageException(FormattableString.Invariant($"The progress of {factor} is {progress}; give a number from 0 to 1."));
        }

        var pinned = Altered(factor)?.Pinned;
        var others = Alteration.Without(Alterations, factor);
        return this with
        {
            Alterations = progress == 1 && pinned is null ? others : new(factor, pinned, Usable(known, from), progress, others),
        };
    }

    /// <summary>Whether a factor is pinned or eased, which settings do not say.</summary>
    internal bool IsAltered => Alterations is not null;

    /// <summary>The number that a factor is pinned to; null where it is drawn.</summary>
    /// <param name="factor">Name of the factor.</param>
    protected double? Pinned(string factor) => Altered(factor)?.Pinned;

    /// <summary>The numbers that a factor takes as the task stands: those given, or the one that it is pinned to.</summary>
    /// <param name="factor">Name of a factor that can be pinned to any number.</param>
    /// <param name="levels">The numbers that are drawn.</param>
    protected Levels LevelsOf(string factor, Levels levels) => Pinned(factor) is { } pinned ? [pinned] : levels;

    /// <summary>The greatest number that a factor takes as the task stands, pinned or eased: how long the longest sequence is.</summary>
    /// <param name="factor">Name of the factor.</param>
    /// <param name="levels">The numbers that are drawn.</param>
    protected double GreatestOf(string factor, Levels levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return Altered(factor)?.Apply(levels.Maximum) ?? levels.Maximum;
    }

    internal Alteration? Altered(string factor) => Alterations is null ? null : Alteration.Find(Alterations, factor);

    internal UsageException UnknownFactor(string factor, IEnumerable<string> known) =>
        new($"{Name} has no factor '{factor}'. {Nearest.Hint(factor, known)}");

    // A number that is written with its unit, such as 3%, is told how else to write it.
    private static string Wanted(Factor factor)
    {
        var example = factor.Numbers.Count > 0 ? factor.Numbers[^1] : factor.Range?.Greatest ?? 1;
        return factor.Range is var (least, greatest)
            ? FormattableString.Invariant($"it is a number from {least} to {greatest}, drawn from {factor.Values} in training; write just the number, such as {example}")
            : factor.Numbers.Count > 0 ? $"it is one of the numbers {factor.Values}; write just the number"
            : FormattableString.Invariant($"it is a number, drawn from {factor.Values} in training; write just the number, such as {example}");
    }

    // What is not in the list can be shown where the task names it, and would be counted as something else where it does not.
    private static double Pinnable(Factor factor, double value)
    {
        if (factor.Range is var (least, greatest) && !(value >= least && value <= greatest))
        {
            throw new UsageException(FormattableString.Invariant(
                $"{factor.Name} cannot be {value}; it is a number from {least} to {greatest}, drawn from {factor.Values}."));
        }

        return factor.Range is not null || factor.Numbers.Count == 0 || factor.Numbers.Contains(value) ? Usable(factor, value)
            : throw new UsageException(FormattableString.Invariant($"{factor.Name} cannot be {value}; it is one of {factor.Values}."));
    }

    private static double Usable(Factor factor, double value) =>
        double.IsFinite(value) && (factor.Kind != FactorKind.Time || value >= 0) && Math.Abs(value) < 1e9 ? value
            : throw new UsageException(FormattableString.Invariant(
                $"{factor.Name} cannot be {value}; write a finite {(factor.Kind == FactorKind.Time ? "time of at least 0ms" : "number")}."));

    private static int Place(Factor factor, string label)
    {
        for (var i = 0; i < factor.Labels.Count; i++)
        {
            if (string.Equals(factor.Labels[i], label, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new UsageException(
            $"{factor.Name} cannot be '{label}'. {Nearest.Hint(label, factor.Labels)}");
    }

    private CognitiveTask Pin(Factor factor, double value) =>
        this with { Alterations = new(factor.Name, Pinnable(factor, value), 0, 1, Alteration.Without(Alterations, factor.Name)) };

    private Factor Known(string factor)
    {
        var factors = Factors;
        return factors.FirstOrDefault(known => known.Name == factor) ?? throw UnknownFactor(factor, factors.Select(known => known.Name));
    }
}
