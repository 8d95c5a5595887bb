using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>All weights are the same. Where weights must not be negative, its magnitude is taken.</summary>
public sealed record ConstantInitialiser : Initialiser
{
    /// <summary>One value for all.</summary>
    /// <param name="value">The value.</param>
    public ConstantInitialiser(double value = 0) => Value = double.IsFinite(value)
        ? value
        : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"The value of an initialiser is {value}; write a finite number, such as constant(0)."));

    /// <summary>The value.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override bool FollowsStrength => false;

    /// <inheritdoc/>
    protected override void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights) => weights.Fill((float)Value);
}
