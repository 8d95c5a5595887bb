using Engram.Analysis;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Sequences;

namespace Engram.Studies.SequenceShift;

/// <summary>What one network does at several steps, without noise.</summary>
/// <param name="Steps">One entry for each step, in the order of the settings.</param>
internal sealed record NetworkAtSteps(IReadOnlyList<AtStep> Steps)
{
    private static readonly PeakSearch Search = new();

    /// <summary>Tests a network at all steps.</summary>
    public static NetworkAtSteps Of(TrainedRun run, ShiftSettings settings) => new(
    [
        .. settings.Steps.Select(step => Of(
            Measurement.Still(run) with { Dt = TimeSpan.FromMicroseconds(1000 * step) },
            Measurement.Columns(run, settings.At(settings.SmallOfBothSigns), keepDale: false), settings.SmallOfBothSigns.Count)),
    ]);

    /// <summary>Mean distance of the peaks at two steps, s, over outputs that have both; NaN where none has.</summary>
    /// <param name="step">Place of one.</param>
    /// <param name="other">Place of the other.</param>
    public double Moved(int step, int other) =>
        Statistics.Mean(Steps[step].Times.Zip(Steps[other].Times, (one, two) => Math.Abs(one - two)));

    /// <summary>Peaks that a network has at a step and lacks at another, as a share of those that it has.</summary>
    /// <param name="step">Place of the first.</param>
    /// <param name="other">Place of the other.</param>
    public double Gone(int step, int other)
    {
        var there = Steps[step].Times.Zip(Steps[other].Times).Where(pair => double.IsFinite(pair.First)).ToList();
        return there.Count == 0 ? double.NaN : there.Count(pair => double.IsNaN(pair.Second)) / (double)there.Count;
    }

    private static AtStep Of(Experiment experiment, IReadOnlyList<Intervention> interventions, int values)
    {
        var (error, times) = (0.0, Array.Empty<double>());
        ActivityPeaks? targets = null;
        var outcome = new PerturbationExperiment { Intact = experiment, Interventions = interventions }.Run(
            recording =>
            {
                (targets, error) = (ActivityPeaks.OfTargets(recording, Search), Effect.ErrorOf(recording));
                var found = ActivityPeaks.OfOutputs(recording, Search);
                var own = PeakShift.Between(found, found, targets).Shifts;
                times = [.. Enumerable.Range(0, found.Channels).Select(k => double.IsFinite(own[k]) ? found[0, k].Time : double.NaN)];
                return found;
            },
            (peaks, _, recording) => PeakShift.Between(
                peaks, ActivityPeaks.OfOutputs(recording, Search with { AllowDiverged = true }), targets));
        var pairs = Pairs.Of(outcome.Perturbed, values);
        return new(error, times, Statistics.Mean(pairs.Odd), Statistics.Mean(pairs.OddOfCentres));
    }
}

/// <summary>What a network does at one step.</summary>
/// <param name="Error">RMSE without noise, in units of the outputs.</param>
/// <param name="Times">When each output peaks, s from the beginning of the trial; NaN where the peak is missing.</param>
/// <param name="Odd">Odd part of the shift, s, mean over columns and small values; see <see cref="Pairs"/>.</param>
/// <param name="OddOfCentres">The same of centres of mass.</param>
internal sealed record AtStep(double Error, IReadOnlyList<double> Times, double Odd, double OddOfCentres);
