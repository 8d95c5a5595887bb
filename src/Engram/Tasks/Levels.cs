using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>The values that a factor takes, each equally likely. Written <c>1,2,4,8,16</c>.</summary>
[CollectionBuilder(typeof(Levels), nameof(Of))]
public sealed class Levels : IReadOnlyList<double>, IEquatable<Levels>, IParsable<Levels>, IBounded
{
    private readonly double[] values;

    private Levels(double[] values)
    {
        if (values.Length == 0 || !values.All(double.IsFinite))
        {
            throw new UsageException($"The levels '{string.Join(',', values)}' must be finite numbers, at least one; write for example 1,2.");
        }

        (this.values, Minimum, Maximum) = (values, values.Min(), values.Max());
        Signs = [.. values.Select(Math.Sign).Distinct().Order()];
    }

    /// <summary>The signs that occur, −1, 0 and 1, ascending.</summary>
    internal int[] Signs { get; }

    /// <summary>How many values.</summary>
    public int Count => values.Length;

    /// <summary>The least value.</summary>
    public double Minimum { get; }

    /// <summary>The greatest value.</summary>
    public double Maximum { get; }

    /// <inheritdoc/>
    double IBounded.Least => Minimum;

    /// <inheritdoc/>
    double IBounded.Greatest => Maximum;

    /// <summary>One value.</summary>
    /// <param name="index">From 0.</param>
    public double this[int index] => values[index];

    /// <summary>These values.</summary>
    /// <param name="values">At least one.</param>
    public static Levels Of(ReadOnlySpan<double> values) => new([.. values]);

    /// <summary>Reads numbers separated by commas.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are always written with a point.</param>
    /// <exception cref="UsageException">The text is no such list.</exception>
    public static Levels Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var levels) ? levels
        : throw new UsageException($"'{s}' is not a list of numbers; write for example 1,2,4,8.");

    /// <summary>Reads numbers separated by commas.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The levels.</param>
    /// <returns>Whether the text is such a list.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Levels result)
    {
        var parts = s?.Split(',') ?? [];
        var numbers = new double[parts.Length];
        var readable = parts.Length > 0;
        for (var i = 0; i < parts.Length && readable; i++)
        {
            readable = double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                && double.IsFinite(numbers[i]);
        }

        result = readable ? new Levels(numbers) : null;
        return readable;
    }

    /// <summary>Which of the signs that occur a level has, and how many there are; one where it is pinned.</summary>
    internal (int Index, int Count) PlaceOfSign(Level level) =>
        level.Count == 1 ? (0, 1) : (Array.IndexOf(Signs, Math.Sign(values[level.Index])), Signs.Length);

    /// <summary>The level closest to a value; the first of equally close ones.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its place in the list.</returns>
    internal int Nearest(double value)
    {
        var nearest = 0;
        for (var i = 1; i < values.Length; i++)
        {
            nearest = Math.Abs(values[i] - value) < Math.Abs(values[nearest] - value) ? i : nearest;
        }

        return nearest;
    }

    /// <inheritdoc/>
    public bool Equals(Levels? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Levels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(values.Length, values[0], values[^1]);

    /// <summary>The text that <see cref="Parse"/> reads back as the same levels.</summary>
    public override string ToString() => string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => values.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
