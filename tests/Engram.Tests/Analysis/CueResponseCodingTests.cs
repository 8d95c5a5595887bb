using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class CueResponseCodingTests
{
    private static readonly double[] Cues = Delays.Ring(320);

    // Every other round of eight directions, the response is opposite.
    private static readonly double[] Responses = [.. Cues.Select((cue, trial) => trial / 8 % 2 == 0 ? cue : (cue + 180) % 360)];

    [Fact]
    public void Units_code_the_cue_the_response_both_or_neither_as_planted()
    {
        var recording = Delays.Of(Cues, 2, _ => 20, 40, (step, trial, unit) => Delays.Noise(step + 2, trial, unit) + (unit % 4 is 0 or 2 ? Cue(trial, unit) : 0)
            + (unit % 4 is 1 or 2 ? Response(trial, unit) : 0), Responses);
        var coding = CueResponseCoding.Of(recording, "direction", "response", rate: 0.01);
        CodedFactor[] planted = [CodedFactor.Cue, CodedFactor.Response, CodedFactor.Both, CodedFactor.Neither];
        Assert.Equal(320, coding.Trials);

        // No more than one false discovery of those that one in a hundred may be.
        Assert.True(coding.Whole.Count(unit => unit.Coded == planted[unit.Unit % 4]) >= 39);
        Assert.All(coding.Whole, unit => Assert.True(unit.Unit % 4 is not (0 or 2) || unit.Coded is CodedFactor.Cue or CodedFactor.Both));
        Assert.All(coding.Whole, unit => Assert.True(unit.Unit % 4 is not (1 or 2) || unit.Coded is CodedFactor.Response or CodedFactor.Both));
        Assert.All(coding.Whole, unit => Assert.True(unit is { CueShare: >= 0 and <= 1, ResponseShare: >= 0 and <= 1 }));
    }

    [Fact]
    public void A_unit_that_turns_from_the_cue_to_the_response_is_seen_to()
    {
        var recording = Delays.Of(Cues, 2, _ => 20, 10, (step, trial, unit) =>
            Delays.Noise(step + 2, trial, unit) + (step < 10 ? Cue(trial, unit) : Response(trial, unit)), Responses);
        var coding = CueResponseCoding.Of(recording, "direction", "response", rate: 0.01);
        Assert.All(coding.Early, unit => Assert.Equal(CodedFactor.Cue, unit.Coded));
        Assert.All(coding.Late, unit => Assert.Equal(CodedFactor.Response, unit.Coded));

        // What was answered is the response but for a few degrees, and is put into sectors.
        var measured = CueResponseCoding.Of(recording, "direction", "answered", rate: 0.01);
        Assert.Equal(coding.Late, measured.Late);
    }

    [Fact]
    public void Shares_are_those_of_sums_of_squares()
    {
        // r = 2·cue + response of two binary factors in equal numbers: variances 1 and 1/4.
        double[] cues = [0, 0, 1, 1, 0, 0, 1, 1], responses = [0, 1, 0, 1, 0, 1, 0, 1];
        var recording = Delays.Of(cues, 1, _ => 2, 1, (_, trial, _) => (2 * cues[trial]) + responses[trial], responses);
        var unit = CueResponseCoding.Of(recording, "direction", "response").Whole[0];
        Assert.Equal(0.8, unit.CueShare, 1e-6);
        Assert.Equal(0.2, unit.ResponseShare, 1e-6);
    }

    [Fact]
    public void P_values_of_noise_are_uniform_and_constant_units_code_nothing()
    {
        var recording = Delays.Of(Cues, 1, _ => 2, 401, (step, trial, unit) => unit == 400 ? 0.1 : Delays.Noise(step + 1, trial, unit), Responses);
        var coding = CueResponseCoding.Of(recording, "direction", "response", permutations: 400);
        Assert.InRange(DelayCellsTests.Distance(coding.Whole.Take(400).Select(unit => unit.CuePValue)), 0, 1.63 / 20);
        Assert.InRange(DelayCellsTests.Distance(coding.Whole.Take(400).Select(unit => unit.ResponsePValue)), 0, 1.63 / 20);
        Assert.Equal((0, 0, 1, 1, CodedFactor.Neither), (coding.Whole[400].CueShare, coding.Whole[400].ResponseShare, coding.Whole[400].CuePValue,
            coding.Whole[400].ResponsePValue, coding.Whole[400].Coded));
    }

    [Fact]
    public void Factors_that_go_together_are_refused()
    {
        var recording = Delays.Of(Cues, 1, _ => 2, 1, Delays.Noise);
        Assert.Contains(
            "is the same in all trials with the same", Assert.Throws<UsageException>(() => CueResponseCoding.Of(recording, "direction", "response")).Message,
            StringComparison.Ordinal);
    }

    private static double Cue(int trial, int unit) => Delays.Bump(Cues[trial], 9 * unit, 2);

    private static double Response(int trial, int unit) => Delays.Bump(Responses[trial], 9 * unit, 2);
}
