using System.Text.Json.Serialization;

namespace Engram.Learning;

/// <summary>How the states of learning are written to and read from JSON. Numbers come back with the same bits.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Performance))]
[JsonSerializable(typeof(TrackerState))]
[JsonSerializable(typeof(CurriculumSnapshot))]
[JsonSerializable(typeof(TrainingStatus))]
internal sealed partial class LearningJson : JsonSerializerContext;
