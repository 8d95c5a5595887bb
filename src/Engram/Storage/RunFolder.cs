using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>
/// A run is a folder: <c>run.json</c> (configuration, versions, outcome), <c>log.jsonl</c> (one line per check),
/// <c>checkpoint.safetensors</c> (all that a run continues from), <c>weights.safetensors</c>.
/// <para>
/// The order of writes, by which a kill at any moment leaves a folder that resumes: (1) <c>run.json</c> comes first and makes the
/// folder a run; what a kill before it leaves counts as an empty folder. (2) A log line reaches the file before the checkpoint that
/// counts it. (3) The checkpoint is one file, replaced in one step, and says how many log lines precede it. (4) Weights are written
/// after the checkpoint, (5) the outcome last. <see cref="Resume"/> cuts the log back to the lines that the checkpoint counts, or to
/// none without one, so that a kill between (2) and (3) leaves no line twice. A kill between (3) and (5) leaves old weights or no
/// outcome beside a checkpoint that has all it takes to write them again: whoever resumes writes both, even when the checkpoint is that
/// of the last update.
/// </para>
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The format of <c>run.json</c> that this program writes, and the newest that it reads.</summary>
    public const int FormatVersion = 3;

    // From this format on, every file of arrays in the folder has a checksum.
    private const int SealedFormat = 2;

    // From this format on, run.json has a checksum too, and every setting there is.
    internal const int WholeFormat = 3;

    internal const string CheckpointFile = "checkpoint.safetensors";

    internal const string WeightsFile = "weights.safetensors", MemoryFile = "memory.safetensors", LogFile = "log.jsonl";

    private const string StateKey = "state", LinesKey = "log-lines";

    private readonly JsonObject document;
    private readonly RunLock? writer;
    private readonly RunLog log;

    // What a writer does not write again and a run is none without.
    private readonly HashSet<string> kept = [RunDocument.FileName];

    // Where the files are: the folder itself, or what a packed run was unpacked to.
    private readonly string place;

    private RunFolder(string path, string place, JsonObject document, RunLock? writer)
    {
        Path = path;
        this.place = place;
        this.document = document;
        this.writer = writer;
        log = new RunLog(File(LogFile));
    }

    /// <summary>The folder, or the zip file of a packed run.</summary>
    public string Path { get; }

    /// <summary>What the run was created with; a copy.</summary>
    public JsonObject Configuration => RunDocument.Configuration(document);

    /// <summary>The configuration of a run that <c>engram train</c> wrote.</summary>
    /// <exception cref="UsageException">
    /// The file names no task, lacks a setting that its format has, or has keys or values that are not allowed; all together.
    /// </exception>
    public RunConfiguration ReadConfiguration()
    {
        RunSources.Require(Path, place, Configuration);
        if (RunConfiguration.Own(Configuration) is { } own)
        {
            throw new UsageException($"'{Path}' was trained by a program of its own, which alone knows {own}. Open it in that "
                + "program, with TrainingRun.Load, or add the file that defines it: `with = my-task.cs`.");
        }

        return Located(RunDocument.FileName, () => RunConfiguration.FromFile(Configuration, RunDocument.FormatOf(document) >= WholeFormat));
    }

    /// <summary>How it ended, a copy; null while it runs or when it was killed.</summary>
    public JsonObject? Outcome => document[RunDocument.Outcome]?.DeepClone() as JsonObject;

    /// <summary>Whether nothing more is trained in it: neither does it run, nor was it stopped.</summary>
    public bool HasEnded => Outcome is { } outcome && (string?)outcome["outcome"] != "cancelled";

    /// <summary>Whether its weights come from another program.</summary>
    public bool WasImported => IsImported(document[RunDocument.Outcome] as JsonObject);

    /// <summary>What to say of a run that has ended to those who want to train more.</summary>
    internal const string Ended = "has ended and cannot be made longer. Train in another `folder`: anew, or with that run as `from` and the task's settings again, to begin with its weights";

    /// <summary>When it was created, in UTC, as <c>2026-01-31T12:00:00Z</c>.</summary>
    public string Started => document[RunDocument.Started]?.ToString() ?? "";

    /// <summary>When its outcome was set; null before.</summary>
    public string? Finished => document[RunDocument.Finished]?.ToString();

    /// <summary>Version of the program that created it.</summary>
    public string ProgramVersion => document[RunDocument.Program]?.ToString() ?? "";

    /// <summary>Whether a folder holds a run, of whatever version or state.</summary>
    /// <param name="path">The folder.</param>
    public static bool Exists(string path) => PackedRun.Is(path) || System.IO.File.Exists(System.IO.Path.Combine(path, RunDocument.FileName));

    /// <summary>Refuses a folder that another process is writing.</summary>
    /// <param name="path">The run's folder; nothing is made there.</param>
    /// <exception cref="UsageException">It is being written.</exception>
    public static void RefuseHeld(string path) => RunLock.RefuseHeld(path);

    /// <summary>The runs in a folder and the folders below it, in ordinal order of their paths.</summary>
    /// <param name="folder">Where to look.</param>
    /// <exception cref="UsageException">No such folder.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder '{folder}'. Give the folder that holds the runs.");
        }

        // Links are not followed: one may lead back up.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
        };
        return
        [
            .. Directory.EnumerateFiles(folder, RunDocument.FileName, options).Select(file => System.IO.Path.GetDirectoryName(file)!)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Makes a folder a run and holds it for writing.</summary>
    /// <param name="path">A folder that is missing or empty.</param>
    /// <param name="configuration">Task, cell, network, trainer, seed: all that determines the run.</param>
    /// <exception cref="UsageException">
    /// The folder holds something already, is being written by another process, or cannot be written.
    /// </exception>
    public static RunFolder Create(string path, JsonObject configuration)
    {
        var document = RunDocument.Make(configuration);
        PackedRun.RefuseWriting(path);
        RefuseUnlessEmpty(path, configuration);
        var writer = RunLock.Take(path);
        try
        {
            // Another process may have created it while this one waited for the lock.
            RefuseUnlessEmpty(path, configuration);
            AtomicFile.Clean(path);
            var run = new RunFolder(path, path, document, writer);
            run.WriteDocument();
            return run;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens a run for reading; it may be running at the same time.</summary>
    /// <param name="path">The run's folder, or the zip file that it was packed to.</param>
    /// <exception cref="UsageException">Missing, not a run, broken, or from a newer program.</exception>
    public static RunFolder Open(string path)
    {
        var place = PackedRun.Is(path) ? PackedRun.Place(path) : path;
        return new(path, place, RunDocument.Read(place), null);
    }

    /// <summary>Opens a run to continue it: holds it for writing, removes unfinished files, cuts the log back to the checkpoint.</summary>
    /// <param name="path">The run's folder.</param>
    /// <exception cref="UsageException">
    /// As <see cref="Open"/>, and: being written by another process, a broken checkpoint, a log too short.
    /// </exception>
    public static RunFolder Resume(string path)
    {
        PackedRun.RefuseWriting(path);
        _ = RunDocument.Read(path);
        var writer = RunLock.Take(path);
        RunFolder? run = null;
        try
        {
            // Read again: what was read before the lock may have changed since.
            run = new RunFolder(path, path, RunDocument.Read(path), writer);
            AtomicFile.Clean(path);
            if (run.WasImported)
            {
                throw new UsageException($"'{path}' was imported, not trained, so there is nothing to go on with. Train in another `folder` with that run as `from`, to begin with its weights.");
            }

            var checkpoint = run.TryLoadCheckpoint();
            if (checkpoint is null && (run.Outcome is not null || System.IO.File.Exists(run.File(WeightsFile))))
            {
                // Without this, the run would begin anew and take its log with it.
                throw new UsageException(
                    $"'{run.File(CheckpointFile)}' is missing, and the run cannot go on without it. "
                    + "Restore it from a copy, or start again with another `folder`.");
            }

            run.log.Truncate(checkpoint?.LogLines ?? 0);
            return run;
        }
        catch
        {
            run?.Dispose();
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Where another configuration differs from this run's; none when they are the same.</summary>
    /// <param name="configuration">The other one.</param>
    public IReadOnlyList<string> Differences(JsonObject configuration)
    {
        List<string> plain = [.. RunDocument.Differences(Configuration, configuration, "")];
        if (plain.Count == 0)
        {
            return plain;
        }

        // A setting that files leave out at its default is told with that default.
        try
        {
            List<string> whole = [.. RunDocument.Differences(Whole(Configuration), Whole(configuration), "")];
            return whole.Count > 0 ? whole : plain;
        }
        catch (UsageException)
        {
            return plain;
        }

        static JsonObject Whole(JsonObject json) => RunConfiguration.FromJson(json).ToJson(isWhole: true);
    }

    /// <summary>Appends one line to the log. Numbers that are not finite are written as <c>"NaN"</c> and <c>"Infinity"</c>.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="UsageException">The disk refuses it.</exception>
    public void AppendLog(JsonObject line)
    {
        RequireWriter();
        log.Append(line);
    }

    /// <summary>All whole lines of the log.</summary>
    /// <exception cref="UsageException">A line is not JSON, or none is there although the run has ended.</exception>
    public IReadOnlyList<JsonObject> ReadLog()
    {
        var lines = log.Read();
        for (var place = 0; place < lines.Count; place++)
        {
            if (RunDocumentCheck.Numerical(lines[place], "").ToList() is { Count: > 0 } faults)
            {
                throw new UsageException($"'{LogLine(place)}' is broken: {string.Join("; ", faults)}. Restore the file from a copy.");
            }
        }

        // Training writes a line before its first update; only what was stopped earlier than that has none.
        return lines.Count > 0 || document[RunDocument.Outcome] is not JsonObject outcome || IsUntouched(outcome) ? lines
            : throw new UsageException(
                $"'{File(LogFile)}' is missing or empty, although the run has ended. Restore it from a copy, or train again with another `folder`.");
    }

    /// <summary>A line of the log, for messages.</summary>
    internal string LogLine(int index) => RunLog.Line(File(LogFile), index);

    /// <summary>Replaces the checkpoint in one step, after all log lines so far are on the disk.</summary>
    /// <param name="arrays">Parameters, optimiser state and all other arrays.</param>
    /// <param name="state">Counters and the like.</param>
    /// <exception cref="UsageException">The disk refuses it; the former checkpoint stays.</exception>
    public void SaveCheckpoint(IEnumerable<NamedArray> arrays, JsonObject state)
    {
        RequireWriter();
        log.Flush();
        Safetensors.WriteSealed(File(CheckpointFile), arrays, new Dictionary<string, string>
        {
            [StateKey] = RunDocument.Text(state, false),
            [LinesKey] = log.Lines.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>The checkpoint; null when none was written yet.</summary>
    /// <exception cref="UsageException">It is broken.</exception>
    public Checkpoint? TryLoadCheckpoint()
    {
        var path = File(CheckpointFile);
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        const string Remedy = "Start again with another `folder`.";
        var arrays = Read(path, Remedy);
        return arrays.Metadata.TryGetValue(StateKey, out var state) && arrays.Metadata.TryGetValue(LinesKey, out var lines)
            && int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new Checkpoint(arrays, JsonText.ParseObject(state, path, Remedy), count)
            : throw new UsageException($"'{path}' is not a checkpoint of a run: it does not say where the run stood. {Remedy}");
    }

    /// <summary>Replaces the weights in one step.</summary>
    /// <param name="weights">Named matrices and vectors.</param>
    /// <param name="metadata">Strings to go with them.</param>
    /// <exception cref="UsageException">The disk refuses it; the former weights stay.</exception>
    public void SaveWeights(IEnumerable<NamedArray> weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        RequireWriter();
        Safetensors.WriteSealed(File(WeightsFile), weights, metadata);
    }

    /// <summary>Whether weights have been kept, which training does at its checks.</summary>
    internal bool HasWeights => System.IO.File.Exists(File(WeightsFile));

    /// <summary>The weights.</summary>
    /// <exception cref="UsageException">Not written yet, or broken.</exception>
    public ArrayFile LoadWeights() => HasWeights
        ? FiniteArrays.Require(Read(File(WeightsFile), "Restore it from a copy."), "Restore it from a copy, or train again with another `folder`.")
        : throw new UsageException(
            Outcome is null && RunLock.IsHeld(Path) ? $"'{Path}' has no weights yet: it is being trained, and keeps them at its first check. Wait for that."
            : Outcome is null ? $"'{Path}' has no weights yet: it was stopped before its first check. Continue it with `resume`."
            : $"'{File(WeightsFile)}' is missing, although the run has ended. Restore it from a copy, or continue the run with `resume`, which writes "
                + "it from the checkpoint.");

    /// <summary>Keeps what a run that continues from another begins with.</summary>
    /// <param name="arrays">Weights and what holds them.</param>
    /// <exception cref="UsageException">The disk refuses it.</exception>
    internal void SaveMemory(IEnumerable<NamedArray> arrays)
    {
        RequireWriter();
        Safetensors.WriteSealed(File(MemoryFile), arrays);
        kept.Add(MemoryFile);
    }

    /// <summary>What the run began with, where its configuration says that it continues from another and it has begun.</summary>
    /// <exception cref="UsageException">It is not there, or broken.</exception>
    internal ArrayFile LoadMemory() => TryLoadMemory() ?? throw new UsageException(
        $"'{File(MemoryFile)}' is missing, but '{Path}' continues from another run and needs it: it holds the weights that the run began with "
        + "and what protects the earlier tasks. Restore it from a copy, or train the run again with another `folder`.");

    /// <summary>What the run began with; null for one that continues from nothing, or has not read it yet.</summary>
    /// <exception cref="UsageException">It is broken.</exception>
    internal ArrayFile? TryLoadMemory()
    {
        if (!System.IO.File.Exists(File(MemoryFile)))
        {
            return null;
        }

        kept.Add(MemoryFile);
        return FiniteArrays.Require(Read(File(MemoryFile), "Restore it from a copy."), "Restore it from a copy, or train again with another `folder`.");
    }

    /// <summary>Sets how the run ended and when, or takes it back when a run goes on.</summary>
    /// <param name="outcome">The outcome; null for a run that goes on.</param>
    /// <exception cref="UsageException">The disk refuses it.</exception>
    public void SetOutcome(JsonObject? outcome)
    {
        RequireWriter();
        document[RunDocument.Outcome] = outcome?.DeepClone();
        document[RunDocument.Finished] = outcome is null ? null : RunDocument.Now();
        WriteDocument();
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose()
    {
        log.Dispose();
        writer?.Dispose();
    }

    private static void RefuseUnlessEmpty(string path, JsonObject configuration)
    {
        if (Exists(path))
        {
            RefuseHeld(path);
            using var run = Open(path);
            var differences = run.Differences(configuration);
            throw new UsageException((differences.Count == 0 ? $"'{path}' holds this run already"
                : $"'{path}' holds another run ({string.Join("; ", differences.Take(3))}{(differences.Count > 3 ? "; …" : "")})")
                + (run.HasEnded ? $". It {Ended}." : differences.Count == 0 ? ". Continue it with `resume`, or give another `folder`."
                : ". Give another `folder`, or continue that run with `resume` and its own settings."));
        }

        AtomicFile.Guarded(path, () =>
        {
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => !IsLeftover(entry)))
            {
                throw new UsageException($"'{path}' is not empty and is not a run. Give another `folder`: one that is empty, or does not exist yet.");
            }
        });
    }

    internal static bool IsLeftover(string entry) =>
        System.IO.Path.GetFileName(entry) == RunLock.FileName || entry.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    /// <summary>Does something with what a file of the run says, and names the file in what is wrong with it.</summary>
    internal T Located<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UsageException fault)
        {
            throw new UsageException([.. fault.Faults.Select(sentence => $"'{File(file)}': {sentence}")]);
        }
    }

    /// <summary>As above, for what gives nothing back.</summary>
    internal void Located(string file, Action read) => Located<object?>(file, () =>
    {
        read();
        return null;
    });

    // A run of an earlier format has no checksums; its numbers are at least looked at.
    private ArrayFile Read(string path, string remedy)
    {
        var file = Safetensors.Read(path);
        return file.IsSealed ? file
            : RunDocument.FormatOf(document) < SealedFormat ? FiniteArrays.Require(file, remedy)
            : throw new UsageException($"'{path}' cannot be used: it has no checksum, so it is not the file that Engram wrote. {remedy}");
    }

    private string File(string name) => System.IO.Path.Combine(place, name);

    private void WriteDocument()
    {
        var text = Encoding.UTF8.GetBytes(RunDocument.Sealed(document));
        AtomicFile.WriteWithin(File(RunDocument.FileName), stream => stream.Write(text));
    }

    /// <summary>Refuses to go on when the folder, or a file of it that nobody else may touch, is not there any more.</summary>
    /// <exception cref="StorageException">It was removed or replaced.</exception>
    internal void RequireWriter()
    {
        (writer ?? throw new InvalidOperationException("The run was opened for reading.")).Require();
        log.Require();
        if (kept.FirstOrDefault(file => !System.IO.File.Exists(File(file))) is { } gone)
        {
            throw RunLock.Gone(File(gone));
        }
    }

    private static bool IsImported(JsonObject? outcome) => (string?)outcome?["outcome"] == "imported";

    private static bool IsUntouched(JsonObject outcome) => IsImported(outcome)
        || ((string?)outcome["outcome"] == "cancelled" && outcome["updates"] is JsonValue updates && updates.TryGetValue<long>(out var made) && made == 0);
}
