using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary><c>run.json</c>: what the caller configured, between what the folder itself keeps.</summary>
internal static class RunDocument
{
    public const string FileName = "run.json";
    public const string Format = "format", Program = "program", Outcome = "outcome", Started = "started", Finished = "finished",
        Checksum = "checksum";

    private const string Remedy = "Restore it from a copy, or train again with another `folder`.";

    // A packed run of a megabyte can hold a text of a gigabyte.
    private const long LongestText = 256L << 20;

    private static readonly string[] Reserved = [Format, Program, Outcome, Started, Finished, Checksum];

    private static readonly UTF8Encoding Strict = new(false, true);

    // A diverged run has losses that are no numbers; they are written as "NaN", "Infinity" and "-Infinity".
    private static readonly JsonSerializerOptions Line = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Page = new(Line) { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    public static string Text(JsonNode node, bool indented) => node.ToJsonString(indented ? Page : Line);

    /// <summary>The text of a document as the file has it, with the checksum of all else in it where its format has one.</summary>
    public static string Sealed(JsonObject document)
    {
        if (FormatOf(document) >= RunFolder.WholeFormat)
        {
            document.Remove(Checksum);
            document[Checksum] = Digest(document);
        }

        return Text(document, true) + "\n";
    }

    // Of what is read back: a number that is none is a text by then.
    private static string Digest(JsonObject document) => Settings.Hash(JsonNode.Parse(Text(document, false)));

    private static string? Unsealed(JsonObject document)
    {
        var rest = (JsonObject)document.DeepClone();
        return !rest.Remove(Checksum, out var stored)
            ? FormatOf(document) >= RunFolder.WholeFormat ? "it has no checksum, so that it is not what engram wrote there" : null
            : (stored as JsonValue)?.ToString() == Digest(rest) ? null
            : "it does not match its checksum, so it was changed or damaged after it was written";
    }

    public static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A new run's document.</summary>
    public static JsonObject Make(JsonObject configuration)
    {
        if (Reserved.FirstOrDefault(configuration.ContainsKey) is { } taken)
        {
            throw new ArgumentException($"The run folder itself writes '{taken}'.", nameof(configuration));
        }

        var version = typeof(RunDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var document = new JsonObject { [Format] = RunFolder.FormatVersion, [Program] = version.Split('+')[0] };
        foreach (var (key, value) in configuration)
        {
            document.Add(key, value?.DeepClone());
        }

        document.Add(Outcome, null);
        document.Add(Started, Now());
        document.Add(Finished, null);
        return document;
    }

    /// <summary>What the caller configured.</summary>
    public static JsonObject Configuration(JsonObject document) =>
        new(document.Where(member => !Reserved.Contains(member.Key)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

    // The name of a run often ends in letters that are not remembered.
    private static string Near(string folder)
    {
        var parent = Path.GetDirectoryName(folder);
        var place = parent is "" ? "." : parent;
        if (!Directory.Exists(place))
        {
            return "";
        }

        var runs = Directory.EnumerateDirectories(place).Where(path => File.Exists(Path.Combine(path, FileName)));
        var near = Nearest.Of(Path.GetFileName(folder), runs.Select(path => Path.GetFileName(path)), 2);
        return near.Count == 0 ? "" : $"Did you mean {string.Join(" or ", near.Select(name => $"'{Path.Combine(parent!, name)}'"))}? ";
    }

    /// <summary>Reads and checks the document of a folder.</summary>
    /// <exception cref="UsageException">Missing, not a run, broken, or from a newer program.</exception>
    public static JsonObject Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new UsageException(Directory.Exists(folder)
                ? $"'{folder}' is not a run: it has no {FileName}. Give the folder of a run, as `engram train` or TrainingRun.Execute writes it."
                : $"There is no run '{folder}'. {Near(folder)}'engram runs' lists all runs.");
        }

        var document = JsonText.ParseObject(ReadText(path, false), path, Remedy);
        var format = FormatOf(document);
        if (format < 1)
        {
            throw new UsageException($"'{folder}' is not a run: its {FileName} has no format number. "
                + "Give the folder of a run, as `engram train` or TrainingRun.Execute writes it.");
        }

        if (format <= RunFolder.FormatVersion)
        {
            return RunDocumentCheck.Faults(document).ToList() is { Count: > 0 } faults
                ? throw new UsageException($"'{path}' is broken: {string.Join("; ", faults)}. {Remedy}")
                : Unsealed(document) is { } damage ? throw new UsageException($"'{path}' cannot be used: {damage}. {Remedy}")
                : document;
        }

        throw new UsageException(
            $"'{folder}' has format {format}, written by engram {document[Program]}; "
            + $"this program reads up to format {RunFolder.FormatVersion}. Update engram.");
    }

    /// <summary>The format number of a document; 0 where it has none.</summary>
    public static int FormatOf(JsonObject document) =>
        document[Format] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;

    /// <summary>The text of a file that another process may be appending to.</summary>
    public static string ReadText(string path, bool emptyWhenMissing)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.CanSeek && stream.Length > LongestText)
            {
                throw new UsageException($"'{path}' has {stream.Length} bytes, far more than a run writes. Restore it from a copy.");
            }

            using var reader = new StreamReader(stream, Strict);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"'{path}' is not text in UTF-8. Restore it from a copy, or save it as UTF-8.");
        }
        catch (FileNotFoundException) when (emptyWhenMissing)
        {
            return "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {AtomicFile.Reason(fault)}. Allow reading it.");
        }
    }

    /// <summary>Where two configurations differ: <c>task.delay: "1s" there, "2s" here</c>.</summary>
    public static IEnumerable<string> Differences(JsonNode? there, JsonNode? here, string place)
    {
        if (there is JsonObject a && here is JsonObject b)
        {
            return a.Select(m => m.Key).Union(b.Select(m => m.Key))
                .SelectMany(key => Differences(a[key], b[key], place.Length == 0 ? key : $"{place}.{key}"));
        }

        return Settings.Hash(there) == Settings.Hash(here) ? [] : [$"{place}: {Brief(there)} there, {Brief(here)} here"];
    }

    private static string Brief(JsonNode? node) => node is null ? "none" : Text(node, false);
}
