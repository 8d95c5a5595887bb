using System.Globalization;

namespace Engram.Learning;

/// <summary>Follows the checks of one training and says when it ends.</summary>
/// <remarks>
/// A change of the curriculum's progress starts patience and the best loss anew, because losses of different trials cannot be compared, and
/// empties the window of the criterion. The network to keep on success is the one that met the criterion, which need not have the lowest
/// loss.
/// </remarks>
internal sealed class Tracker
{
    // Targets and outputs are of order one: a loss this many times its start is past recovery.
    private const double Explosion = 1e4;

    private const string Plateau =
        "On a plateau, larger input weights, less recurrent noise, trained biases, or a curriculum on the hardest factor often help.";

    private readonly Stopping stopping;
    private readonly double learningRate;
    private readonly GradientClip? clip;
    private readonly Credit? credit;
    private readonly Queue<double> recent = [];
    private double? firstLoss;
    private double progress;

    /// <summary>A tracker before the first check.</summary>
    /// <param name="stopping">When to end.</param>
    /// <param name="learningRate">The learning rate in use, for advice.</param>
    /// <param name="clip">The clipping in use, for advice; null for none.</param>
    /// <param name="credit">Through what errors go back, for advice; null for the network's own weights.</param>
    public Tracker(Stopping stopping, double learningRate, GradientClip? clip, Credit? credit = null)
    {
        this.credit = credit;
        this.stopping = stopping;
        this.learningRate = learningRate;
        this.clip = clip;
    }

    /// <summary>Lowest loss at the present stage of the curriculum; null before the first check.</summary>
    public double? BestLoss { get; private set; }

    /// <summary>Update at which <see cref="BestLoss"/> was found.</summary>
    public long BestUpdate { get; private set; }

    /// <summary>Whether the last check had the lowest loss at its stage so far.</summary>
    public bool LastWasBest { get; private set; }

    /// <summary>What to store in a checkpoint.</summary>
    public TrackerState State => new(firstLoss, BestLoss, BestUpdate, progress, [.. recent]);

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="state">The stored state.</param>
    public void Restore(TrackerState state)
    {
        (firstLoss, BestLoss, BestUpdate, progress) = (state.FirstLoss, state.BestLoss, state.BestUpdate, state.Progress);
        LastWasBest = false;
        recent.Clear();
        foreach (var value in state.Recent)
        {
            recent.Enqueue(value);
        }
    }

    /// <summary>Takes in one check.</summary>
    /// <param name="check">What validation found; updates must not decrease from check to check.</param>
    /// <returns>Whether training ends here, and why.</returns>
    public TrainingStatus Observe(TrainingCheck check)
    {
        LastWasBest = false;
        if (check.Progress == 1)
        {
            // Before, the task as configured may be far beyond what the network was trained on.
            firstLoss ??= check.Loss;
            if (!double.IsFinite(check.Loss) || check.Loss > Explosion * Math.Max(1, firstLoss.Value))
            {
                return Diverged(
                    $"The validation loss was {Text(check.Loss)} after {check.Update} updates (first check: {Text(firstLoss.Value)}).");
            }
        }

        if (check.Progress != progress)
        {
            progress = check.Progress;
            BestLoss = null;
            recent.Clear();
        }

        if (BestLoss is null or double.NaN || check.Loss < BestLoss)
        {
            (BestLoss, BestUpdate, LastWasBest) = (check.Loss, check.Update, true);
        }

        return Success(check) ?? Failure(check) ?? TrainingStatus.Continue;
    }

    /// <summary>
    /// Looks at the gradient norm of one update, which shows divergence before any check does. Allocates nothing while all is well.
    /// </summary>
    /// <param name="update">The update, from 0.</param>
    /// <param name="norm">‖g‖ before clipping.</param>
    public TrainingStatus ObserveGradient(long update, double norm) => double.IsFinite(norm)
        ? TrainingStatus.Continue
        : Diverged($"The gradient norm of update {update} was {Text(norm)}.");

    private TrainingStatus? Success(TrainingCheck check)
    {
        if (check.Progress != 1)
        {
            return null;
        }

        if (stopping.TargetError > 0 && check.Error <= stopping.TargetError)
        {
            return new(
                Outcome.Reached,
                $"The error was {Text(check.Error)} after {check.Update} updates (asked: {Text(stopping.TargetError)}).");
        }

        if (check.Performance is null || stopping.Threshold == 0)
        {
            return null;
        }

        recent.Enqueue(check.Performance.Of(stopping.Criterion));
        while (recent.Count > stopping.Window)
        {
            recent.Dequeue();
        }

        // Decimal keeps the mean of shares such as 0.95, 0.95, 0.95 from falling short of 0.95 by rounding.
        var mean = recent.Count == 0 ? 0 : recent.Sum(share => (decimal)share) / recent.Count;
        return recent.Count < stopping.Window || mean < (decimal)stopping.Threshold
            ? null
            : new(Outcome.Reached, $"{Percent((double)mean)} correct {Measure} {OverWindow}, "
                + $"after {check.Update} updates (asked: {Percent(stopping.Threshold)}).");
    }

    private TrainingStatus? Failure(TrainingCheck check)
    {
        var last = check.Performance is null
            ? $"error {Text(check.Error)}"
            : $"{Percent(check.Performance.Of(stopping.Criterion))} correct {Measure}";
        if (check.Progress != 1)
        {
            last += $", curriculum at {Percent(check.Progress)}";
        }

        last += Asked(check);

        if (check.Update >= stopping.MaxUpdates)
        {
            return new(Outcome.Exhausted, $"{(stopping.MaxUpdates == 1 ? "The one update was" : $"All {stopping.MaxUpdates} updates were")} used (last check: {last}). "
                + (stopping is { Threshold: 0, TargetError: 0 } ? "No criterion was set that could end training sooner."
                    : stopping.MaxUpdates < 2 ? "Train with a higher `MaxUpdates`, in another `folder`."
                    : check.Update - BestUpdate <= stopping.MaxUpdates / 10
                    ? "The loss was still falling. A run that has ended cannot be made longer: train in another `folder`, anew with a higher "
                        + "`MaxUpdates`, or with this run as `from` and the task's settings again, to begin with its weights."
                    : Plateau));
        }

        return check.Update - BestUpdate >= stopping.Patience
            ? new(
                Outcome.Exhausted,
                $"No lower loss in {check.Update - BestUpdate} updates (best {Text(BestLoss!.Value)} at update {BestUpdate}; "
                + $"last check: {last}). {Plateau}")
            : null;
    }

    // The last check alone may be above a criterion that the mean of the window has not met.
    private string Asked(TrainingCheck check)
    {
        List<string> asked = [];
        if (check.Performance is not null && stopping.Threshold > 0)
        {
            asked.Add($"{Percent(stopping.Threshold)} {OverWindow}");
        }

        if (stopping.TargetError > 0)
        {
            asked.Add($"an error of {Text(stopping.TargetError)}");
        }

        return asked.Count == 0 ? "" : $"; asked: {string.Join(" or ", asked)}";
    }

    private string OverWindow => stopping.Window == 1 ? "at one check" : $"in the mean of the last {stopping.Window} checks";

    private string Measure => stopping.Criterion == PerformanceMeasure.Minimum ? "in the worst condition" : "over all conditions";

    private TrainingStatus Diverged(string what) => new(
        Outcome.Diverged,
        $"{what} Lower `LearningRate` from {Text(learningRate)} to {Text(learningRate / 10)}"
        + (clip is null || clip.MaximumNorm > 1 ? ", and set `ClipNorm = 1`." : ", or set a smaller `SpectralRadius`.")
        + Smaller);

    // Errors grow with the matrices that they go back through, whatever the network's own weights are.
    private string Smaller => credit is null || !credit.HasMatrices ? ""
        : credit.FeedbackScale is { } scale ? $" The errors go back through a matrix other than the weights: lower `FeedbackScale` from {Text(scale)} to {Text(scale / 10)}, too."
        : " The errors go back through a matrix as large as the network's own weights: a smaller `FeedbackScale` may help, too.";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
