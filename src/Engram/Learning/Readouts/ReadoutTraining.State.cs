using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Learning;

/// <content>What is written to a checkpoint, and read back.</content>
internal sealed partial class ReadoutTraining
{
    private const string RawName = "raw", BestName = "best", GoodName = "good", FitPrefix = "readout.";

    /// <inheritdoc/>
    public TrainerState Capture()
    {
        var snapshot = new TrainerSnapshot
        {
            Updates = Updates,
            OptimiserStep = 0,
            Seconds = Seconds,
            Checks = checks,
            LastCheck = lastCheck,
            Ended = ended,
            Tracker = tracker.State,
            Curriculum = new CurriculumState(Curriculum.None, null).Snapshot,
        };
        return new(
            [(RawName, [.. raw]), (BestName, [.. best]), (GoodName, [.. good])],
            (JsonObject)JsonSerializer.SerializeToNode(snapshot, TrainerJson.Default.TrainerSnapshot)!)
        {
            Doubles = [.. fit.State.Select(array => (FitPrefix + array.Name, array.Values))],
        };
    }

    /// <inheritdoc/>
    public void Restore(TrainerState state)
    {
        var snapshot = GradientTraining.Read(state.State);
        var arrays = state.Arrays.ToDictionary(array => array.Name, array => array.Values);
        var doubles = state.Doubles.ToDictionary(array => array.Name, array => array.Values);
        float[][] kept = [.. new[] { RawName, BestName, GoodName }.Select(name => Of(arrays, name, raw.Length))];
        fit.Restore((name, length) => Of(doubles, FitPrefix + name, length));
        tracker.Restore(snapshot.Tracker);
        foreach (var (from, to) in kept.Zip([raw, best, good]))
        {
            from.CopyTo(to, 0);
        }

        (Updates, checks, lastCheck, ended, earlierSeconds) = (snapshot.Updates, snapshot.Checks, snapshot.LastCheck, snapshot.Ended, snapshot.Seconds);
        clock.Reset();
    }

    private static T[] Of<T>(Dictionary<string, T[]> arrays, string name, int count) => arrays.TryGetValue(name, out var values) && values.Length == count
        ? values : throw new UsageException(
            $"The checkpoint has no array '{name}' of {count} values; it belongs to another network. Resume with the configuration that the run was started with.");
}
