using System.Globalization;
using Engram.Configuration;

namespace Engram.Tests.Configuration;

/// <summary>
/// The variants of a configuration record, found in its settings, so that the contract tests run all that a new record can be told without
/// a list of variants.
/// </summary>
internal static class Variants
{
    /// <summary>The record, and for every word of every choice (enum or bool) that it does not have, a copy that has it.</summary>
    /// <param name="record">A configuration record.</param>
    /// <param name="accepts">Refuses a copy by false or <see cref="UsageException"/>; none if null.</param>
    public static IReadOnlyList<T> OfChoices<T>(T record, Func<T, bool>? accepts = null)
        where T : class => Of(record, accepts ?? (_ => true), Words);

    /// <summary>
    /// As <see cref="OfChoices"/>, and with everything switched on that is off: numbers that are 0, lists that are none; and other counts.
    /// Of the lengths that a list can have, the first that is accepted.
    /// </summary>
    /// <param name="record">A configuration record.</param>
    /// <param name="accepts">Refuses a copy by false or <see cref="UsageException"/>.</param>
    /// <param name="length">The length of a list that 2 do not fill.</param>
    public static IReadOnlyList<T> OfAll<T>(T record, Func<T, bool> accepts, int length)
        where T : class => Of(record, accepts, setting => [.. Words(setting), .. Numbers(setting), .. Lists(setting, length)]);

    private static List<T> Of<T>(T record, Func<T, bool> accepts, Func<Setting, IEnumerable<string>> texts)
        where T : class
    {
        var settings = Settings.Of(record);
        List<(Setting Setting, string Text)> changes = [.. settings.SelectMany(setting => texts(setting).Select(text => (setting, text)))];
        var (variants, kept) = (new List<T> { record }, new HashSet<(Setting, string)>());
        foreach (var change in changes)
        {
            // Layers of one length say what those of another do, and twenty-one of them take minutes.
            if (IsList(change.Setting) && kept.Any(one => one.Item1 == change.Setting))
            {
                continue;
            }

            // Some settings need another one: a mean of each population needs populations.
            var others = changes.Where(other => other.Setting != change.Setting).Select(other => (List<(Setting, string)>)[other, change]);
            if (others.Prepend([change]).Select(made => Made(record, accepts, made)).FirstOrDefault(made => made is not null) is { } variant)
            {
                variants.Add(variant);
                kept.Add(change);
            }
        }

        // A word must be used; of several numbers or lengths of a list one is enough.
        foreach (var (setting, text) in changes.Where(change => !kept.Contains(change)))
        {
            if (setting.Choices.Count > 0 || !kept.Any(one => one.Item1 == setting))
            {
                throw new InvalidOperationException(
                    $"{record.GetType().Name}: {setting.Name} {text} is refused alone and beside each other setting, so no test would run it.");
            }
        }

        return variants;
    }

    private static T? Made<T>(T record, Func<T, bool> accepts, List<(Setting Setting, string Text)> changes)
        where T : class
    {
        try
        {
            var made = Settings.With(record, changes.Select(change => new KeyValuePair<string, string>(change.Setting.Name, change.Text)));
            return accepts(made) ? made : null;
        }
        catch (UsageException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Words(Setting setting) => setting.Choices.Where(word => word != setting.Default);

    // Counts change to one that is nearly theirs, and to one that fills no vector and has a rest for each of their widths.
    private static IEnumerable<string> Numbers(Setting setting) => setting switch
    {
        { Type: var type } when type == typeof(int) =>
            [$"{int.Parse(setting.Default, CultureInfo.InvariantCulture) + 2}", "19"],
        { Type: var type, Default: "0" or "none" } when type == typeof(double) || type == typeof(double?) => ["0.3"],
        _ => [],
    };

    private static IEnumerable<string> Lists(Setting setting, int length)
    {
        if (!IsList(setting))
        {
            return [];
        }

        var unit = setting.Type.GetGenericArguments() is [var item] && item == typeof(TimeSpan) ? "ms" : "";
        return new[] { 2, length }.Select(count => string.Join(',', Enumerable.Range(40, count).Select(value => $"{value}{unit}")));
    }

    private static bool IsList(Setting setting) => setting.Default == "none" && setting.Type.GetInterface(nameof(System.Collections.IEnumerable)) is not null;
}
