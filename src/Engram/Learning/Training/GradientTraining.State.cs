using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Learning;

/// <content>What is written to a checkpoint, and read back.</content>
internal sealed partial class GradientTraining
{
    private const string RawName = "raw", BestName = "best", GoodName = "good", PathName = "path", BestPathName = "best-path", BackwardName = "backward",
        OptimiserPrefix = "optimiser.";

    /// <inheritdoc/>
    public TrainerState Capture()
    {
        var snapshot = new TrainerSnapshot
        {
            Updates = step.Updates,
            OptimiserStep = step.State.Step,
            GradientNorm = step.GradientNorm,
            Omega = step.Omega,
            Seconds = Seconds,
            Checks = checks,
            LastCheck = lastCheck,
            Ended = ended,
            Tracker = tracker.State,
            Curriculum = curriculum.Snapshot,
            Replays = replays?.Snapshot,
        };
        return new(
            [
                (RawName, step.Raw.ToArray()), (BestName, [.. best]), (GoodName, [.. good]),
                .. step.Path is { } path ? [(PathName, (float[])path.Path.Clone()), (BestPathName, (float[])bestPath.Clone())]
                    : Array.Empty<(string, float[])>(),
                .. step.Backward is { AreLearned: true } learned ? [(BackwardName, learned.Values.ToArray())] : Array.Empty<(string, float[])>(),
                .. step.State.Arrays.Select(array => (OptimiserPrefix + array.Name, (float[])array.Values.Clone())),
            ],
            (JsonObject)JsonSerializer.SerializeToNode(snapshot, TrainerJson.Default.TrainerSnapshot)!);
    }

    /// <inheritdoc/>
    public void Restore(TrainerState state)
    {
        var snapshot = Read(state.State);
        var arrays = state.Arrays.ToDictionary(array => array.Name, array => array.Values);
        float[] ValuesOf(string name, int count) => arrays.TryGetValue(name, out var values) && values.Length == count ? values
            : throw new UsageException(
                $"The checkpoint has no array '{name}' of {count} values; it belongs to another network. "
                + "Resume with the configuration that the run was started with.");
        float[] Values(string name) => ValuesOf(name, step.Raw.Length);

        var backward = step.Backward is { AreLearned: true } learned ? ValuesOf(BackwardName, learned.Values.Length) : [];
        var (raw, kept, lastGood) = (Values(RawName), Values(BestName), Values(GoodName));
        step.State.Restore(
            snapshot.OptimiserStep,
            [
                .. state.Arrays.Where(array => array.Name.StartsWith(OptimiserPrefix, StringComparison.Ordinal))
                    .Select(array => (array.Name[OptimiserPrefix.Length..], array.Values)),
            ]);
        curriculum.Restore(snapshot.Curriculum);
        tracker.Restore(snapshot.Tracker);
        replays?.Restore(snapshot.Replays);
        step.Restart(raw);
        kept.CopyTo(best, 0);
        if (step.Path is { } path)
        {
            Values(PathName).CopyTo(path.Path, 0);
            Values(BestPathName).CopyTo(bestPath, 0);
        }

        lastGood.CopyTo(good, 0);
        backward.CopyTo(step.Backward is null ? [] : step.Backward.Values);
        (step.Updates, step.GradientNorm, step.Omega) = (snapshot.Updates, snapshot.GradientNorm, snapshot.Omega);
        (checks, lastCheck, ended, earlierSeconds) = (snapshot.Checks, snapshot.LastCheck, snapshot.Ended, snapshot.Seconds);
        clock.Reset();
        batch.Task = configuration.TaskAt(curriculum.Progress);
    }

    internal static TrainerSnapshot Read(JsonObject json)
    {
        const string Source = "checkpoint", Remedy = "Start again with another `folder`.";
        JsonText.RefuseNullItems(json, Source, Remedy);
        var snapshot = JsonText.Read(json, TrainerJson.Default.TrainerSnapshot, Source, Remedy);
        return snapshot.Faults().ToList() is { Count: > 0 } faults
            ? throw new UsageException($"The checkpoint is broken: {string.Join("; ", faults)}. {Remedy}") : snapshot;
    }
}
