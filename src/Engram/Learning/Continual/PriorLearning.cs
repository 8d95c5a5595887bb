using Engram.Configuration;
using Engram.Networks;

namespace Engram.Learning;

/// <summary>What training that continues from a network begins with.</summary>
/// <param name="Start">Raw weights to begin with, in the layout of the network; they are taken as they are, neither drawn nor scaled.</param>
/// <param name="Anchors">What holds the weights, one for each earlier task or one for all; none for plain training.</param>
public sealed record PriorLearning(float[] Start, IReadOnlyList<Anchor> Anchors)
{
    /// <summary>What drove the network in earlier tasks, out of which updates are kept; none where they are not.</summary>
    internal IReadOnlyList<ActivityMoment> Moments { get; init; } = [];

    /// <summary>The weights of the earlier network, untouched, and the anchors that the configuration's protection asks for.</summary>
    /// <param name="configuration">The training that continues; its <see cref="RunConfiguration.After"/> is that of the earlier network.</param>
    /// <param name="earlier">The network that the earlier training kept.</param>
    /// <param name="importance">What each of its weights contributed; null where that was not tracked.</param>
    /// <param name="before">What the earlier training began with itself; null for the first task.</param>
    /// <exception cref="UsageException">The configuration continues from nothing, or its protection needs what is not there.</exception>
    public static PriorLearning Of(
        RunConfiguration configuration, Network earlier, float[]? importance = null, PriorLearning? before = null)
    {
        var after = configuration.After ?? throw new UsageException(
            "The configuration does not say which training it continues from; set `After` to the configuration of the earlier network.");
        var continual = configuration.Continual;
        var weights = earlier.RawValues.ToArray();
        return new(continual.Protection == Protection.Joint ? Fresh(configuration) : weights, continual.Protection switch
        {
            // One spring for each task, around that task's own optimum.
            Protection.Ewc =>
            [
                .. before?.Anchors ?? [],
                new Anchor(weights, FisherInformation.Diagonal(earlier, after, continual.FisherTrials, after.Seed)),
            ],

            // What the weights contributed to all tasks, around where they are now.
            Protection.SynapticIntelligence => [new Anchor(weights, Sum(Needed(importance), before?.Anchors ?? []))],
            Protection.L2 => [new Anchor(weights, Learned(earlier))],
            _ => [],
        })
        {
            Moments = !continual.Projects ? [] : ActivityMoment.Sum(
                before?.Moments ?? [], ActivityMoment.Of(earlier, after, continual.FisherTrials, after.Seed)),
        };
    }

    private static float[] Fresh(RunConfiguration configuration) => configuration.Draw(configuration.Graph()).RawValues.ToArray();

    private static float[] Needed(float[]? importance) => importance ?? throw new UsageException(
        "`Protection` is synaptic-intelligence, but the run of the earlier task did not record what each weight contributed; train it "
        + "again with `TrackImportance = true`.");

    private static float[] Sum(float[] importance, IReadOnlyList<Anchor> before) =>
        [.. importance.Select((value, i) => value + before.Sum(anchor => anchor.Importance[i]))];

    private static float[] Learned(Network network)
    {
        var ones = new float[network.Parameters.Count];
        foreach (var shape in network.Parameters.Shapes.Where(shape => network.Parameters.Constraint(shape.Name).Trainable))
        {
            network.Parameters.Of(shape.Name, ones.AsSpan()).Fill(1);
        }

        return ones;
    }
}
