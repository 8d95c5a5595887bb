using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Studies.Forgetting;

/// <summary>What the code behind the report does, one thing at a time.</summary>
internal enum Mistake
{
    /// <summary>The old recurrent weights are scaled to the initial spectral radius before the second task.</summary>
    Rescaled,

    /// <summary>The Fisher information is that of a softmax of the outputs, of the second task, and of the mean gradient.</summary>
    WrongFisher,

    /// <summary>Dropout silences one half of the units for good, and does not scale up the others.</summary>
    CutUnits,

    /// <summary>The second task asks for peaks before the pulse.</summary>
    BeforeThePulse,

    /// <summary>None: elastic weight consolidation as it should be.</summary>
    None,
}

/// <summary>How a mistake is made.</summary>
/// <param name="Mistake">Which.</param>
/// <param name="Updates">Of the second task.</param>
/// <param name="Trials">Of each test.</param>
/// <param name="Strength">λ.</param>
/// <param name="FisherTrials">Trials from which the Fisher information is estimated.</param>
internal sealed record MistakeSettings(Mistake Mistake, int Updates, int Trials, double Strength, int FisherTrials);

/// <summary>A network that learned the second task with a mistake.</summary>
/// <param name="Before">As the second task begins.</param>
/// <param name="After">As it ends; the second task as it was trained.</param>
internal sealed record MistakenNetwork(Retention Before, Retention After)
{
    private const double InitialRadius = 1.5;
    private const int BatchTrials = 20;

    /// <summary>Learns the second task from a network that learned the first.</summary>
    public static MistakenNetwork Of(TrainedRun run, MistakeSettings settings)
    {
        var mistake = settings.Mistake;
        var task = new SequenceBTask { Reversal = mistake == Mistake.BeforeThePulse ? Reversal.Trial : Reversal.Order };
        var configuration = Configure(run.Configuration, task, settings);
        var start = mistake switch
        {
            Mistake.Rescaled => Rescaled(run.Network),
            Mistake.CutUnits => Cut(run.Network, run.Configuration.Seed),
            _ => run.Network,
        };
        var prior = mistake == Mistake.WrongFisher
            ? new PriorLearning(start.RawValues.ToArray(), [new Anchor(start.RawValues.ToArray(), WrongFisher(start, configuration))])
            : PriorLearning.Of(configuration, start);
        using var trainer = new Trainer(configuration, 1, prior: prior);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        return new(Test(start), Test(trainer.Network));

        Retention Test(Network network) =>
            Retention.Of(network, configuration.Training.Dt, settings.Trials, task);
    }

    private static RunConfiguration Configure(RunConfiguration first, SequenceBTask task, MistakeSettings settings) =>
        first.With([new("max-updates", $"{settings.Updates}"), new("schedule", $"cosine({settings.Updates})")]) with
        {
            Task = task,
            After = first,
            Continual = new Continual { Protection = Protection.Ewc, Strength = settings.Strength, FisherTrials = settings.FisherTrials },
        };

    // W_rec ← 1.5/ρ W_rec, as for initial weights.
    private static Network Rescaled(Network network)
    {
        var name = Recurrent(network);
        var raw = network.RawValues.ToArray();
        var factor = (float)(InitialRadius / network.SpectralRadius(name));
        foreach (ref var weight in network.Parameters.Of(name, raw.AsSpan()))
        {
            weight *= factor;
        }

        return network.WithRaw(raw);
    }

    // Raw weights of 0 have no gradient, |v| being flat there by convention, so that what is cut stays cut.
    private static Network Cut(Network network, ulong seed)
    {
        var name = Recurrent(network);
        var raw = network.RawValues.ToArray();
        var weights = network.Parameters.Of(name, raw.AsSpan());
        var keep = new float[network.Units];
        DropoutMask.Fill(keep, new StreamKey(seed, Purpose.Analysis), 0, 0, (float)(1 - Plan.ReportDropout));
        for (var place = 0; place < weights.Length; place++)
        {
            if (keep[place / network.Units] == 0 || keep[place % network.Units] == 0)
            {
                weights[place] = 0;
            }
        }

        return network.WithRaw(raw);
    }

    private static string Recurrent(Network network) =>
        network.Parameters.Shapes.Single(shape => shape.Role == ParameterRole.Recurrent).Name;

    private static float[] WrongFisher(Network network, RunConfiguration configuration) =>
        Array.ConvertAll(LossGradient.Of(network, configuration, BatchTrials, new MeanOfLogSoftmax()), g => g * g);
}
