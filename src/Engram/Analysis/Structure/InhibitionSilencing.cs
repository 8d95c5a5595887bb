using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>How inhibitory units are chosen for a condition c; R and S are those of <see cref="InhibitionOfOutputs"/>.</summary>
public enum InhibitoryChoice
{
    /// <summary>The greatest R[m, c] less the mean of R[m, ·] over the other conditions.</summary>
    Preferring,

    /// <summary>Those that inhibit the other conditions' outputs most in trials of c: the greatest R[m, c] Σ_{d≠c} S[m, d].</summary>
    Suppressing,

    /// <summary>Those that inhibit the condition's own outputs most: the greatest R[m, c] S[m, c].</summary>
    Opposing,

    /// <summary>Drawn, all sets equally likely; the same for all conditions.</summary>
    Random,
}

/// <summary>
/// What inhibitory units do for each condition's outputs: units are chosen for a condition and silenced, and the network is run on trials
/// of all conditions, the same trials with the same noise as intact.
/// </summary>
public sealed record InhibitionSilencing
{
    /// <summary>Share of the inhibitory units that is silenced; at least one.</summary>
    [Range(0, 1, Above = true)]
    public double Share { get; init; } = 0.1;

    /// <summary>Sets that are drawn for <see cref="InhibitoryChoice.Random"/>.</summary>
    [Range(1, 10_000)]
    public int Draws { get; init; } = 5;

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Silences units and measures.</summary>
    /// <param name="experiment">The trials; the network is its own.</param>
    /// <param name="period">The period in which rates and outputs count; null for whole trials.</param>
    /// <param name="cancel">Looked at between runs.</param>
    /// <returns>One for each choice.</returns>
    /// <exception cref="UsageException">
    /// The network has no Dale's law, the conditions have no outputs of their own, the settings are not allowed, or the
    /// intact network is not finite.
    /// </exception>
    public IReadOnlyList<SilencedOutputs> Run(Experiment experiment, string? period = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        Settings.Check(this);
        var network = SignedNetwork.Of(experiment.Network);
        var recording = experiment.Run(cancel);
        Finite.Outputs(recording);
        var inhibition = InhibitionOfOutputs.Of(recording, network, period);
        if (!inhibition.Groups.AreApart)
        {
            throw new UsageException(
                "The task's conditions do not ask for different outputs, so no output is wrong; use a task such as multi-sequence.");
        }

        var intact = OutputErrors.Of(recording, inhibition.Groups, period);
        var count = inhibition.Groups.Conditions.Count;
        var size = Math.Clamp((int)Math.Round(Share * network.Inhibitory), 1, network.Inhibitory);
        return
        [
            .. Enum.GetValues<InhibitoryChoice>().Select(choice =>
            {
                int[][] sets = choice == InhibitoryChoice.Random
                    ? [.. Enumerable.Range(0, Draws).Select(draw => Drawn(inhibition.Units, size, draw))]
                    : [.. Enumerable.Range(0, count).Select(c => Chosen(inhibition, choice, c, size))];
                var silenced = sets.Select(set => OutputErrors.Of(
                    (experiment with { Network = experiment.Network.Silence(set) }).Run(cancel), inhibition.Groups, period)).ToList();
                return new SilencedOutputs(choice, sets, Changes(one => one.Wrong), Changes(one => one.Own), Changes(one => one.Gain),
                    [.. silenced.Select(one => one.Greatest)]);

                IReadOnlyList<IReadOnlyList<double>> Changes(Func<OutputErrors, IReadOnlyList<double>> of) =>
                    [.. silenced.Select(one => (IReadOnlyList<double>)[.. of(one).Zip(of(intact), (after, before) => after - before)])];
            }),
        ];
    }

    private int[] Drawn(IReadOnlyList<int> units, int size, int draw)
    {
        int[] order = [.. units];
        var stream = Resampling.Stream(Seed, draw);
        Resampling.Shuffle<int>(order, ref stream);
        return [.. order.Take(size).Order()];
    }

    private static int[] Chosen(InhibitionOfOutputs of, InhibitoryChoice choice, int c, int size)
    {
        var count = of.Groups.Conditions.Count;
        var others = Enumerable.Range(0, count).Where(d => d != c).ToArray();
        return
        [
            .. of.Units.Index().OrderByDescending(unit => choice switch
            {
                InhibitoryChoice.Preferring => of.Rates[unit.Index, c] - others.Average(d => of.Rates[unit.Index, d]),
                InhibitoryChoice.Suppressing => of.Rates[unit.Index, c] * others.Sum(d => of.Sent[unit.Index, d]),
                _ => of.Rates[unit.Index, c] * of.Sent[unit.Index, c],
            }).Take(size).Select(unit => unit.Item).Order(),
        ];
    }
}

/// <summary>
/// What silencing changes, silenced less intact, in shares of the amplitude. An output that is farther off than the amplitude counts as
/// off by it, for activity may run away.
/// </summary>
/// <param name="Choice">How units were chosen.</param>
/// <param name="Silenced">The units of each set: a set for each condition, or for each draw.</param>
/// <param name="Wrong">Change of the root mean square of the outputs that are to be silent: set × condition played.</param>
/// <param name="Own">Change of the root mean squared error of the condition's own outputs: set × condition played.</param>
/// <param name="Gain">Change of Σ y z/Σ y² over the condition's own outputs: set × condition played; −1 where all is lost.</param>
/// <param name="Greatest">The greatest output when silenced, unlimited: set × condition played.</param>
public sealed record SilencedOutputs(
    InhibitoryChoice Choice, IReadOnlyList<IReadOnlyList<int>> Silenced, IReadOnlyList<IReadOnlyList<double>> Wrong,
    IReadOnlyList<IReadOnlyList<double>> Own, IReadOnlyList<IReadOnlyList<double>> Gain,
    IReadOnlyList<IReadOnlyList<double>> Greatest)
{
    /// <summary>
    /// Mean over conditions of the change where the set was chosen for the condition that is played; over all where sets were drawn.
    /// </summary>
    /// <param name="change">One of the three.</param>
    public double Matched(IReadOnlyList<IReadOnlyList<double>> change) => Choice == InhibitoryChoice.Random
        ? change.Average(row => row.Average()) : change.Index().Average(row => row.Item[row.Index]);

    /// <summary>Mean of the change where the set was chosen for another condition; over all where sets were drawn.</summary>
    /// <param name="change">One of the three.</param>
    public double Other(IReadOnlyList<IReadOnlyList<double>> change) => Choice == InhibitoryChoice.Random
        ? change.Average(row => row.Average())
        : change.Index().Average(row => row.Item.Where((_, played) => played != row.Index).Average());
}
