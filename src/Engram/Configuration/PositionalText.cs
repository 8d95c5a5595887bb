using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Engram.Configuration;

/// <summary>Reads and writes records as a name with the arguments of the record's constructor: <c>cosine(4000, warmup 100)</c>.</summary>
/// <typeparam name="T">The base of the records.</typeparam>
/// <param name="catalog">The records.</param>
/// <param name="word">What one is, such as <c>learning-rate schedule</c>.</param>
/// <param name="example">One, as it is written.</param>
internal sealed class PositionalText<T>(Catalog<T> catalog, string word, string example)
    where T : class
{
    public bool TryParse([NotNullWhen(true)] string? text, [MaybeNullWhen(false)] out T result)
    {
        try
        {
            result = text is null ? null : Parse(text);
            return result is not null;
        }
        catch (UsageException)
        {
            result = null;
            return false;
        }
    }

    public T Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var trimmed = text.Trim();
        if (open >= 0 && !trimmed.EndsWith(')'))
        {
            throw new UsageException($"The {word} '{text}' has no closing bracket; write it like {example}.");
        }

        var type = catalog.TypeOf(open < 0 ? trimmed : text[..open].Trim());
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
                faults.Add($"'{written[position]}' in the {word} '{text}' is not understood. Write {Form(type)}.");
                continue;
            }

            if (parameters[index].ParameterType == typeof(string))
            {
                values[index] = words[^1];
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
                faults.Add($"The {word} '{text}' has no '{Label(parameters[i])}'; write {Form(type)}.");
            }
        }

        return faults.Count > 0 ? throw new UsageException(faults) : (T)Activator.CreateInstance(type, values)!;
    }

    public static string Write(T value)
    {
        var type = value.GetType();
        List<string> arguments = [];
        foreach (var parameter in Parameters(type))
        {
            var argument = Property(type, parameter).GetValue(value);
            if (!parameter.HasDefaultValue)
            {
                arguments.Add(Invariant(argument));
            }
            else if (!Equals(argument, parameter.DefaultValue))
            {
                arguments.Add($"{Label(parameter)} {Invariant(argument)}");
            }
        }

        var name = Catalog<T>.NameOf(type);
        return arguments.Count == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }

    private double Number(ParameterInfo parameter, string digits, Type type, string text, List<string> faults)
    {
        var range = Property(type, parameter).GetCustomAttribute<RangeAttribute>();
        var isNumber = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        var whole = parameter.ParameterType == typeof(long);
        if (!isNumber || !double.IsFinite(number) || (whole && (number != Math.Floor(number) || Math.Abs(number) > 1e15)))
        {
            faults.Add($"'{digits}' for the {Label(parameter)} of the {word} '{text}' is not "
                + $"a {(whole ? "whole " : "")}number. Write {Form(type)}.");
        }
        else if (range is not null && (number < range.Minimum || number > range.Maximum || (range.Above && number == range.Minimum)))
        {
            faults.Add($"The {Label(parameter)} of the {word} '{text}' is {digits}; it must be "
                + $"{(range.Above ? "above" : "at least")} {Invariant(range.Minimum)}"
                + $"{(double.IsInfinity(range.Maximum) ? "" : $" and at most {Invariant(range.Maximum)}")}.");
        }

        return number;
    }

    private static string Form(Type type)
    {
        var arguments = Parameters(type).Select(p => p.HasDefaultValue ? $"[{Label(p)} <number>]" : $"<{Label(p)}>").ToList();
        var name = Catalog<T>.NameOf(type);
        return arguments.Count == 0 ? $"'{name}'" : $"'{name}({string.Join(", ", arguments)})'";
    }

    // A record also has a copy constructor, of one parameter of its own type.
    private static ParameterInfo[] Parameters(Type type) => type.GetConstructors().Single().GetParameters();

    private static PropertyInfo Property(Type type, ParameterInfo parameter) => type.GetProperty(parameter.Name!)!;

    private static string Label(ParameterInfo parameter) => parameter.Name!.ToLowerInvariant();

    private static string Invariant(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
