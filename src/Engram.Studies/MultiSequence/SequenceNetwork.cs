using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.MultiSequence;

/// <summary>How a network is measured.</summary>
/// <param name="Trials">Of each sequence, on average.</param>
/// <param name="Silenced">Share of the inhibitory units that is silenced.</param>
/// <param name="Draws">Random sets that are silenced.</param>
internal sealed record NetworkSettings(int Trials, double Silenced, int Draws);

/// <summary>Excitatory over inhibitory activity at 4, 10 and 20 τ.</summary>
/// <param name="AfterPulse">Since the pulse, mean over sequences.</param>
/// <param name="OfTrial">Since the beginning of the trial.</param>
/// <param name="BySequence">Since the pulse, for each sequence; the first sequence has the same pulse whatever k.</param>
/// <param name="Excitatory">Mean rate of the excitatory units since the pulse, over all trials.</param>
/// <param name="Inhibitory">Likewise.</param>
/// <param name="Undefined">Share of trials and steps without a ratio.</param>
/// <param name="Course">The ratio over time, all trials.</param>
/// <param name="Milliseconds">Since the pulse.</param>
internal sealed record Ratios(
    IReadOnlyList<double> AfterPulse, IReadOnlyList<double> OfTrial, IReadOnlyList<IReadOnlyList<double>> BySequence,
    IReadOnlyList<double> Excitatory, IReadOnlyList<double> Inhibitory, double Undefined, IReadOnlyList<double> Course,
    IReadOnlyList<double> Milliseconds)
{
    /// <summary>4, 10 and 20 times τ = 50 ms.</summary>
    public static readonly TimeSpan[] Times = [200.Ms, 500.Ms, 1000.Ms];

    /// <summary>Measures a recording.</summary>
    public static Ratios Of(Recording recording, SignedNetwork network, int sequences)
    {
        var (all, clock) = (ActivityRatio.Of(recording, network, "sequence"), ActivityRatio.Of(recording, network, null));
        ActivityRatio[] each = [.. Enumerable.Range(0, sequences).Select(which => ActivityRatio.Of(recording, network, "sequence", which))];
        return new(
            [.. Times.Select(time => each.Average(one => one.At(time)))], [.. Times.Select(clock.At)],
            [.. each.Select(one => (IReadOnlyList<double>)[.. Times.Select(one.At)])],
            [.. Times.Select(time => all.Excitatory[Step(time)])], [.. Times.Select(time => all.Inhibitory[Step(time)])],
            all.Undefined.Sum() / (double)(all.Trials * all.Steps), all.Ratio, all.Milliseconds);

        int Step(TimeSpan time) => all.Before - 1 + (int)Math.Ceiling(time / all.Dt);
    }
}

/// <summary>What silencing units that were chosen in one way changes, in shares of the amplitude; means over sequences.</summary>
/// <param name="Wrong">Change of the root mean square of the wrong outputs when the sequence that units were chosen for is played.</param>
/// <param name="WrongOfOthers">Likewise when another sequence is played.</param>
/// <param name="Own">Change of the error of the right outputs.</param>
/// <param name="Gain">Change of the size of the right sequence.</param>
/// <param name="RanAway">Share of runs in which an output exceeds ten times the amplitude.</param>
internal sealed record Silenced(double Wrong, double WrongOfOthers, double Own, double Gain, double RanAway);

/// <summary>One network, measured.</summary>
/// <param name="Error">Root mean squared error on fresh trials, a share of the amplitude.</param>
/// <param name="Missed">Σ (y − z)²/Σ y²: 1 for silent outputs.</param>
/// <param name="Trained">Its activity.</param>
/// <param name="Initial">That of the network before learning.</param>
/// <param name="WrongOverOwn">ln of inhibition over excitation at outputs that are wrong, less that at those that are right.</param>
/// <param name="Selectivity">Mean over inhibitory units of the share of their rate's variance that the sequence explains.</param>
/// <param name="Silencing">By the choice of units, in the order of <see cref="InhibitoryChoice"/>; empty for one sequence.</param>
internal sealed record SequenceNetwork(
    double Error, double Missed, Ratios Trained, Ratios Initial, double WrongOverOwn, double Selectivity, IReadOnlyList<Silenced> Silencing)
{
    /// <summary>Measures a network.</summary>
    public static SequenceNetwork Of(TrainedRun run, NetworkSettings settings)
    {
        var task = (Tasks.MultiSequenceTask)run.Configuration.Task;
        var experiment = run.Experiment(settings.Trials * task.Sequences);
        var recording = experiment.Run();
        var network = SignedNetwork.Of(run.Network);
        var initial = run.Initial();
        var inhibition = InhibitionOfOutputs.Of(recording, network, "sequence");
        var silenced = task.Sequences == 1 ? [] : new InhibitionSilencing { Share = settings.Silenced, Draws = settings.Draws }
            .Run(experiment, "sequence");
        var error = experiment.Score(recording.Output).Error;
        var power = recording.Target.Sum(y => (double)y * y) / recording.Mask.Sum(weight => (double)weight);
        return new(
            error / task.Amplitude, error * error / power,
            Ratios.Of(recording, network, task.Sequences),
            Ratios.Of((experiment with { Network = initial }).Run(), SignedNetwork.Of(initial), task.Sequences),
            task.Sequences == 1 ? double.NaN : inhibition.WrongOverOwn, inhibition.Selectivity.Average(),
            [
                .. silenced.Select(one => new Silenced(
                    one.Matched(one.Wrong), one.Other(one.Wrong), one.Matched(one.Own), one.Matched(one.Gain),
                    one.Greatest.SelectMany(row => row).Average(most => most > 10 ? 1.0 : 0))),
            ]);
    }
}
