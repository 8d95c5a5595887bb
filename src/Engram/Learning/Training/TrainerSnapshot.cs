using System.Text.Json.Serialization;

namespace Engram.Learning;

/// <summary>What a trainer remembers besides arrays.</summary>
internal sealed record TrainerSnapshot
{
    public required long Updates { get; init; }

    public required long OptimiserStep { get; init; }

    public double? GradientNorm { get; init; }

    public double? Omega { get; init; }

    public required double Seconds { get; init; }

    public required long Checks { get; init; }

    public TrainingCheckLine? LastCheck { get; init; }

    public TrainingStatus? Ended { get; init; }

    public required TrackerState Tracker { get; init; }

    public required CurriculumSnapshot Curriculum { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReplayTallySnapshot? Replays { get; init; }

    /// <summary>What no training can have remembered: <c>tracker.bestUpdate is -1</c>.</summary>
    public IEnumerable<string> Faults()
    {
        (string Key, double Value)[] counts =
        [
            ("updates", Updates), ("optimiserStep", OptimiserStep), ("seconds", Seconds), ("checks", Checks),
            ("tracker.bestUpdate", Tracker.BestUpdate), ("curriculum.stage", Curriculum.Stage), ("curriculum.below", Curriculum.Below),
            ("lastCheck.update", LastCheck?.Update ?? 0), ("lastCheck.replayed.updates", LastCheck?.Replayed?.Updates ?? 0), ("replays.updates", Replays?.Updates ?? 0),
            .. Curriculum.Relapses.Select(count => ("curriculum.relapses", (double)count)),
        ];
        (string Key, double Value)[] shares =
            [("tracker.progress", Tracker.Progress), .. Tracker.Recent.Select(share => ("tracker.recent", share))];
        return counts.Where(count => !(count.Value >= 0 && double.IsFinite(count.Value))).Select(count => $"{count.Key} is {count.Value}")
            .Concat(shares.Where(share => share.Value is not (>= 0 and <= 1)).Select(share => $"{share.Key} is {share.Value}"))
            .Concat(Curriculum.Window.Append(LastCheck?.Performance).Append(Replays?.Answers).SelectMany(Counted))
            .Concat(Ended is { Outcome: not (Outcome.Reached or Outcome.Exhausted or Outcome.Diverged) } ? [$"ended.outcome is {Ended.Outcome}"] : []);
    }

    private static IEnumerable<string> Counted(Performance? performance) =>
        (performance?.Conditions ?? []).Where(one => one.Correct < 0 || one.Trials < one.Correct)
            .Select(one => $"{one.Condition} has {one.Correct} correct of {one.Trials}");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TrainerSnapshot))]
internal sealed partial class TrainerJson : JsonSerializerContext;
