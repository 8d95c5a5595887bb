using Engram.Analysis;
using Engram.Networks;
using Engram.Simulation;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.SequenceShift;

/// <summary>The shifts that linear accounts predict for every perturbation.</summary>
internal sealed class Linear
{
    private static readonly PeakSearch Search = new() { Period = "sequence" };

    // What a linear account lets run away has no peak.
    private static readonly PeakSearch Predictions = Search with { AllowDiverged = true };
    private readonly LinearAccount account;
    private readonly IReadOnlyList<Network> networks;

    /// <summary>Makes all predictions.</summary>
    /// <param name="still">The experiment without noise.</param>
    /// <param name="interventions">The perturbations.</param>
    /// <param name="intact">What the intact network does in it.</param>
    public Linear(Experiment still, IReadOnlyList<Intervention> interventions, Recording intact)
    {
        account = LinearAccount.Of(still);
        networks = [.. interventions.Select(one => one.Apply(still.Network))];
        var (errors, changes) = (new List<double>(), new List<double>());
        Frozen = Grid.Of(new PerturbationExperiment { Intact = still, Interventions = interventions }.Run(
            _ => ActivityPeaks.OfOutputs(intact, Search),
            (peaks, network, simulated) =>
            {
                var predicted = account.Predict(network, LinearAccountKind.FrozenGates);
                errors.Add(LinearAccount.RelativeError(predicted, simulated));
                changes.Add(LinearAccount.ErrorOfChange(predicted, simulated, intact));
                return PeakShift.Between(peaks, ActivityPeaks.OfOutputs(predicted, Predictions));
            }).Perturbed);
        (AllUnits, ActiveSet) = (Predicted(LinearAccountKind.AllUnits, out var all), Predicted(LinearAccountKind.ActiveSet, out var set));
        Errors = [all, set, Median(errors), Median(changes)];
    }

    /// <summary>By all units, always.</summary>
    public Grid AllUnits { get; }

    /// <summary>By one active set.</summary>
    public Grid ActiveSet { get; }

    /// <summary>By the gates of the intact network.</summary>
    public Grid Frozen { get; }

    /// <summary>As in <see cref="ShiftNetwork.Errors"/>.</summary>
    public IReadOnlyList<double> Errors { get; }

    // Beside its own prediction for the intact network, so that what is wrong in both falls out.
    private Grid Predicted(LinearAccountKind kind, out double error)
    {
        var own = account.Predict(account.Network, kind);
        error = LinearAccount.RelativeError(own, account.Intact);
        var peaks = ActivityPeaks.OfOutputs(own, Predictions);
        return Grid.Of(
        [
            .. networks.Select(network => PeakShift.Between(peaks, ActivityPeaks.OfOutputs(account.Predict(network, kind), Predictions))),
        ]);
    }

    private static double Median(List<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Median();
}
