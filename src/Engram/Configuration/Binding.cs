using System.Collections.Concurrent;
using System.Reflection;

namespace Engram.Configuration;

/// <summary>One settable property of a record type: its name, its text form and its range.</summary>
internal sealed class Binding
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Binding>> Known = new();
    private readonly RangeAttribute? range;

    private Binding(PropertyInfo property)
    {
        Property = property;
        Name = Kebab.Of(property.Name);
        Form = TextForms.Of(property);
        range = property.GetCustomAttribute<RangeAttribute>(true);
        Unit = property.GetCustomAttribute<UnitAttribute>(true)?.Symbol ?? "";
        IsLater = property.IsDefined(typeof(LaterSettingAttribute), true);
        if (range is not null && !Form.HasBounds)
        {
            throw new UsageException(
                $"{property.DeclaringType?.Name}.{property.Name} has a range, but {property.PropertyType.Name} is not a number; "
                + "implement IBounded, or leave the range out.");
        }
    }

    public PropertyInfo Property { get; }

    public string Name { get; }

    /// <summary>The property as messages name it: see <see cref="FlagText"/>.</summary>
    public string Subject => $"`{Property.Name}`";

    public TextForm Form { get; }

    public string Unit { get; }

    /// <summary>Whether files from before it mean its default: see <see cref="LaterSettingAttribute"/>.</summary>
    public bool IsLater { get; }

    /// <summary>The range in words; empty when every value is allowed.</summary>
    public string Range
    {
        get
        {
            if (range is null)
            {
                return "";
            }

            var (least, greatest) = (Form.FormatBound(range.Minimum), Form.FormatBound(range.Maximum));
            var low = double.IsNegativeInfinity(range.Minimum) ? "" : $"{(range.Above ? ">" : "≥")} {least}";
            var high = double.IsPositiveInfinity(range.Maximum) ? "" : $"≤ {greatest}";
            return low.Length == 0 || high.Length == 0 ? low + high
                : range.Above ? $"{low} and {high}"
                : $"{least} to {greatest}";
        }
    }

    /// <summary>The settable properties of a record type: its own in the order of declaration, then those of its base types.</summary>
    public static IReadOnlyList<Binding> Of(Type type) => Known.GetOrAdd(type, static type =>
    [
        .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.GetMethod is { IsPublic: true } && p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
            .Where(p => p.GetCustomAttribute<NotASettingAttribute>(true) is null)
            .OrderByDescending(p => Depth(p.DeclaringType!))
            .ThenBy(p => p.MetadataToken)
            .DistinctBy(p => p.Name)
            .Select(p => new Binding(p)),
    ]);

    /// <summary>What is wrong with a value's range; null when nothing is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="subject">What the value is that of: <see cref="Subject"/>, or the key of a file.</param>
    public string? Fault(object? value, string subject)
    {
        if (value is null && Form is not OptionalForm)
        {
            return $"{subject} is missing; leave it at its default, or write {Form.Allowed}.";
        }

        if (range is null)
        {
            return null;
        }

        foreach (var (least, greatest) in Form.Bounds(value) ?? [])
        {
            // Written so that NaN is a fault.
            var inside = (range.Above ? least > range.Minimum : least >= range.Minimum) && greatest <= range.Maximum;
            if (!inside)
            {
                var unit = Unit.Length > 0 ? $" {Unit}" : "";
                var from = Range.Contains(" to ", StringComparison.Ordinal) ? "from " : "";
                return $"{subject}: '{Form.Format(value)}' is out of range; write a value {from}{Range}{unit}.";
            }
        }

        return null;
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;
}
