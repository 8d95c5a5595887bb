using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Tests.Configuration;

internal enum SampleMode
{
    Off,
    LeakOnRate,
    RMSProp,
}

/// <summary>A point that parses itself, commas included.</summary>
internal readonly record struct SamplePoint(int X, int Y) : IParsable<SamplePoint>, IBounded
{
    public double Least => Math.Min(X, Y);

    public double Greatest => Math.Max(X, Y);

    public static SamplePoint Parse(string s, IFormatProvider? provider)
    {
        var parts = s.Trim('(', ')').Split(',');
        return parts.Length == 2 ? new(int.Parse(parts[0], provider), int.Parse(parts[1], provider))
            : throw new FormatException("a point has two coordinates, as in (1,2).");
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SamplePoint result) =>
        throw new NotSupportedException();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X},{Y})");
}

internal abstract record SampleBase
{
    /// <summary>How long the animal waits,
    /// at <see cref="SampleSettings.Rate"/>.</summary>
    [Range(0, 5000)]
    public TimeSpan Delay { get; init; } = 500.Ms;

    public abstract int Units { get; init; }
}

internal sealed record SampleSettings : SampleBase
{
    public bool Noisy { get; init; } = true;

    [Range(1)]
    public override int Units { get; init; } = 100;

    public long Seed { get; init; } = 1;

    [Range(0, Above = true)]
    [Unit("Hz")]
    public double Rate { get; init; } = 0.01;

    public string Label { get; init; } = "plain";

    public string? Note { get; init; }

    public SampleMode Mode { get; init; } = SampleMode.LeakOnRate;

    public TimeSpan? Cap { get; init; }

    [Range(-10, 10)]
    public SamplePoint Point { get; init; } = new(1, 2);

    public IReadOnlyList<SamplePoint> Points { get; init; } = [];

    [Range(0)]
    public int[] Counts { get; init; } = [1, 2];

    public ImmutableArray<TimeSpan> Times { get; init; } = [100.Ms];

    public double? Clip { get; init; } = 1;

    [NotASetting]
    public Func<int>? Hook { get; init; }

    public int Doubled => 2 * Units;
}
