using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>
/// Measurements on disk, one file for each network. Its name is the hash of all that the number depends on: the run, the settings, and the
/// builds of the measuring code and of Engram, so that a change of any of them measures anew.
/// </summary>
internal sealed class MeasurementCache<T, TSettings>
{
    private const int HashLength = 16;
    private readonly string folder;
    private readonly RunLock held;
    private readonly JsonObject key;
    private readonly TSettings settings;
    private readonly Func<TrainedRun, TSettings, T> measure;

    private MeasurementCache(string folder, RunLock held, JsonObject key, TSettings settings, Func<TrainedRun, TSettings, T> measure) =>
        (this.folder, this.held, this.key, this.settings, this.measure) = (folder, held, key, settings, measure);

    public static MeasurementCache<T, TSettings> Of(
        string folder, RunLock held, string name, TSettings settings, Func<TrainedRun, TSettings, T> measure)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

        // What a function captures is in no hash, and would be served stale.
        if (measure.Target is { } target && target.GetType().GetFields(Any) is [var captured, ..])
        {
            var variable = captured.Name.Split('>')[0].TrimStart('<');
            throw new UsageException(
                $"The measurement '{name}' uses the outside variable '{variable}', and changes to it would go unnoticed; "
                + "pass it in the settings, and make the function static.");
        }

        // By the type that the settings have, which may be more than that of the variable.
        var json = settings is null ? null : JsonSerializer.SerializeToNode(settings, settings.GetType(), StudyJson.Options);
        return new(folder, held, new JsonObject
        {
            ["name"] = name,
            ["settings"] = json,
            ["code"] = measure.Method.Module.ModuleVersionId.ToString(),
            ["engram"] = typeof(Study).Module.ModuleVersionId.ToString(),
        }, settings, measure);
    }

    public IReadOnlyList<T> Run(IReadOnlyList<SweepRun> runs, int threads, Action<SweepProgress> progress, CancellationToken cancel)
    {
        var found = new T[runs.Count];
        var places = runs.Select((run, place) => (run.Hash, place)).GroupBy(pair => pair.Hash, pair => pair.place).ToList();
        var (gate, clock) = (new Lock(), Stopwatch.StartNew());
        var (next, done, running, measured) = (0, 0, 0, 0);
        LongJobs.Run(Math.Min(threads, places.Count), () =>
        {
            while (!cancel.IsCancellationRequested && Interlocked.Increment(ref next) - 1 is var item && item < places.Count)
            {
                var (path, first) = (PathOf(places[item].Key), places[item].First());
                var fresh = !File.Exists(path);
                if (fresh)
                {
                    Tell(() => running++);
                    var text = StudyJson.Text(measure(runs[first].Load(), settings)) + "\n";
                    held.Require();
                    AtomicFile.WriteText(path, text);
                }

                foreach (var place in places[item])
                {
                    found[place] = Read(path);
                }

                Tell(() => (done, running, measured) = (done + 1, running - (fresh ? 1 : 0), measured + (fresh ? 1 : 0)));
            }
        });
        cancel.ThrowIfCancellationRequested();
        return found;

        void Tell(Action change)
        {
            lock (gate)
            {
                change();
                var left = measured == 0 || clock.Elapsed.TotalSeconds < Pace.LeastSeconds ? (TimeSpan?)null : clock.Elapsed / measured * (places.Count - done);
                progress(new(done, running, 0, places.Count, left));
            }
        }
    }

    private string PathOf(string run)
    {
        var full = (JsonObject)key.DeepClone();
        full.Add("run", run);
        return Path.Combine(folder, Settings.Hash(full)[..HashLength] + ".json");
    }

    private static T Read(string path)
    {
        const string Remedy = "Remove it to measure again.";
        return JsonText.Read(JsonText.Parse(AtomicFile.ReadText(path), path, Remedy), StudyJson.LooseTypeOf<T>(), path, Remedy);
    }
}
