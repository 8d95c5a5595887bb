using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Finds delay cells: units whose mean rate in a delay differs from that in a baseline before it (paired permutation test over trials, two-sided),
/// or tells the values of a factor apart (permutation test of η², see <see cref="Selectivity"/>). Both tests of all units are corrected together
/// (Benjamini and Hochberg 1995).
/// </summary>
/// <remarks>
/// The persistence P of a delay cell is the share of the delay's bins, as long as <see cref="Bin"/>, in which it keeps its preference: for a
/// selective unit, that among the values of the factor; for another, being above or below the baseline. The preference comes from one half of
/// the trials and is tested in each bin in the other half (one-sided t above 1.645), and the other way round.
/// </remarks>
[Cite(
    "10.1152/jn.1989.61.2.331",
    "Funahashi, Bruce & Goldman-Rakic 1989, Mnemonic coding of visual space in the monkey's dorsolateral prefrontal cortex")]
public sealed record DelayCellFinder
{
    /// <summary>Name of the delay.</summary>
    public string Period { get; init; } = "delay";

    /// <summary>Name of the period that it is compared with.</summary>
    public string Baseline { get; init; } = "fixation";

    /// <summary>Expected share of false discoveries among all that is found, rates and selectivity together; likewise among memory fields.</summary>
    [Range(0, 1, Above = true)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>
    /// Permutations P of each test, below whose 1/(P + 1) no p is; none for twice the number of units over <see cref="FalseDiscoveries"/>, by
    /// which a single cell among them can be found, but from 2000 to 20 000.
    /// </summary>
    [Range(100, 1_000_000)]
    public int? Permutations { get; init; }

    /// <summary>Length of the bins of persistence.</summary>
    [Range(0, Above = true)]
    public TimeSpan Bin { get; init; } = 100.Ms;

    /// <summary>Share of the bins in which a persistent unit keeps its preference.</summary>
    [Range(0, 1)]
    public double PersistentShare { get; init; } = 0.75;

    /// <summary>How long a persistent unit keeps its preference without a break.</summary>
    [Range(0)]
    public TimeSpan PersistentRun { get; init; } = 200.Ms;

    /// <summary>Seed of the permutations.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Finds them.</summary>
    /// <param name="recording">The recording. Catch trials, and those without a step in the delay or the baseline, are left out.</param>
    /// <param name="factor">
    /// What is to be remembered: name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made). Numbers
    /// that lie all round the circle are directions in degrees, over which memory fields are fitted.
    /// </param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, not two values of the factor with two trials each, or a rate of the units is not finite.
    /// </exception>
    public DelayCells Find(Recording recording, string factor)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        MultipleTesting.CheckRate(FalseDiscoveries);
        var trials = DelayTrials.Of(recording, factor, Period, Baseline);
        var permutations = Permutations ?? (int)Math.Clamp(Math.Ceiling(2 * trials.Units / FalseDiscoveries), 2000, 20_000);
        var changes = trials.Changes();
        var rates = SignFlips.PValues(changes, trials.Units, permutations, Seed);
        var units = Selective(trials, permutations);
        var found = MultipleTesting.BenjaminiHochberg([.. rates, .. units.Select(unit => unit.PValue)], FalseDiscoveries);
        var (fields, fieldP) = FieldTest.Run(trials, permutations, Seed);
        var significant = MultipleTesting.BenjaminiHochberg(fieldP, FalseDiscoveries);
        var (bins, first) = (trials.Bins(Bin), TrialHalves.Of(trials.Labels));
        return new(
            factor, Period, Baseline, trials.Groups.Names, trials.Groups.Directions, trials.Counts, bins.Length, permutations,
            [
                .. units.Select(unit => Cell(unit.Unit) with
                {
                    Field = fields[unit.Unit],
                    FieldPValue = fieldP[unit.Unit],
                    HasField = significant[unit.Unit] && fields[unit.Unit] is { IsAtBound: false },
                }),
            ]);

        DelayCell Cell(int unit)
        {
            var (before, delay) = (Mean(trials.BaselineRates, trials.Units, unit), Mean(trials.Rates, trials.Units, unit));
            var kind = DelayCell.ClassOf(found[unit], delay > before, found[trials.Units + unit]);
            var one = new DelayCell(
                unit, kind, before, delay, rates[unit], units[unit].MeanRates, units[unit].Preferred, units[unit].EtaSquared,
                units[unit].PValue, null, null, false, null, 1, false);
            if (!one.IsDelayCell)
            {
                return one;
            }

            var kept = one.IsSelective
                ? DelayPersistence.OfValues(trials, bins, first, unit) : DelayPersistence.OfRate(trials, bins, changes, first, unit);
            var share = kept.Count(bin => bin) / (double)kept.Length;
            var run = DelayPersistence.Longest(kept) * BinLength(recording, trials);
            return one with { Persistence = share, LongestRun = run, IsPersistent = share >= PersistentShare && run >= PersistentRun };
        }
    }

    private UnitSelectivity[] Selective(DelayTrials trials, int permutations)
    {
        var p = Selectivity.Test(trials.Rates, trials.Units, trials.Labels, trials.Counts, Seed, permutations);
        return
        [
            .. Enumerable.Range(0, trials.Units).Select(unit => UnitSelectivity.Of(
                unit, [.. trials.Labels.Select((_, k) => trials.Rates[(k * trials.Units) + unit])], trials.Labels, trials.Counts))
                .Select(unit => unit with { PValue = unit.EtaSquared > 0 ? p[unit.Unit] : 1 }),
        ];
    }

    private TimeSpan BinLength(Recording recording, DelayTrials trials) => recording.Dt
        * Math.Clamp((int)Math.Round(Bin / recording.Dt), 1, trials.Delay.Min(part => part.End - part.First));

    private static double Mean(double[] rates, int units, int unit) =>
        Enumerable.Range(0, rates.Length / units).Average(k => rates[(k * units) + unit]);
}
