using System.Globalization;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>What the same networks would have cost with the code of 2016.</summary>
internal static class Cost
{
    // The report's author left the history of one training of this task: 54 checks, one every 500 updates of 20 trials.
    private const int RecordedChecks = 54, UpdatesPerCheck = 500;

    // Milliseconds per update of pycog, with Ω and its own trials, one thread, on the task whose batches have 100 steps.
    private const double FastUpdate = 37, SlowUpdate = 44, MeasuredSteps = 100;
    private const double Step = 0.02, Trial = 1.4, CatchTrial = 2.5;

    /// <summary>Writes the section.</summary>
    public static void Run(Plan plan, IReadOnlyList<Family> families)
    {
        var study = plan.Study;
        var runs = families.SelectMany(family => family.Runs).ToList();
        var steps = runs.Sum(run => Math.Max(CatchTrial, Trial + Family.LongestDelay(run.Configuration)) / Step);
        double Hours(double update) => steps / MeasuredSteps * RecordedChecks * UpdatesPerCheck * update / 3.6e6;
        study.Section("The cost of the published recipe");
        study.Text(
            "The report's code, pycog, takes gradient steps of 20 trials. Its author's repository holds the history of one training run of "
            + $"this task (Performance Over Time.nb in ABAtanasov/pycog): {RecordedChecks} checks, one every {UpdatesPerCheck} updates, the "
            + $"last at 86 % in the worst condition. That is {RecordedChecks * UpdatesPerCheck} updates. One update of the report's code, "
            + $"measured on one thread of a shared two-core machine, takes {FastUpdate} to {SlowUpdate} ms for trials of {MeasuredSteps} "
            + "steps. If the time grows in proportion to the steps of a trial, and every network had needed as many updates as that one, "
            + $"the {runs.Count} networks of the three families would have taken "
            + $"{Hours(FastUpdate).ToString("0", CultureInfo.InvariantCulture)} to "
            + $"{Hours(SlowUpdate).ToString("0", CultureInfo.InvariantCulture)} hours of one core.");
        study.Claim(
            "cost-updates", "Training takes tens of thousands of updates of 20 trials (all networks of the three families).",
            $"{RecordedChecks * UpdatesPerCheck} updates (one network)", [.. runs.Select(run => (double)run.Updates)],
            new Above(10000), "updates of 32 trials");
    }
}
