using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Engram.Learning;

/// <summary>One line of the log: what validation on fresh trials of the task as configured found.</summary>
/// <param name="Update">Updates made.</param>
/// <param name="Trials">Trials learned from.</param>
/// <param name="Loss">Σ mask · loss / Σ mask, plus the penalties on the weights.</param>
/// <param name="Error">√(Σ mask (output − y)² / Σ mask).</param>
/// <param name="Performance">Correct answers per condition; null for a task without right and wrong.</param>
/// <param name="GradientNorm">‖g‖ of the last update before clipping; null before the first.</param>
/// <param name="SpectralRadius">ρ of the effective recurrent matrix; null where there are several, or none.</param>
/// <param name="LearningRate">η of the next update.</param>
/// <param name="Stage">Stage of the curriculum, from 0.</param>
/// <param name="Progress">Progress of the curriculum, 0 to 1; 1 without one.</param>
public sealed record TrainingCheckLine(
    long Update,
    long Trials,
    double Loss,
    double Error,
    Performance? Performance,
    double? GradientNorm,
    double? SpectralRadius,
    double LearningRate,
    int Stage,
    double Progress)
{
    /// <summary>Ω of the last update; null before the first, and where Ω takes no part.</summary>
    public double? Omega { get; init; }

    /// <summary>
    /// Root mean squared error of the samples since the check before, of each before it was learned from; null unless the readout is learned sample by sample.
    /// </summary>
    public double? OnlineError { get; init; }

    /// <summary>What came of the trials learned from since the check before; null at the first, and where the rate of replay is fixed (<see cref="ReplayRate"/>).</summary>
    public Replayed? Replayed { get; init; }

    /// <summary>With what the readout was made, of several; null where there was no choice.</summary>
    public string? Readout { get; init; }

    /// <summary>How far the next update is from the gradient of the loss; null unless that is tracked (<see cref="Credit.TrackAlignment"/>).</summary>
    public GradientAlignment? Alignment { get; init; }

    /// <summary>What is wrong with how the network begins, and what to change; null where nothing is, and after the first check.</summary>
    public string? Warning { get; init; }

    /// <summary>Share of correct answers over all trials; null for a task without right and wrong.</summary>
    [JsonIgnore]
    public double? Overall => Performance?.Overall;

    /// <summary>The least share of correct answers over the conditions; null for a task without right and wrong.</summary>
    [JsonIgnore]
    public double? Minimum => Performance?.Minimum;

    /// <summary>As <c>log.jsonl</c> holds it: camelCase keys, <c>performance</c> with the share of each condition.</summary>
    internal JsonObject ToJson()
    {
        var json = Numbers();
        if (OnlineError is not null)
        {
            json["onlineError"] = OnlineError;
        }

        if (Replayed is not null)
        {
            json["replayed"] = JsonSerializer.SerializeToNode(Replayed, TrainerJson.Default.Replayed);
        }

        if (Readout is not null)
        {
            json["readout"] = Readout;
        }

        if (Alignment is not null)
        {
            json["alignment"] = JsonSerializer.SerializeToNode(Alignment, TrainerJson.Default.GradientAlignment);
        }

        if (Warning is not null)
        {
            json["warning"] = Warning;
        }

        return json;
    }

    private JsonObject Numbers() => new()
    {
        ["update"] = Update,
        ["trials"] = Trials,
        ["loss"] = Loss,
        ["error"] = Error,
        ["overall"] = Overall,
        ["minimum"] = Minimum,
        ["performance"] = TrainingResult.Shares(Performance),
        ["gradientNorm"] = GradientNorm,
        ["omega"] = Omega,
        ["spectralRadius"] = SpectralRadius,
        ["learningRate"] = LearningRate,
        ["stage"] = Stage,
        ["progress"] = Progress,
    };
}
