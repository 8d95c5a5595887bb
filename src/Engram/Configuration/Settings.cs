using System.Reflection;
using System.Text.Json.Nodes;

namespace Engram.Configuration;

/// <summary>
/// Configuration is records. Their public init properties are the defaults, the flags, the JSON keys and the sweep axes; this class
/// reads them from a record and gives changed copies. Records are never changed.
/// </summary>
public static class Settings
{
    /// <summary>
    /// The settings of a record with its values as defaults: its own in the order of declaration, then those of its base types.
    /// </summary>
    /// <param name="record">A configuration record.</param>
    internal static IReadOnlyList<Setting> Of(object record) =>
    [
        .. Binding.Of(record.GetType()).Select(b => new Setting(
            b.Name, b.Property.PropertyType, b.Form.Format(b.Property.GetValue(record)), b.Unit, b.Range, b.Form.Allowed, b.Form.Choices,
            Documentation.Summary(b.Property))),
    ];

    /// <summary>The settings of a record type with its own defaults.</summary>
    /// <param name="type">A record type with a constructor without parameters.</param>
    internal static IReadOnlyList<Setting> Of(Type type) => Of(Prototype(type));

    /// <summary>The text of one setting.</summary>
    /// <param name="record">A configuration record.</param>
    /// <param name="name">Kebab-case name.</param>
    /// <exception cref="UsageException">No such setting.</exception>
    public static string Text(object record, string name)
    {
        var binding = Find(record.GetType(), name, out var fault) ?? throw new UsageException(fault);
        return binding.Form.Format(binding.Property.GetValue(record));
    }

    /// <summary>A copy with one setting changed.</summary>
    /// <typeparam name="T">Static type of the record; the copy has its run-time type.</typeparam>
    /// <param name="record">A configuration record.</param>
    /// <param name="name">Kebab-case name.</param>
    /// <param name="text">Its new value as text.</param>
    /// <exception cref="UsageException">No such setting, or its value is not allowed.</exception>
    public static T With<T>(T record, string name, string text)
        where T : class => With(record, [new(name, text)]);

    /// <summary>A copy with several settings changed.</summary>
    /// <typeparam name="T">Static type of the record; the copy has its run-time type.</typeparam>
    /// <param name="record">A configuration record.</param>
    /// <param name="values">Kebab-case names and new values as text.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    public static T With<T>(T record, IEnumerable<KeyValuePair<string, string>> values)
        where T : class => With(record, values, binding => binding.Subject);

    /// <summary>A copy with several settings changed, where messages call a setting as they are told.</summary>
    /// <typeparam name="T">Static type of the record; the copy has its run-time type.</typeparam>
    /// <param name="record">A configuration record.</param>
    /// <param name="values">Kebab-case names and new values as text.</param>
    /// <param name="subject">What messages call a setting.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    internal static T With<T>(T record, IEnumerable<KeyValuePair<string, string>> values, Func<Binding, string> subject)
        where T : class => Change(record, values.Select(v => (v.Key, new Func<TextForm, object?>(form => form.Parse(v.Value)))), subject);

    /// <summary>
    /// The record as files keep it, every setting in order: numbers, booleans and lists as JSON has them, all else as its text. A <see
    /// cref="LaterSettingAttribute">setting that came later</see> is left out at its default.
    /// </summary>
    /// <param name="record">A configuration record.</param>
    internal static JsonObject ToJson(object record) => ToJson(record, isWhole: false);

    /// <summary>The record as JSON, also with settings that came later.</summary>
    /// <param name="record">A configuration record.</param>
    /// <param name="isWhole">Whether settings that came later are there at their defaults too.</param>
    internal static JsonObject ToJson(object record, bool isWhole)
    {
        var bindings = Binding.Of(record.GetType());
        var plain = isWhole || !bindings.Any(binding => binding.IsLater) ? null : Prototype(record.GetType());
        var json = new JsonObject();
        foreach (var binding in bindings)
        {
            var value = binding.Form.ToJson(binding.Property.GetValue(record));
            if (plain is null || !binding.IsLater
                || !JsonNode.DeepEquals(value, binding.Form.ToJson(binding.Property.GetValue(plain))))
            {
                json.Add(binding.Name, value);
            }
        }

        return json;
    }

    /// <summary>A copy with the settings that a JSON object has; the others keep the prototype's values.</summary>
    /// <typeparam name="T">Static type of the record; the copy has its run-time type.</typeparam>
    /// <param name="prototype">A configuration record.</param>
    /// <param name="json">Settings by their kebab-case names.</param>
    /// <exception cref="UsageException">Unknown keys and values that are not allowed, all together.</exception>
    internal static T FromJson<T>(T prototype, JsonObject json)
        where T : class =>
        Change(prototype, json.Select(v => (v.Key, new Func<TextForm, object?>(form => form.FromJson(v.Value)))), binding => $"'{binding.Name}'");

    /// <summary>A record of a type with the settings that a JSON object has; the others keep their defaults.</summary>
    /// <param name="type">A record type with a constructor without parameters.</param>
    /// <param name="json">Settings by their kebab-case names.</param>
    /// <exception cref="UsageException">Unknown keys and values that are not allowed, all together.</exception>
    internal static object FromJson(Type type, JsonObject json) => FromJson(Prototype(type), json);

    /// <summary>Refuses a record, however it was made, that has values out of range.</summary>
    /// <param name="record">A configuration record.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    internal static void Check(object record)
    {
        var faults = Faults(record);
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    /// <summary>What is missing or out of range in a record, however it was made; empty when nothing is.</summary>
    /// <param name="record">A configuration record.</param>
    internal static IReadOnlyList<string> Faults(object record) => Faults(record, binding => binding.Subject);

    /// <summary>What is missing or out of range in a record, where messages call a setting as they are told.</summary>
    /// <param name="record">A configuration record.</param>
    /// <param name="subject">What messages call a setting.</param>
    internal static IReadOnlyList<string> Faults(object record, Func<Binding, string> subject) =>
        [.. Binding.Of(record.GetType()).Select(b => b.Fault(b.Property.GetValue(record), subject(b))).OfType<string>()];

    /// <summary>
    /// Content hash: SHA-256, in hexadecimal, of the JSON without spaces, keys in ordinal order and numbers in shortest form.
    /// </summary>
    /// <param name="node">Any JSON.</param>
    internal static string Hash(JsonNode? node) => CanonicalJson.Hash(node);

    private static T Change<T>(T record, IEnumerable<(string Name, Func<TextForm, object?> Value)> changes, Func<Binding, string> subject)
        where T : class
    {
        var type = record.GetType();
        var copy = Clone(record);
        var faults = new List<string>();
        var seen = new HashSet<string>();
        foreach (var (name, value) in changes)
        {
            if (Find(type, name, out var unknown) is not { } binding)
            {
                faults.Add(unknown);
            }
            else if (!seen.Add(name))
            {
                faults.Add($"{subject(binding)} is given twice; write it once.");
            }
            else
            {
                faults.AddRange(Set(copy, binding, value, subject(binding)));
            }
        }

        return faults.Count == 0 ? copy : throw new UsageException(faults);
    }

    private static IEnumerable<string> Set(object copy, Binding binding, Func<TextForm, object?> value, string subject)
    {
        try
        {
            var parsed = value(binding.Form);
            if (binding.Fault(parsed, subject) is { } fault)
            {
                return [fault];
            }

            binding.Property.SetValue(copy, parsed, BindingFlags.DoNotWrapExceptions, null, null, null);
            return [];
        }
        catch (UsageException refused)
        {
            return refused.Faults.Select(f => $"{subject}: {f}");
        }
    }

    private static Binding? Find(Type type, string name, out string fault)
    {
        var bindings = Binding.Of(type);
        fault = $"There is no setting '{name}' in {Kebab.Of(type.Name)}. {Nearest.Hint(name, bindings.Select(b => b.Name))}";
        return bindings.FirstOrDefault(b => b.Name == name);
    }

    private static T Clone<T>(T record)
        where T : class =>
        record.GetType().GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public)?.Invoke(record, null) as T
        ?? throw new UsageException($"{record.GetType().Name} is a class, but only a record can be copied with changes; declare it as a record.");

    private static object Prototype(Type type) => Activator.CreateInstance(type)
        ?? throw new NotSupportedException($"{type.Name} cannot be made without parameters.");
}
