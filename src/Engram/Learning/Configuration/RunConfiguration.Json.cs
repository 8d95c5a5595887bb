using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Learning;

/// <content>As <c>run.json</c> holds it: one object for each part, with the names of task, cell and optimiser.</content>
public sealed partial record RunConfiguration
{
    /// <summary>
    /// As files keep it: all settings, those at their defaults included, but for <see cref="LaterSettingAttribute">what came later</see> and
    /// all of credit where errors go back as the chain rule has it.
    /// </summary>
    public JsonObject ToJson() => ToJson(isWhole: false);

    /// <summary>All settings.</summary>
    /// <param name="isWhole">Whether those are there too that files leave out.</param>
    internal JsonObject ToJson(bool isWhole)
    {
        var json = new JsonObject { [PresetKey] = Preset, [SeedKey] = Seed };
        foreach (var (section, record) in Sections.Where(part => isWhole || part.Section != CreditSection || Credit != new Credit()))
        {
            var part = Settings.ToJson(record, isWhole);
            if (NameOf(section) is { } name)
            {
                part.Insert(0, NameKey, name);
            }

            json.Add(section, part);
        }

        if (OwnCode.Sources(OwnTypes()) is { Count: > 0 } sources)
        {
            json.Add(SourcesKey, sources);
        }

        if (After is not null)
        {
            json.Add(AfterKey, After.ToJson(isWhole));
        }

        return json;
    }

    /// <summary>The source files of the user's own that a configuration needs, those of earlier runs included: name and hash.</summary>
    /// <param name="json">The configuration.</param>
    internal static IReadOnlyList<(string File, string Sha256)> SourcesOf(JsonObject json) =>
    [
        .. (json[SourcesKey] as JsonArray ?? []).OfType<JsonObject>()
            .Select(source => (source["file"]?.ToString() ?? "", source["sha256"]?.ToString() ?? ""))
            .Concat(json[AfterKey] is JsonObject after ? SourcesOf(after) : []).Distinct(),
    ];

    // What is not of the library may be a part, a value of one of its settings, or the loss.
    private IEnumerable<Type> OwnTypes() => Sections.SelectMany(part =>
            Binding.Of(part.Record.GetType()).Select(binding => binding.Property.GetValue(part.Record)).OfType<object>().Prepend(part.Record))
        .Select(value => value.GetType()).Append(Loss.Catalog.TypeOf(Training.Loss));

    /// <summary>Reads what <see cref="ToJson()"/> wrote. A part or setting that is missing has its default.</summary>
    /// <param name="json">The object.</param>
    /// <exception cref="UsageException">No task, unknown names, values that are not allowed; all together.</exception>
    public static RunConfiguration FromJson(JsonObject json)
    {
        var faults = new List<string>();
        T? Guarded<T>(Func<T> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (UsageException fault)
            {
                faults.AddRange(fault.Faults);
                return null;
            }
        }

        var task = Guarded(() => CognitiveTask.Catalog.Create(Name(json, TaskSection)
            ?? throw new UsageException("The configuration names no task; write \"task\": {\"name\": \"delayed-match\"}.")));
        var read = new RunConfiguration
        {
            Task = task ?? CognitiveTask.Catalog.All[0],
        };
        read = Guarded(() => json[SeedKey] is { } seed ? read.Choose(SeedKey, Scalar(seed, SeedKey))! : read) ?? read;
        read = Guarded(() => json[PresetKey] is { } preset ? read with { Preset = Scalar(preset, PresetKey) } : read) ?? read;
        read = Guarded(() => Name(json, CellSection) is { } cell ? read.Choose(CellSection, cell)! : read) ?? read;
        read = Guarded(() => Name(json, ReadoutRuleSection) is { } rule ? read.Choose(ReadoutRuleSection, rule)! : read) ?? read;
        read = Guarded(() => Name(json, OptimiserSection) is { } optimiser ? read.Choose(OptimiserSection, optimiser)! : read) ?? read;
        foreach (var (section, record) in read.Sections)
        {
            if (json.ContainsKey(section) && json[section] is not JsonObject)
            {
                faults.Add($"'{section}' is {json[section]?.ToJsonString() ?? "null"}; write an object with its settings.");
            }

            // The settings of what is not known are not those of what stands in for it here.
            if (json[section] is JsonObject part && (task is not null || section != TaskSection) && Unknown(json).All(unknown => unknown.Section != section))
            {
                var settings = (JsonObject)part.DeepClone();
                settings.Remove(NameKey);
                read = Guarded(() => read.Replace(section, Settings.FromJson(record, settings))) ?? read;
            }
        }

        if (json[AfterKey] is { } earlier and not JsonObject)
        {
            faults.Add($"'{AfterKey}' is {earlier.ToJsonString()}; write the configuration of the earlier run.");
        }
        else if (json[AfterKey] is JsonObject after)
        {
            read = Guarded(() => read with { After = FromJson(after) }) ?? read;
        }

        string[] known = [PresetKey, SeedKey, AfterKey, SourcesKey, .. read.Sections.Select(part => part.Section)];
        faults.AddRange(json.Select(member => member.Key).Except(known)
            .Select(key => $"The configuration has an unknown part '{key}'. {Nearest.Hint(key, known)}"));
        return faults.Count == 0 ? read : throw new UsageException(faults);
    }

    /// <summary>Reads what a run or a sweep kept: what decides the numbers must be there, rather than have a default.</summary>
    /// <param name="json">The object.</param>
    /// <param name="isWhole">Whether it was written with every setting that there is; otherwise newer ones may be missing, and no seed.</param>
    /// <exception cref="UsageException">As <see cref="FromJson"/>, or something is missing; all together.</exception>
    internal static RunConfiguration FromFile(JsonObject json, bool isWhole)
    {
        var read = FromJson(json);
        var missing = Missing(read.ToJson(), json, "")
            .Where(key => isWhole || key == SeedKey || key.EndsWith($".{SeedKey}", StringComparison.Ordinal)).ToList();
        return missing.Count == 0 ? read : throw new UsageException(
            $"The configuration lacks {string.Join(", ", missing)}, so it does not say what was trained. Restore the file from a copy.");
    }

    /// <summary>What only another program knows, in words, as in <c>its task 'mine' and its cell 'own'</c>; null where all is known.</summary>
    /// <param name="json">The object.</param>
    internal static string? Own(JsonObject json) =>
        Unknown(json).Distinct().Select(part => $"its {part.Section} '{Visible.Of(part.Name)}'").ToList() is { Count: > 0 } own ? string.Join(" and ", own) : null;

    /// <summary>The parts of a configuration whose names are not known to the program that runs, the earlier runs' included.</summary>
    /// <param name="json">The object.</param>
    internal static IEnumerable<(string Section, string Name)> Unknown(JsonObject json)
    {
        (string Section, string? Name, Func<string, bool> Has)[] named =
        [
            (TaskSection, NameIn(TaskSection, NameKey), CognitiveTask.Catalog.Has), (CellSection, NameIn(CellSection, NameKey), Cells.Cell.Catalog.Has),
            (OptimiserSection, NameIn(OptimiserSection, NameKey), Optimiser.Catalog.Has), (ReadoutRuleSection, NameIn(ReadoutRuleSection, NameKey), ReadoutRule.Catalog.Has), (LossKey, NameIn(TrainingSection, LossKey), Loss.Catalog.Has),
        ];
        return named.Where(part => part.Name is not null && !part.Has(part.Name)).Select(part => (part.Section, part.Name!))
            .Concat(json[AfterKey] is JsonObject after ? Unknown(after) : []);

        string? NameIn(string section, string key) => (json[section] as JsonObject)?[key] is JsonValue name ? name.ToString() : null;
    }

    private static IEnumerable<string> Missing(JsonObject whole, JsonObject json, string place) => whole.SelectMany(member =>
        json[member.Key] is null && (member.Value is not null || !json.ContainsKey(member.Key)) ? [place + member.Key]
        : member.Value is JsonObject part && json[member.Key] is JsonObject there ? Missing(part, there, $"{place}{member.Key}.")
        : Enumerable.Empty<string>());

    private static string? Name(JsonObject json, string section) =>
        json[section] is JsonObject part && part[NameKey] is { } name ? Scalar(name, $"{section}.{NameKey}") : null;

    private static string Scalar(JsonNode node, string key) => node is JsonValue ? node.ToString()
        : throw new UsageException($"'{key}' is {node.ToJsonString()}; write a text or a number.");

    private string? NameOf(string section) => section switch
    {
        TaskSection => Task.Name,
        CellSection => Cell.Name,
        OptimiserSection => Optimiser.Name,
        ReadoutRuleSection => ReadoutRule!.Name,
        _ => null,
    };
}
