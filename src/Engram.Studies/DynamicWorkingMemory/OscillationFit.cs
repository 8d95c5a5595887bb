using Engram.Numerics;
using MathNet.Numerics.LinearRegression;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>How the performance of one network goes up and down with the delay.</summary>
/// <param name="Period">
/// Period of the sine that fits best beside a straight line, in seconds: from three tested delays to two thirds of their range; NaN where
/// none
/// in between fits best.
/// </param>
/// <param name="Amplitude">Its amplitude, as a share of correct answers.</param>
/// <param name="Gain">1 − residual sum of squares with the sine ∕ without it.</param>
/// <param name="Alternations">
/// How often performance goes from significantly above chance to significantly below it or back (Wilson's 95 % interval without 0.5).
/// </param>
internal sealed record OscillationFit(double Period, double Amplitude, double Gain, int Alternations)
{
    private const double ShortestPeriod = 0.4, Step = 0.02, DelaysAPeriod = 3, PeriodsSeen = 1.5;

    /// <summary>Whether performance comes back: at least twice across chance, and more a sine with some period than a line.</summary>
    public bool Oscillates => Alternations >= 2 && Gain >= 0.5 && !double.IsNaN(Period);

    /// <summary>Fits a profile.</summary>
    public static OscillationFit Of(DelayProfile profile)
    {
        var share = Enumerable.Range(0, profile.Delays.Count).Select(profile.Share).ToArray();
        var line = Residual(profile.Delays, share, null).Squares;
        var shortest = Math.Max(ShortestPeriod, DelaysAPeriod * (profile.Delays[1] - profile.Delays[0]));
        var best = new OscillationFit(double.NaN, 0, 0, Crossings(profile));
        var longest = (profile.Delays[^1] - profile.Delays[0]) / PeriodsSeen;
        for (var period = shortest; period <= longest; period += Step)
        {
            var (squares, amplitude) = Residual(profile.Delays, share, period);
            var gain = line > 0 ? 1 - (squares / line) : 0;
            if (gain > best.Gain)
            {
                best = best with { Period = Math.Round(period, 2), Amplitude = amplitude, Gain = gain };
            }
        }

        // The longest period that is tried would be the best of still longer ones.
        return best.Period > longest - (2 * Step) ? best with { Period = double.NaN } : best;
    }

    // share ≈ a + b·t (+ c·cos 2πt/P + d·sin 2πt/P)
    private static (double Squares, double Amplitude) Residual(IReadOnlyList<double> delays, double[] share, double? period)
    {
        double[] Regressors(double t) => period is { } p ? [1, t, Math.Cos(2 * Math.PI * t / p), Math.Sin(2 * Math.PI * t / p)] : [1, t];
        var rows = delays.Select(Regressors).ToArray();
        var weights = MultipleRegression.QR(rows, share);
        var squares = rows.Zip(share, (row, y) => y - row.Zip(weights, (x, w) => x * w).Sum()).Sum(residual => residual * residual);
        return (squares, period is null ? 0 : Math.Sqrt((weights[2] * weights[2]) + (weights[3] * weights[3])));
    }

    private static int Crossings(DelayProfile profile)
    {
        var (side, crossings) = (0, 0);
        for (var delay = 0; delay < profile.Delays.Count; delay++)
        {
            var (low, high) = Binomial.Wilson(profile.Correct[delay].Sum(), profile.Trials[delay].Sum());
            var now = low > 0.5 ? 1 : high < 0.5 ? -1 : 0;
            crossings += now != 0 && side != 0 && now != side ? 1 : 0;
            side = now != 0 ? now : side;
        }

        return crossings;
    }
}
