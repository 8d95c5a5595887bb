using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class ConstraintTests
{
    [Fact]
    public void Effective_weights_follow_the_definition_entry_by_entry() => Some.ForSeeds(seed =>
    {
        foreach (var positivity in Enum.GetValues<Positivity>())
        {
            const int rows = 5, columns = 13;
            var constraint = Some.Constraint(seed, rows, columns, positivity);
            var raw = Some.Normal(seed, rows * columns);
            var effective = new double[raw.Length];
            constraint.Effective<double>(raw, effective);
            var single = new float[raw.Length];
            constraint.Effective<float>(Some.Single(raw), single);
            for (var k = 0; k < raw.Length; k++)
            {
                var a = (constraint.Mask.IsEmpty ? 1 : constraint.Mask[k]) * raw[k] + (constraint.Fixed.IsEmpty ? 0 : constraint.Fixed[k]);
                var p = positivity switch { Positivity.Rectify => Math.Max(a, 0), Positivity.Absolute => Math.Abs(a), _ => a };
                var expected = p * (constraint.Sign.IsEmpty ? 1 : constraint.Sign[k % columns]);
                Assert.Equal(expected, effective[k]);
                Assert.Equal((float)expected, single[k], 1e-6f);
            }
        }
    });

    [Fact]
    public void Pull_agrees_with_central_differences_of_the_effective_weights() => Some.ForSeeds(seed =>
    {
        foreach (var positivity in Enum.GetValues<Positivity>())
        {
            const int rows = 4, columns = 11;
            const double step = 1e-6;
            var constraint = Some.Constraint(seed, rows, columns, positivity);
            var raw = Some.Normal(seed, rows * columns);
            var outer = Some.Normal(seed + 1, rows * columns);
            var pulled = (double[])outer.Clone();
            constraint.Pull<double>(raw, pulled);
            var (up, down) = (new double[raw.Length], new double[raw.Length]);
            for (var k = 0; k < raw.Length; k++)
            {
                if (Math.Abs(raw[k]) < 2 * step)
                {
                    continue;
                }

                // L = Σ outer ∘ W'.
                var moved = (double[])raw.Clone();
                moved[k] += step;
                constraint.Effective<double>(moved, up);
                moved[k] -= 2 * step;
                constraint.Effective<double>(moved, down);
                var slope = outer.Zip(up.Zip(down, (u, d) => (u - d) / (2 * step)), (o, s) => o * s).Sum();
                Assert.Equal(slope, pulled[k], 1e-8);
            }
        }
    });

    [Fact]
    public void Single_precision_pull_agrees_with_double() => Some.ForSeeds(seed =>
    {
        const int rows = 3, columns = 21;
        var constraint = Some.Constraint(seed, rows, columns, (Positivity)(Math.Abs((long)seed) % 3));
        var raw = Some.Single(Some.Normal(seed, rows * columns));
        var gradient = Some.Single(Some.Normal(seed + 1, rows * columns));
        var wide = Array.ConvertAll(gradient, g => (double)g);
        constraint.Pull<double>(Array.ConvertAll(raw, w => (double)w), wide);
        constraint.Pull<float>(raw, gradient);
        Assert.Equal(Some.Single(wide), gradient);
    });

    [Fact]
    public void Absent_weights_are_positive_zero_bit_for_bit_whatever_the_raw_values() => Some.ForSeeds(seed =>
    {
        const int columns = 19;
        var sign = Enumerable.Repeat(-1f, columns).ToArray();
        foreach (var positivity in Enum.GetValues<Positivity>())
        {
            var constraint = new Constraint(2, columns, new float[2 * columns], null, sign, positivity);
            var effective = new float[2 * columns];
            constraint.Effective<float>(Some.Single(Some.Normal(seed, 2 * columns)), effective);
            Assert.All(effective, w => Assert.Equal(0, BitConverter.SingleToInt32Bits(w)));
        }
    });

    [Fact]
    public void A_diverged_weight_stays_visible()
    {
        var constraint = new Constraint(1, 9, positivity: Positivity.Rectify);
        var effective = new float[9];
        constraint.Effective<float>(Enumerable.Repeat(float.NaN, 9).ToArray(), effective);
        Assert.All(effective, w => Assert.True(float.IsNaN(w)));
    }

    [Fact]
    public void A_rectified_weight_below_or_at_zero_has_no_gradient_and_an_absolute_one_below_has_the_opposite()
    {
        var raw = new float[] { -0.5f, 0, 0.5f };
        var gradient = new float[] { 1, 1, 1 };
        new Constraint(1, 3, positivity: Positivity.Rectify).Pull<float>(raw, gradient);
        Assert.Equal([0, 0, 1], gradient);

        gradient = [1, 1, 1];
        new Constraint(1, 3, positivity: Positivity.Absolute).Pull<float>(raw, gradient);
        Assert.Equal([-1, 0, 1], gradient);
    }

    [Fact]
    public void What_is_not_trainable_has_no_gradient()
    {
        var gradient = new float[] { 1, 2, 3 };
        new Constraint(3, 1, trainable: false).Pull<float>(new float[3], gradient);
        Assert.Equal([0, 0, 0], gradient);
    }

    [Fact]
    public void Neither_direction_allocates()
    {
        var constraint = Some.Constraint(3, 20, 20, Positivity.Rectify);
        var (raw, effective) = (new float[400], new float[400]);
        void Round()
        {
            constraint.Effective<float>(raw, effective);
            constraint.Pull<float>(raw, effective);
        }

        Assert.Equal(0, Allocated.InEachRun(Round));
    }

    [Fact]
    public void A_weight_cannot_be_both_plastic_and_fixed()
    {
        var fault = Assert.Throws<UsageException>(() => new Constraint(2, 2, [1, 0, 0, 1], [0, 0, 0, 0.5f]));
        Assert.Contains("[1, 1]", fault.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => new Constraint(2, 2, null, [0, 0, 0, 0.5f]));
    }

    [Fact]
    public void Wrong_lengths_signs_masks_and_negative_magnitudes_are_refused()
    {
        Assert.Equal(2, Assert.Throws<UsageException>(() => new Constraint(2, 2, [1], [0])).Faults.Count);
        Assert.Throws<UsageException>(() => new Constraint(1, 2, sign: [1, 0]));
        Assert.Throws<UsageException>(() => new Constraint(1, 2, [0.5f, 1]));
        Assert.Throws<UsageException>(() => new Constraint(1, 2, [0, 1], [-1, 0], positivity: Positivity.Rectify));
    }

    [Fact]
    public void A_constraint_does_not_follow_later_changes_of_the_arrays_it_was_made_from()
    {
        float[] mask = [1, 1];
        var constraint = new Constraint(1, 2, mask);
        mask[0] = 0;
        Assert.Equal(1, constraint.Mask[0]);
    }
}
