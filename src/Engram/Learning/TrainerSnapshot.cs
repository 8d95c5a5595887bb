using System.Text.Json.Serialization;

namespace Engram.Learning;

/// <summary>What a trainer remembers besides arrays.</summary>
internal sealed record TrainerSnapshot
{
    public long Updates { get; init; }

    public long OptimiserStep { get; init; }

    public double? GradientNorm { get; init; }

    public double? Omega { get; init; }

    public double Seconds { get; init; }

    public long Checks { get; init; }

    public TrainingCheckLine? LastCheck { get; init; }

    public Verdict? Ended { get; init; }

    public TrackerState? Tracker { get; init; }

    public CurriculumSnapshot? Curriculum { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrainerSnapshot))]
internal sealed partial class TrainerJson : JsonSerializerContext;
