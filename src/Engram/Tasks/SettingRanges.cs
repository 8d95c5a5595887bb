using System.Globalization;
using System.Reflection;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Checks the settings of a record against their <see cref="RangeAttribute"/>s.</summary>
internal static class SettingRanges
{
    /// <summary>One sentence for each setting that is out of its range, or is no finite number.</summary>
    public static List<string> Faults(object settings) =>
    [
        .. from property in settings.GetType().GetProperties()
           where property.CanWrite
           let fault = Fault(property, settings)
           where fault is not null
           select fault,
    ];

    private static string? Fault(PropertyInfo property, object settings)
    {
        var value = property.GetValue(settings);
        var name = SettingNames.Kebab(property.Name);
        if (value is null)
        {
            return $"{name} is missing; leave it at its default or give a value.";
        }

        var range = property.GetCustomAttribute<RangeAttribute>() ?? new RangeAttribute(double.NegativeInfinity);
        var offender = Numbers(value).Cast<double?>().FirstOrDefault(number => !Inside(number!.Value, range));
        return offender is null ? null : $"{name} is {Text(value)}; write {Allowed(range, value is TimeSpan or Duration)}.";
    }

    private static bool Inside(double number, RangeAttribute range) =>
        double.IsFinite(number) && number <= range.Maximum && (range.Above ? number > range.Minimum : number >= range.Minimum);

    private static double[] Numbers(object value) => value switch
    {
        double number => [number],
        int number => [number],
        TimeSpan time => [time.TotalMilliseconds],
        Duration duration => [duration.Minimum.TotalMilliseconds, duration.Maximum.TotalMilliseconds],
        Levels levels => [.. levels],
        _ => [],
    };

    private static string Text(object value) => value switch
    {
        TimeSpan time => Duration.FormatTime(time),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Allowed(RangeAttribute range, bool isTime)
    {
        var unit = isTime ? "ms" : string.Empty;
        var least = double.IsNegativeInfinity(range.Minimum) ? "a finite number" : string.Create(
            CultureInfo.InvariantCulture, $"{(range.Above ? "more than" : "at least")} {range.Minimum}{unit}");
        return double.IsPositiveInfinity(range.Maximum) ? least : string.Create(
            CultureInfo.InvariantCulture, $"{least} and at most {range.Maximum}{unit}");
    }
}
