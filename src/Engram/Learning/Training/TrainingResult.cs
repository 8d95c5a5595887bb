using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>How a training ended. Loss, error and performance are those of the last check.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Updates">Updates made.</param>
/// <param name="Trials">Trials learned from.</param>
/// <param name="Seconds">Time spent, that of earlier sessions of the same run included.</param>
/// <param name="Loss">Validation loss with penalties; NaN without a check.</param>
/// <param name="Error">Root mean squared error; NaN without a check.</param>
/// <param name="Performance">Correct answers per condition; null without a check, or for a task without right and wrong.</param>
/// <param name="Advice">One or two sentences: why it ended, and what to do.</param>
public sealed record TrainingResult(
    Outcome Outcome,
    long Updates,
    long Trials,
    double Seconds,
    double Loss,
    double Error,
    Performance? Performance,
    string Advice)
{
    /// <summary>The least share of correct answers over the conditions; null where there is none.</summary>
    public double? Minimum => Performance?.Minimum;

    /// <summary>Share of correct answers over all trials; null where there is none.</summary>
    public double? Overall => Performance?.Overall;

    /// <summary>As <c>run.json</c> holds it.</summary>
    internal JsonObject ToJson() => new()
    {
        ["outcome"] = Kebab.Of(Outcome.ToString()),
        ["updates"] = Updates,
        ["trials"] = Trials,
        ["seconds"] = Math.Round(Seconds, 3),
        ["loss"] = Loss,
        ["error"] = Error,
        ["overall"] = Overall,
        ["minimum"] = Minimum,
        ["performance"] = Shares(Performance),
        ["advice"] = Advice,
    };

    internal static JsonObject? Shares(Performance? performance)
    {
        if (performance is null)
        {
            return null;
        }

        var shares = new JsonObject();
        foreach (var condition in performance.Conditions)
        {
            shares.Add(condition.Condition, condition.Fraction);
        }

        return shares;
    }
}
