using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// A task of signals of both signs with one output, whose sign at the end is the answer: inputs have no baseline and are not rectified, and
/// the loss counts in the response alone.
/// </summary>
public abstract record SignedChoiceTask : CognitiveTask
{
    private static readonly string[] OneOutput = ["choice"];
    private static readonly string[] Signs = ["negative", "positive"];

    /// <summary>No baseline.</summary>
    protected SignedChoiceTask() => BaselineInput = 0;

    /// <summary>How long a trial runs before anything is shown.</summary>
    public Duration Fixation { get; init; } = 100.Ms;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => OneOutput;

    /// <summary>A negative and a positive response.</summary>
    public override IReadOnlyList<string> Choices => Signs;

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    /// <summary>
    /// σ_in that gives the noise of each step a standard deviation s at the published dt of 20 ms and τ_in of 100 ms:
    /// σ_in = s/√(2·τ_in/dt) = s/√10.
    /// </summary>
    /// <param name="s">Standard deviation of the noise of each step, as the sources have it.</param>
    protected static double NoisePerStep(double s) => s / Math.Sqrt(2 * 100.0 / 20);

    /// <summary>Asks for an answer. Where it is zero there is no right one, and the trial is trained and not scored.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="target">Target of the output; its sign is the right answer.</param>
    /// <param name="during">When the output is asked for.</param>
    protected static void Respond(Trial trial, double target, Period during)
    {
        ArgumentNullException.ThrowIfNull(trial);
        trial.Target(0, target, during);
        (trial.IsScored, trial.Answer) = (target != 0, target > 0 ? 1 : target < 0 ? 0 : -1);
    }

    /// <summary>The sign of the mean of the output over the response; none where it is zero or NaN.</summary>
    /// <inheritdoc/>
    protected internal override int Choice(Trial trial, ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt)
    {
        var sum = 0.0;
        foreach (ref readonly var asked in trial.Targets.Entries)
        {
            var (first, last) = trial.Targets.Of(asked).Steps(dt);
            for (var t = first; t < last; t++)
            {
                sum += outputs[offset + (t * stepStride)];
            }
        }

        return sum > 0 ? 1 : sum < 0 ? 0 : -1;
    }

    /// <summary>Adds a fault where the output is asked for at no time.</summary>
    /// <param name="faults">Where to add it.</param>
    /// <param name="name">The property.</param>
    /// <param name="response">How long the output is asked for.</param>
    protected static void CheckResponse(IList<string> faults, string name, Duration response)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (response.Minimum == TimeSpan.Zero)
        {
            faults.Add($"`{name}` is {response}, but the output is only judged then; set a duration above 0ms.");
        }
    }
}
