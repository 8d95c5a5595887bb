using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Error or performance against updates: a line for each network, or the mean of several with a band.</summary>
public sealed record LearningCurveFigure : Figure
{
    /// <summary>One for each network, those of a group under one name; or means, with intervals.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>The measure of performance.</summary>
    public required Axis Y { get; init; }

    /// <summary>What training is counted in.</summary>
    public Axis X { get; init; } = Axis.Updates;

    /// <summary>The criterion at which training stops; null for none.</summary>
    public double? Criterion { get; init; }

    /// <inheritdoc/>
    public override JsonObject ToVegaLite() => new LinesFigure
    {
        Title = Title,
        Curves = Curves,
        X = X,
        Y = Y,
        YLines = Criterion is { } criterion ? [new(criterion, "criterion")] : [],
    }.ToVegaLite();
}
