using System.Diagnostics.CodeAnalysis;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// The factor on the learning rate at each update. Written as one line: <c>constant</c>, <c>step(1000, 0.5)</c>, <c>exponential(2000)</c>,
/// <c>cosine(4000, warmup 100)</c>. A new schedule is one positional record named <c>…Schedule</c> in one file; its constructor is its
/// written form.
/// </summary>
public abstract record LearningRateSchedule : IParsable<LearningRateSchedule>
{
    /// <summary>The schedules of the library.</summary>
    public static Catalog<LearningRateSchedule> Catalog { get; } = new();

    private static readonly PositionalText<LearningRateSchedule> Text = new(Catalog, "learning-rate schedule", "cosine(4000, warmup 100)");

    /// <summary>The factor of one update.</summary>
    /// <param name="update">The update, from 0.</param>
    public abstract double Factor(long update);

    /// <summary>Reads the written form.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are written with a point.</param>
    /// <exception cref="UsageException">The text is not a schedule; all faults are named.</exception>
    public static LearningRateSchedule Parse(string s, IFormatProvider? provider = null) => Text.Parse(s);

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out LearningRateSchedule result) => Text.TryParse(s, out result);

    /// <summary>The written form, which <see cref="Parse"/> reads back to an equal schedule.</summary>
    public sealed override string ToString() => PositionalText<LearningRateSchedule>.Write(this);
}
