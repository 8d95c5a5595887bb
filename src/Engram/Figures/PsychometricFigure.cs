using System.Text.Json.Nodes;
using Engram.Numerics;

namespace Engram.Figures;

/// <summary>The share of one answer against a stimulus or a factor, with Wilson's 95 % intervals.</summary>
public sealed record PsychometricFigure : Figure
{
    /// <summary>Counts for each value of the stimulus.</summary>
    public required IReadOnlyList<ShareCurve> Curves { get; init; }

    /// <summary>The stimulus or factor.</summary>
    public required Axis X { get; init; }

    /// <summary>The answer whose share is shown.</summary>
    public Axis Y { get; init; } = Axis.Share("Correct");

    /// <summary>The share that guessing gives; null for none.</summary>
    public double? Chance { get; init; }

    /// <summary>Whether the names are steps of one quantity, so that their colours run from dark to light.</summary>
    public bool Ordered { get; init; }

    /// <inheritdoc/>
    public override JsonObject ToVegaLite() => new LinesFigure
    {
        Title = Title,
        Curves = [.. Curves.Select(Intervals)],
        X = X,
        Y = Y,
        YLines = Chance is { } chance ? [new(chance, "chance")] : [],
        Points = true,
        Whiskers = true,
        Ordered = Ordered,
    }.ToVegaLite();

    private static Curve Intervals(ShareCurve curve)
    {
        var wilson = curve.Successes.Zip(curve.Trials, (successes, trials) => Binomial.Wilson(successes, trials)).ToList();
        return new(curve.Name, curve.X, [.. curve.Successes.Zip(curve.Trials, (successes, trials) => (double)successes / trials)])
        {
            Low = [.. wilson.Select(ends => ends.Low)],
            High = [.. wilson.Select(ends => ends.High)],
        };
    }
}
