using Engram.Analysis;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Studies.Readout;

/// <summary>What the outputs of one network do.</summary>
/// <param name="Error">Root mean squared error without noise, as a share of the amplitude.</param>
/// <param name="Outputs">Each output.</param>
/// <param name="SilentUnits">Share of all units that are silent.</param>
internal sealed record ReadoutNetwork(double Error, IReadOnlyList<Output> Outputs, double SilentUnits)
{
    // Rates of a rectified unit that is dead are exactly zero; those of other outputs are compared with what a peak should be, 12.
    private const double Silence = 0.01;

    /// <summary>Outputs that lack their peak, as a share.</summary>
    public double MissingShare => Outputs.Average(output => output.Missing ? 1.0 : 0);

    /// <summary>Outputs that lack it because they are silent, as a share of all.</summary>
    public double SilentShare => Outputs.Average(output => output is { Missing: true, Silent: true } ? 1.0 : 0);

    /// <summary>Measures a network.</summary>
    /// <param name="run">The network.</param>
    /// <param name="trials">Trials with noise in which an output must be silent to count as silent.</param>
    public static ReadoutNetwork Of(TrainedRun run, int trials) => Of(run.Network, run.Initial(), run.Configuration, trials);

    /// <summary>Measures weights.</summary>
    /// <param name="network">The weights.</param>
    /// <param name="before">Those before learning.</param>
    /// <param name="configuration">How the network was trained.</param>
    /// <param name="trials">As above.</param>
    public static ReadoutNetwork Of(Network network, Network before, RunConfiguration configuration, int trials)
    {
        var task = (SequenceTask)configuration.Task;
        var experiment = new Experiment
        {
            Network = network, Task = task, Dt = configuration.Training.Dt, Trials = trials,
        };
        var noisy = experiment.Run();
        var still = (experiment with { Trials = 1, Noise = false, Task = task.Pin("wait", "150ms") }).Run();
        var missing = MissingOf(still);
        var copies = configuration.Network.Readout == ReadoutKind.Identity;
        return new(
            experiment.Score(noisy.Output).Error / task.Amplitude,
            [
                .. Enumerable.Range(0, still.Outputs).Select(k => new Output(
                    missing[k], IsSilent(noisy.Output, noisy.Outputs, k), copies ? Sent(before, k).Sum() : double.NaN,
                    copies ? Sent(before, k).Max() : double.NaN, copies ? Received(before, k) : double.NaN)),
            ],
            Enumerable.Range(0, network.Units).Average(i => IsSilent(noisy.Rates, network.Units, i) ? 1.0 : 0));
    }

    /// <summary>The outputs that lack their peak, or whose peak is less than half as high as its target.</summary>
    private static bool[] MissingOf(Recording still)
    {
        var search = new PeakSearch();
        var (peaks, targets) = (ActivityPeaks.OfOutputs(still, search), ActivityPeaks.OfTargets(still, search));
        return
        [
            .. Enumerable.Range(0, still.Outputs).Select(
                k => !peaks[0, k].IsFound || peaks[0, k].Amplitude < search.LostBelow * targets[0, k].Amplitude),
        ];
    }

    private static bool IsSilent(float[] values, int channels, int channel) =>
        values.Where((_, place) => place % channels == channel).All(value => value < Silence);

    private static IEnumerable<double> Sent(Network network, int unit) =>
        Enumerable.Range(0, network.Units).Select(i => (double)network["w_rec", i, unit]);

    private static double Received(Network network, int unit) =>
        Enumerable.Range(0, network.Units).Sum(j => (double)network["w_rec", unit, j]);
}

/// <summary>One output.</summary>
/// <param name="Missing">Whether it lacks its peak in a trial without noise.</param>
/// <param name="Silent">Whether it is silent in all trials with noise.</param>
/// <param name="Sent">Sum of the weights that its unit sends before learning; NaN for an output that is no unit.</param>
/// <param name="Greatest">The greatest of them.</param>
/// <param name="Received">Sum of the weights that its unit receives before learning.</param>
internal sealed record Output(bool Missing, bool Silent, double Sent, double Greatest, double Received);
