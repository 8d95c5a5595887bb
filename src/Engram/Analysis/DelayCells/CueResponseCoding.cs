using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Whether units code what was seen or what is to be done, where trials tell the two apart, as pro- and anti-saccades do. With group means of
/// both factors added up, R² of both less R² of one is what the other explains beyond it. It is tested by permutation of the cue among the
/// trials with the same response, and of the response among those with the same cue.
/// </summary>
/// <param name="Cue">Name of the first factor.</param>
/// <param name="Response">Name of the second.</param>
/// <param name="Period">Name of the delay.</param>
/// <param name="Trials">Trials used.</param>
/// <param name="Whole">The units in the whole delay.</param>
/// <param name="Early">In the first half of each trial's delay.</param>
/// <param name="Late">In the second half.</param>
[Cite(
    "10.1038/365753a0",
    "Funahashi, Chafee & Goldman-Rakic 1993, Prefrontal neuronal activity in rhesus monkeys performing a delayed anti-saccade task")]
public sealed record CueResponseCoding(
    string Cue,
    string Response,
    string Period,
    int Trials,
    IReadOnlyList<UnitCoding> Whole,
    IReadOnlyList<UnitCoding> Early,
    IReadOnlyList<UnitCoding> Late)
{
    /// <summary>Tests all units.</summary>
    /// <param name="recording">The recording; catch trials, and those without two steps in the period, are left out.</param>
    /// <param name="cue">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="response">
    /// Name of another, or of a measure of the trials, such as the direction that a ring answered: all round the circle, it is put into eight
    /// sectors.
    /// </param>
    /// <param name="period">Name of the delay.</param>
    /// <param name="rate">Expected share of false discoveries among the units that are said to code a factor, in each part of the delay.</param>
    /// <param name="permutations">Permutations of each test.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, one factor follows from the other, a rate is not finite, or <paramref name="rate"/> is not between 0
    /// and 1.
    /// </exception>
    public static CueResponseCoding Of(
        Recording recording, string cue, string response, string period = "delay", double rate = 0.05, int permutations = 2000, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        MultipleTesting.CheckRate(rate);
        Finite.Rates(recording);
        var (cues, responses) = (CueGroups.Of(recording, cue), CueGroups.Of(recording, response));
        PeriodSteps[] parts =
        [
            .. PeriodSteps.Of(recording, period)
                .Where(part => part.End > part.First + 1 && cues.GroupOf[part.Trial] >= 0 && responses.GroupOf[part.Trial] >= 0),
        ];
        int[] a = [.. parts.Select(part => cues.GroupOf[part.Trial])], b = [.. parts.Select(part => responses.GroupOf[part.Trial])];
        Refuse(cue, response, b, a);
        Refuse(response, cue, a, b);
        return new(
            cue, response, period, parts.Length,
            Test(part => part),
            Test(part => part with { End = (part.First + part.End) / 2 }),
            Test(part => part with { First = (part.First + part.End) / 2 }));

        IReadOnlyList<UnitCoding> Test(Func<PeriodSteps, PeriodSteps> cut)
        {
            var samples = Selectivity.Means(recording, [.. parts.Select(cut)]);
            var first = AddedVariance.Of(samples, recording.Units, a, b, permutations, seed);
            var second = AddedVariance.Of(samples, recording.Units, b, a, permutations, seed);
            var codesA = MultipleTesting.BenjaminiHochberg(first.P, rate);
            var codesB = MultipleTesting.BenjaminiHochberg(second.P, rate);
            return
            [
                .. Enumerable.Range(0, recording.Units).Select(unit => new UnitCoding(
                    unit, first.Shares[unit], second.Shares[unit], first.P[unit], second.P[unit],
                    codesA[unit] ? codesB[unit] ? CodedFactor.Both : CodedFactor.Cue : codesB[unit] ? CodedFactor.Response : CodedFactor.Neither)),
            ];
        }
    }

    private static void Refuse(string varied, string held, int[] heldLabels, int[] variedLabels)
    {
        var varies = heldLabels.Zip(variedLabels).GroupBy(pair => pair.First).Any(group => group.DistinctBy(pair => pair.Second).Count() > 1);
        if (!varies)
        {
            throw new UsageException(
                $"{varied} is the same in all trials with the same {held}, so that their codes cannot be told apart; record trials in which "
                + "they differ, such as pro and anti trials, or name other factors.");
        }
    }
}
