using Engram.Learning;
using Engram.Networks;
using Engram.Storage;

namespace Engram.Studies.Readout;

/// <summary>What is done to units that lack their peak.</summary>
[Flags]
internal enum Treatment
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What inhibits each becomes weak.</summary>
    Revive = 1,

    /// <summary>What each sends to other units becomes zero and stays it.</summary>
    Cut = 2,

    /// <summary>What inhibits as many silent excitatory units that are no outputs becomes weak.</summary>
    Others = 4,
}

/// <summary>How a network is treated.</summary>
/// <param name="Treatment">What is done.</param>
/// <param name="Updates">Updates that follow.</param>
/// <param name="Trials">Trials of each test.</param>
internal sealed record RevivalSettings(Treatment Treatment, int Updates, int Trials);

/// <summary>A network that went on learning after a treatment.</summary>
/// <param name="Lacking">Peaks that it lacked.</param>
/// <param name="Back">Share of them that it has afterwards; NaN where it lacked none.</param>
/// <param name="Lost">Share of the others that it lacks afterwards.</param>
/// <param name="Before">Error before the treatment, as a share of the amplitude.</param>
/// <param name="After">Likewise after learning.</param>
internal sealed record RevivedNetwork(int Lacking, double Back, double Lost, double Before, double After)
{
    // Weights that are not zero keep their gradient.
    private const float Weak = 0.01f;

    // Other trials than those of the training that went before.
    private const ulong OtherSeeds = 1000;

    /// <summary>Treats a network and lets it learn.</summary>
    public static RevivedNetwork Of(TrainedRun run, RevivalSettings settings)
    {
        var before = ReadoutNetwork.Of(run, settings.Trials);
        int[] lacking = [.. Enumerable.Range(0, before.Outputs.Count).Where(k => before.Outputs[k].Missing)];
        if (lacking.Length == 0)
        {
            return new(0, double.NaN, double.NaN, before.Error, double.NaN);
        }

        var configuration = run.Configuration.With(
            [new("max-updates", FormattableString.Invariant($"{settings.Updates}")), new("target-error", "0")]) with
        {
            Seed = run.Configuration.Seed + OtherSeeds,
        };
        using var trainer = new Trainer(configuration, 1, Treated(run, lacking, settings.Treatment));
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        var after = ReadoutNetwork.Of(trainer.Network, run.Initial(), configuration, settings.Trials);
        return new(
            lacking.Length, lacking.Average(k => after.Outputs[k].Missing ? 0.0 : 1),
            Enumerable.Range(0, before.Outputs.Count).Except(lacking).Select(k => after.Outputs[k].Missing ? 1.0 : 0)
                .DefaultIfEmpty(double.NaN).Average(),
            before.Error, after.Error);
    }

    private static Network Treated(TrainedRun run, int[] lacking, Treatment treatment)
    {
        var (network, raw) = (run.Network, run.Network.RawValues.ToArray());
        var weights = network.Parameters.Of("w_rec", raw.AsSpan());
        int[] revived = treatment.HasFlag(Treatment.Revive) ? lacking
            : treatment.HasFlag(Treatment.Others) ? [.. SilentOthers(run).Take(lacking.Length)] : [];
        foreach (var unit in revived)
        {
            for (var j = network.Options.Excitatory(network.Cell); j < network.Units; j++)
            {
                ref var weight = ref weights[(unit * network.Units) + j];
                weight = Math.Min(weight, Weak);
            }
        }

        // A raw weight of 0 has no gradient under rectification, so that what is cut stays cut.
        foreach (var unit in treatment.HasFlag(Treatment.Cut) ? lacking : [])
        {
            for (var i = 0; i < network.Units; i++)
            {
                weights[(i * network.Units) + unit] = 0;
            }
        }

        return network.WithRaw(raw);
    }

    private static IEnumerable<int> SilentOthers(TrainedRun run)
    {
        var still = SequenceShift.Measurement.Still(run).Run();
        return Enumerable.Range(still.Outputs, run.Network.Options.Excitatory(run.Network.Cell) - still.Outputs)
            .Where(unit => Enumerable.Range(0, still.Steps).All(step => still.Rate(step, 0)[unit] == 0));
    }
}
