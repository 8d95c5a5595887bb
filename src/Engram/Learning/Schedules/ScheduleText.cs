using System.Globalization;
using System.Reflection;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>Reads and writes schedules as a name with the arguments of the record's constructor: <c>cosine(4000, warmup 100)</c>.</summary>
internal static class ScheduleText
{
    public static LearningRateSchedule Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var trimmed = text.Trim();
        if (open >= 0 && !trimmed.EndsWith(')'))
        {
            throw new UsageException($"The learning-rate schedule '{text}' has no closing bracket; "
                + "write it like cosine(4000, warmup 100).");
        }

        var type = LearningRateSchedule.Catalog.TypeOf(open < 0 ? trimmed : text[..open].Trim());
        var inside = open < 0 ? "" : text[(open + 1)..text.LastIndexOf(')')];
        string[] written = inside.Trim().Length == 0 ? [] : inside.Split(',', StringSplitOptions.TrimEntries);
        var parameters = Parameters(type);
        var values = new object?[parameters.Length];
        List<string> faults = [];
        for (var position = 0; position < written.Length; position++)
        {
            var words = written[position].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var index = words.Length == 2
                ? Array.FindIndex(parameters, p => p.Name!.Equals(words[0], StringComparison.OrdinalIgnoreCase))
                : words.Length == 1 && position < parameters.Length ? position : -1;
            if (index < 0 || values[index] is not null)
            {
                faults.Add($"'{written[position]}' in the learning-rate schedule '{text}' is not understood. Write {Form(type)}.");
                continue;
            }

            var number = Number(parameters[index], words[^1], type, text, faults);
            values[index] = parameters[index].ParameterType == typeof(long) ? (object)(long)number : number;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            if (values[i] is null && parameters[i].HasDefaultValue)
            {
                values[i] = parameters[i].DefaultValue;
            }
            else if (values[i] is null && faults.Count == 0)
            {
                faults.Add($"The learning-rate schedule '{text}' has no '{Label(parameters[i])}'; write {Form(type)}.");
            }
        }

        return faults.Count > 0 ? throw new UsageException(faults) : (LearningRateSchedule)Activator.CreateInstance(type, values)!;
    }

    public static string Write(LearningRateSchedule schedule)
    {
        var type = schedule.GetType();
        List<string> arguments = [];
        foreach (var parameter in Parameters(type))
        {
            var value = Property(type, parameter).GetValue(schedule);
            if (!parameter.HasDefaultValue)
            {
                arguments.Add(Invariant(value));
            }
            else if (!Equals(value, parameter.DefaultValue))
            {
                arguments.Add($"{Label(parameter)} {Invariant(value)}");
            }
        }

        var name = Catalog<LearningRateSchedule>.NameOf(type);
        return arguments.Count == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }

    private static double Number(ParameterInfo parameter, string word, Type type, string text, List<string> faults)
    {
        var range = Property(type, parameter).GetCustomAttribute<RangeAttribute>();
        var isNumber = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        var whole = parameter.ParameterType == typeof(long);
        if (!isNumber || !double.IsFinite(number) || (whole && (number != Math.Floor(number) || Math.Abs(number) > 1e15)))
        {
            faults.Add($"'{word}' for the {Label(parameter)} of the learning-rate schedule '{text}' is not "
                + $"a {(whole ? "whole " : "")}number. Write {Form(type)}.");
        }
        else if (range is not null && (number < range.Minimum || number > range.Maximum || (range.Above && number == range.Minimum)))
        {
            faults.Add($"The {Label(parameter)} of the learning-rate schedule '{text}' is {word}; it must be "
                + $"{(range.Above ? "above" : "at least")} {Invariant(range.Minimum)}"
                + $"{(double.IsInfinity(range.Maximum) ? "" : $" and at most {Invariant(range.Maximum)}")}.");
        }

        return number;
    }

    private static string Form(Type type)
    {
        var arguments = Parameters(type).Select(p => p.HasDefaultValue ? $"[{Label(p)} <number>]" : $"<{Label(p)}>").ToList();
        var name = Catalog<LearningRateSchedule>.NameOf(type);
        return arguments.Count == 0 ? $"'{name}'" : $"'{name}({string.Join(", ", arguments)})'";
    }

    // A record also has a copy constructor, of one parameter of its own type.
    private static ParameterInfo[] Parameters(Type type) => type.GetConstructors().Single().GetParameters();

    private static PropertyInfo Property(Type type, ParameterInfo parameter) => type.GetProperty(parameter.Name!)!;

    private static string Label(ParameterInfo parameter) => parameter.Name!.ToLowerInvariant();

    private static string Invariant(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
