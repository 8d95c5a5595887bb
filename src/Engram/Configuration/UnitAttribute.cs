namespace Engram.Configuration;

/// <summary>The unit of a configuration property, for help and tables. Durations need none.</summary>
/// <param name="symbol">Such as <c>Hz</c> or <c>trials</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnitAttribute(string symbol) : Attribute
{
    /// <summary>The unit's symbol.</summary>
    public string Symbol => symbol;
}
