using Engram.Analysis;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Sequences;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.SequenceShift;

/// <summary>Perturbs one network in every way that the study shows.</summary>
internal static class Measurement
{
    /// <summary>From the beginning of a trial to the pulse, where it is fixed.</summary>
    private const string Wait = "150ms";

    // The whole trial: the first of a hundred peaks come so soon after the pulse that they would have no side before it.
    private static readonly PeakSearch Search = new();

    /// <summary>Measures a network.</summary>
    public static ShiftNetwork Of(TrainedRun run, ShiftSettings settings)
    {
        var (still, values) = (Still(run), settings.Values.Count);
        var free = Columns(run, settings.Values, keepDale: false);
        var (step, plain) = Simulate(still, free);
        var (_, clipped) = Simulate(still, Columns(run, settings.Values, keepDale: true));
        var (published, zeroed) = (new List<double>(), new List<double>());
        PublishedMeasure? measure = null;
        var (_, half) = Simulate(still with { Dt = still.Dt / 2 }, free, intact => measure = new(intact), perturbed =>
        {
            var (mean, share) = measure!.Of(perturbed);
            published.Add(mean);
            zeroed.Add(share);
        });
        var (_, noisy) = Simulate(
            run.Experiment(settings.NoisyTrials), Columns(run, settings.At(settings.Noisy), keepDale: false));
        var linear = new Linear(still, free, step);
        var (units, excitatory) = (run.Network.Units, run.Network.Options.Excitatory(run.Network.Cell));
        return new(
            Grid.Of(plain), Pairs.Of(plain, values), Grid.Of(clipped), Grid.Of(half), Grid.Of(noisy), published, zeroed,
            linear.AllUnits, linear.ActiveSet, linear.Frozen, linear.Errors,
            [.. Enumerable.Range(excitatory, units - excitatory).Select(j =>
                Enumerable.Range(0, excitatory).Average(i => (double)Math.Abs(run.Network["w_rec", i, j])))],
            [.. Enumerable.Range(excitatory, units - excitatory).Select(unit => MeanRate(step, unit))],
            ColumnShare([.. noisy.Select(ByTrial)], settings.StrongOfNoisy, settings.Noisy.Count), Effect.ErrorOf(step));
    }

    /// <summary>One trial without noise, its pulse at a fixed time.</summary>
    public static Experiment Still(TrainedRun run)
    {
        var experiment = run.Experiment(1);
        return experiment with { Noise = false, Task = experiment.Task.Pin("wait", Wait) };
    }

    /// <summary>W[excitatory, column] −= value for every inhibitory column and value, as the document's code does it.</summary>
    public static IReadOnlyList<Intervention> Columns(TrainedRun run, IReadOnlyList<double> values, bool keepDale)
    {
        var (units, excitatory) = (run.Network.Units, run.Network.Options.Excitatory(run.Network.Cell));
        return Intervention.Columns(
            "w_rec", 0..excitatory, [.. Enumerable.Range(excitatory, units - excitatory)], WeightChangeKind.Shift,
            [.. values.Select(value => -value)], keepDale);
    }

    private static (Recording Intact, IReadOnlyList<PeakShift> Shifts) Simulate(
        Experiment experiment, IReadOnlyList<Intervention> interventions, Action<Recording>? intact = null,
        Action<Recording>? perturbed = null)
    {
        ActivityPeaks? targets = null;
        Recording? first = null;
        var outcome = new PerturbationExperiment { Intact = experiment, Interventions = interventions }.Run(
            recording =>
            {
                (first, targets) = (recording, ActivityPeaks.OfTargets(recording, Search));
                intact?.Invoke(recording);
                return ActivityPeaks.OfOutputs(recording, Search);
            },
            (peaks, _, recording) =>
            {
                perturbed?.Invoke(recording);
                return PeakShift.Between(peaks, ActivityPeaks.OfOutputs(recording, Search with { AllowDiverged = true }), targets);
            });
        return (first!, outcome.Perturbed);
    }

    private static double MeanRate(Recording recording, int unit)
    {
        var (first, end) = recording.StepsOf("sequence", 0)!.Value;
        return Enumerable.Range(first, end - first).Average(k => (double)recording.Rate(k, 0)[unit]);
    }

    private static double[] ByTrial(PeakShift shift) =>
        [.. shift.Shifts.Chunk(shift.Channels).Select(row => row.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())];

    // σ²_c / (σ²_c + σ²) of a one-way analysis of variance, columns as groups and trials as replicates; an estimate of σ²_c below 0 is 0.
    private static double ColumnShare(List<double[]> shifts, int value, int values)
    {
        var groups = shifts.Where((_, place) => place % values == value).Where(trials => trials.All(double.IsFinite)).ToList();
        if (groups.Count < 2 || groups[0].Length < 2)
        {
            return double.NaN;
        }

        var within = groups.Average(trials => trials.Variance());
        var between = Math.Max(0, groups.Select(trials => trials.Average()).Variance() - (within / groups[0].Length));
        return between + within > 0 ? between / (between + within) : double.NaN;
    }
}
