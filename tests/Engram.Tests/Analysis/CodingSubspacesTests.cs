using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Tests.Analysis;

public sealed class CodingSubspacesTests
{
    private const int N = 40;

    [Theory]
    [InlineData(0)]
    [InlineData(1e-7)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(90)]
    public void Angles_of_planes_are_those_that_were_planted(double angle)
    {
        // The second plane has one direction of the first turned by the angle, and one turned by half of it.
        var (cos, sin) = (Math.Cos(angle * Math.PI / 180), Math.Sin(angle * Math.PI / 180));
        var (half, halfSin) = (Math.Cos(angle * Math.PI / 360), Math.Sin(angle * Math.PI / 360));
        double[,] a = { { 1, 0 }, { 0, 1 }, { 0, 0 }, { 0, 0 } }, b = { { cos, cos }, { 0, 2 * half }, { sin, sin }, { 0, 2 * halfSin } };
        var found = PrincipalAngles.Between(a, b);
        Assert.Equal(angle / 2, found[0], 1e-9);
        Assert.Equal(angle, found[1], 1e-9);
        Assert.Equal(found, PrincipalAngles.Between(b, a), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal(angle / 2, PrincipalAngles.Between(b, new double[,] { { 0 }, { 1 }, { 0 }, { 0 } })[0], 1e-9);
    }

    [Fact]
    public void Directions_that_depend_on_each_other_are_refused()
    {
        double[,] same = { { 1, 2 }, { 1, 2 } };
        Assert.Contains("depend", Assert.Throws<UsageException>(() => PrincipalAngles.Between(same, same)).Message, StringComparison.Ordinal);
        Assert.Contains("same length", Assert.Throws<UsageException>(() => PrincipalAngles.Between(same, new double[3, 1])).Message.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(90)]
    public void A_code_that_turns_from_one_period_to_the_next_is_seen_to_turn_by_its_angle(double angle)
    {
        var found = new CodingSubspaces { Permutations = 100 }.Compare(Turned(angle, noise: 0.05), "direction", "fixation", "direction", "delay");
        Assert.All(found.Angles.Concat(found.Corrected), one => Assert.Equal(angle, one, 3.0));
        Assert.All(found.WithinFirst.Concat(found.WithinSecond), one => Assert.InRange(one, 0, 3));
        Assert.Equal(angle > 0, found.RotatedPValue < 0.05);
        Assert.Equal(200, found.Trials);
        if (angle == 0)
        {
            Assert.InRange(found.AlignedPValue, 0, 0.02);
        }
    }

    [Fact]
    public void Noise_makes_angles_greater_and_the_correction_takes_that_out()
    {
        // cos α = cos 40°/(1 + 38·0.06²) with 38 units of noise 0.06 of the code: 48°.
        SubspaceAngles[] all = [.. Enumerable.Range(1, 20).Select(seed =>
            new CodingSubspaces { Permutations = 1 }.Compare(Turned(40, seed, noise: 0.6), "direction", "fixation", "direction", "delay"))];
        Assert.Equal(48, all.Average(found => found.Angles.Average()), 3.0);
        Assert.Equal(40, all.Average(found => found.Corrected.Average()), 3.0);
    }

    [Fact]
    public void Two_items_of_one_period_may_have_codes_at_right_angles()
    {
        // Responses are drawn apart from the cues, so that they go along with them a little by chance, and coded along other units.
        double[] cues = Delays.Ring(320), responses = [.. cues.Select((_, trial) => 45 * Math.Floor(8 * Drawn(trial)))];
        var recording = Delays.Of(cues, 1, _ => 2, N, (step, trial, unit) => (0.05 * Delays.Noise(step + 1, trial, unit)) + unit switch
        {
            0 => Math.Cos(cues[trial] * Math.PI / 180),
            1 => Math.Sin(cues[trial] * Math.PI / 180),
            2 => Math.Cos(responses[trial] * Math.PI / 180),
            3 => Math.Sin(responses[trial] * Math.PI / 180),
            _ => 0,
        }, responses);
        var found = new CodingSubspaces { Permutations = 100 }.Compare(recording, "direction", "delay", "response", "delay");
        Assert.All(found.Angles, one => Assert.Equal(90, one, 3.0));
        Assert.InRange(found.RotatedPValue!.Value, 0, 0.02);

        static double Drawn(int trial)
        {
            var stream = Synthetic.Stream(trial);
            return stream.NextUniform();
        }
    }

    [Fact]
    public void A_factor_that_is_not_coded_does_not_borrow_the_code_of_another()
    {
        // The side goes along with the direction in four of five trials, and only the direction is coded.
        double[] cues = [.. Enumerable.Range(0, 320).Select(trial => trial % 5 == 0 ? 90.0 * (trial / 5 % 4) : 180.0 * (trial % 2))];
        var recording = Delays.Of(cues, 1, _ => 2, N, (step, trial, unit) =>
            (0.1 * Delays.Noise(step + 1, trial, unit)) + (unit == 0 ? Math.Cos(cues[trial] * Math.PI / 180) : 0));
        var found = new CodingSubspaces { Axes = 1, Permutations = 20 }.Compare(recording, "direction", "delay", "side", "delay");
        Assert.InRange(found.Angles[0], 60, 90);
        Assert.InRange(found.WithinFirst[0], 0, 20);
        Assert.Null(found.RotatedPValue);
    }

    [Fact]
    public void P_values_of_a_code_that_does_not_turn_are_uniform()
    {
        double[] p = [.. Enumerable.Range(0, 60).Select(k => new CodingSubspaces { Permutations = 39 }.Compare(Turned(0, 1 + k, 6, 64, 1), "direction", "fixation", "direction", "delay").RotatedPValue!.Value)];
        Assert.Equal(0.5, p.Average(), 0.12);
        Assert.InRange(p.Count(value => value <= 0.1), 0, 13);
    }

    [Fact]
    public void More_axes_than_a_factor_or_the_units_have_are_refused()
    {
        var recording = Turned(0);
        Assert.Contains("3 values", Assert.Throws<UsageException>(() => new CodingSubspaces().Compare(recording, "side", "fixation", "side", "delay")).Message, StringComparison.Ordinal);
        Assert.Contains("`Axes`", Assert.Throws<UsageException>(() => new CodingSubspaces { Axes = 0 }.Compare(recording, "side", "fixation", "side", "delay")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "fewer axes", Assert.Throws<UsageException>(() => new CodingSubspaces { Axes = 2 }.Compare(
                Delays.Of(Delays.Ring(80), 1, _ => 1, 3, (_, trial, unit) => unit == 0 ? trial % 8 : 0), "direction", "fixation", "direction", "delay")).Message,
            StringComparison.Ordinal);
    }

    // In the fixation the direction is coded along units 0 and 1, in the delay along axes that are turned from them to units 2 and 3.
    private static Recording Turned(double angle, int seed = 0, int units = N, int trials = 200, double noise = 0.1)
    {
        var (cos, sin) = (Math.Cos(angle * Math.PI / 180), Math.Sin(angle * Math.PI / 180));
        var cues = Delays.Ring(trials);
        return Delays.Of(cues, 2, _ => 2, units, (step, trial, unit) =>
        {
            var (x, y) = (Math.Cos(cues[trial] * Math.PI / 180), Math.Sin(cues[trial] * Math.PI / 180));
            var (along, turned) = step < 0 ? (1.0, 0.0) : (cos, sin);
            return (noise * Delays.Noise(step + 2 + (10 * seed), trial, unit)) + (unit switch { 0 => along * x, 1 => along * y, 2 => turned * x, 3 => turned * y, _ => 0 });
        });
    }
}
