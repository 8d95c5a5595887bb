using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class MemoryFieldTests
{
    private static readonly double[] Eight = [0, 45, 90, 135, 180, 225, 270, 315];

    [Theory]
    [InlineData(10, 2, 1.5, 0.5)]
    [InlineData(359, 6, 3, 0)]
    [InlineData(200, 0.5, 1, 2)]
    [InlineData(67.5, 4, -0.8, 1)]
    public void A_curve_without_noise_is_found_again(double centre, double kappa, double amplitude, double offset)
    {
        var field = MemoryField.Fit(Eight, [.. Eight.Select(at => offset + (amplitude * Delays.Bump(at, centre, kappa)))])!;
        Assert.Equal(centre, field.Centre, 0.01);
        Assert.Equal(kappa, field.Kappa, 0.01);
        Assert.Equal(amplitude, field.Amplitude, 0.01);
        Assert.Equal(offset, field.Offset, 0.01);
        Assert.Equal(1, field.RSquared, 1e-6);
        Assert.False(field.IsAtBound);

        // Half-way between the greatest and the least rate.
        Assert.Equal((field.At(field.Centre) + field.At(field.Centre + 180)) / 2, field.At(field.Centre + field.HalfWidth), 1e-9);
    }

    [Fact]
    public void A_rate_at_one_direction_alone_does_not_tell_how_wide_the_field_is()
    {
        Assert.True(MemoryField.Fit(Eight, [0, 0, 0, 1, 0, 0, 0, 0])!.IsAtBound);
        Assert.True(MemoryField.Fit(Eight, [0, 0, 0, 1, 0.01, 0, 0, 0])!.IsAtBound);
        Assert.Null(MemoryField.Fit(Eight, [0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f]));
        Assert.Contains("five directions", Assert.Throws<UsageException>(() => MemoryField.Fit([0, 90, 180, 270], [1, 2, 3, 4])).Message, StringComparison.Ordinal);
        Assert.Contains("7 rates", Assert.Throws<UsageException>(() => MemoryField.Fit(Eight, new double[7])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Planted_fields_are_found_to_three_degrees_excited_and_inhibited()
    {
        const int Fields = 24;
        var recording = Delays.Of(Delays.Ring(320), 2, _ => 10, 2 * Fields, (step, trial, unit) =>
            (0.5 * Delays.Noise(step + 2, trial, unit))
            + (step < 0 || unit >= Fields ? 0 : (unit % 3 == 0 ? -1 : 1) * Delays.Bump(Delays.Ring(320)[trial], 15 * unit, 1.5 + (unit % 4))));
        var found = new DelayCellFinder { FalseDiscoveries = 0.01 }.Find(recording, "direction");
        Assert.Equal(Eight, found.Directions);
        Assert.All(found.Units.Take(Fields), unit =>
        {
            Assert.True(unit.HasField, $"{unit.Unit}: {unit.FieldPValue} {unit.Field}");
            var away = Math.Abs(unit.Field!.Centre - (15 * unit.Unit));
            Assert.InRange(Math.Min(away, 360 - away), 0, 3);
            Assert.Equal(unit.Unit % 3 == 0 ? -1 : 1, Math.Sign(unit.Field.Amplitude));
            Assert.Equal(MemoryField.WidthOf(1.5 + (unit.Unit % 4)), unit.Field.HalfWidth, 6.0);
        });
        Assert.DoesNotContain(found.Units.Skip(Fields), unit => unit.HasField);
    }

    [Fact]
    public void P_values_of_fields_in_noise_are_uniform()
    {
        var recording = Delays.Of(Delays.Ring(64), 1, _ => 1, 400, (step, trial, unit) => Delays.Noise(step + 1, trial, unit));
        var p = new DelayCellFinder { Permutations = 400 }.Find(recording, "direction").Units.Select(unit => unit.FieldPValue).ToList();
        Assert.InRange(DelayCellsTests.Distance(p), 0, 1.63 / Math.Sqrt(400));
    }

    [Fact]
    public void Directions_of_many_values_are_put_into_sectors_and_labels_and_few_directions_have_no_fields()
    {
        double[] any = [.. Enumerable.Range(0, 400).Select(trial => 360 * ((trial * 0.618034) % 1))];
        var recording = Delays.Of(any, 2, _ => 4, 1, (step, trial, unit) =>
            (0.2 * Delays.Noise(step + 2, trial, unit)) + (step < 0 ? 0 : Delays.Bump(any[trial], 350, 2)));
        var found = new DelayCellFinder { Permutations = 500 }.Find(recording, "direction");
        Assert.Equal(Eight, found.Directions);
        Assert.InRange(Math.Abs(found.Units[0].Field!.Centre - 350), 0, 5);
        Assert.Null(new DelayCellFinder { Permutations = 500 }.Find(recording, "side").Units[0].Field);
        var four = Delays.Of(Delays.Ring(40, 4), 2, _ => 4, 1, Delays.Noise);
        Assert.Null(new DelayCellFinder { Permutations = 500 }.Find(four, "direction").Units[0].Field);
    }
}
