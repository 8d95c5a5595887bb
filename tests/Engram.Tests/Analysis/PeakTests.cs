using Engram.Analysis;

namespace Engram.Tests.Analysis;

public sealed class PeakTests
{
    private const double Dt = 0.01;

    [Theory]
    [InlineData(0.4, 12, 0.03)]
    [InlineData(0.2537, 0.5, 0.02)]
    public void A_Gaussian_peaks_where_it_should_and_is_as_wide_as_it_should_be(double time, double height, double sd)
    {
        var peak = Peak.Of(Gaussian(time, height, sd), Dt);
        Assert.Equal(time, peak.Time, 5e-4);
        Assert.Equal(time, peak.CentreOfMass, 1e-6);
        Assert.Equal(height, peak.Amplitude, 0.01 * height);
        Assert.Equal(2 * Math.Sqrt(2 * Math.Log(2)) * sd, peak.Width, 2e-3);
    }

    [Fact]
    public void A_parabola_is_found_exactly_and_whole_steps_only_without_refinement()
    {
        double[] parabola = [.. Enumerable.Range(1, 60).Select(k => Math.Max(0, 1 - Math.Pow(((k * Dt) - 0.2034) / 0.1, 2)))];
        var (refined, plain) = (Peak.Of(parabola, Dt), Peak.Of(parabola, Dt, refine: false));
        Assert.Equal((0.2034, 1), (refined.Time, refined.Amplitude), Close);
        Assert.Equal((0.2, parabola[19]), (plain.Time, plain.Amplitude), Close);
        Assert.Equal(2 * 0.1 / Math.Sqrt(2), refined.Width, 2e-3);
    }

    [Theory]
    [InlineData(0.0002)]
    [InlineData(-0.0007)]
    [InlineData(0.00003)]
    public void A_shift_of_a_fraction_of_a_step_is_found_to_a_hundredth_of_it(double shift)
    {
        const double fine = 0.001;
        double[] At(double time) => [.. Enumerable.Range(1, 800).Select(k => (double)(float)(12 * Math.Exp(-Math.Pow(((k * fine) - time) / 0.02, 2) / 2)))];
        var (intact, moved) = (Peak.Of(At(0.4123), fine), Peak.Of(At(0.4123 - shift), fine));
        Assert.Equal(shift, intact.Time - moved.Time, 0.01 * fine);
        Assert.Equal(shift, intact.CentreOfMass - moved.CentreOfMass, 0.01 * fine);
    }

    [Fact]
    public void The_centre_of_mass_leaves_out_what_is_negative()
    {
        Assert.Equal(2.5, Peak.Of([-5, 1, 1, -7, 0], 1).CentreOfMass);
        Assert.True(double.IsNaN(Peak.Of([-1, 0, -1], 1).CentreOfMass));
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0, 0.0, 0.0)]
    [InlineData(-1.0, -2.0, -1.0, -3.0, -1.0)]
    [InlineData(5.0, 4.0, 1.0, 0.0, 0.0)]
    [InlineData(0.0, 0.0, 1.0, 4.0, 5.0)]
    [InlineData(3.0, 4.0, 5.0, 2.0, 0.0)]
    [InlineData(0.0, 2.0, 5.0, 4.0, 3.0)]
    public void What_is_silent_rises_or_falls_to_the_end_or_not_to_half_has_no_peak(params double[] values)
    {
        var peak = Peak.Of(values, Dt);
        Assert.False(peak.IsFound);
        Assert.True(double.IsNaN(peak.Amplitude) && double.IsNaN(peak.Width));
    }

    [Fact]
    public void Of_two_equal_values_the_time_between_them_is_the_peak() =>
        Assert.Equal(2.5, Peak.Of([0, 4, 4, 0], 1).Time);

    private static bool Close((double A, double B) one, (double A, double B) other) =>
        Math.Abs(one.A - other.A) < 1e-9 && Math.Abs(one.B - other.B) < 1e-9;

    private static double[] Gaussian(double time, double height, double sd) =>
        [.. Enumerable.Range(1, 80).Select(k => height * Math.Exp(-Math.Pow(((k * Dt) - time) / sd, 2) / 2))];
}
