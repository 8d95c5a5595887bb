namespace Engram.Tasks;

/// <summary>
/// Errors of the answers to a time series, over its scored samples k and outputs c. With E_c the mean squared error of an output, σ_c the standard deviation
/// of its target and R_c the range of it, all over the scored samples, and ⟨⟩ the mean over outputs:
/// <c>rmse</c> = √⟨E_c⟩, <c>nrmse-deviation</c> = √⟨E_c/σ_c²⟩, <c>nrmse-range</c> = √⟨E_c/R_c²⟩, <c>nrmse-variance</c> = √⟨E_c/σ_c⁴⟩.
/// </summary>
/// <remarks>
/// Of one output these are the root mean squared error and its quotients by the standard deviation, the range and the variance. The quotient by the standard
/// deviation is what the literature of reservoirs means by NRMSE: 1 is the error of a constant. The quotient by the variance is no pure number; it is here because a
/// library calls it NRMSE ("var"). Where a target is constant, the quotients are not numbers.
/// </remarks>
internal static class SeriesErrors
{
    /// <summary>Names of the measures, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Names { get; } = ["rmse", "nrmse-deviation", "nrmse-range", "nrmse-variance"];

    /// <summary>The names, and those of further measures.</summary>
    /// <param name="more">The further ones.</param>
    public static string[] And(params ReadOnlySpan<string> more) => [.. Names, .. more];

    /// <summary>Writes the four errors.</summary>
    /// <param name="scored">What was answered, and what should have been.</param>
    /// <param name="values">Where to write them.</param>
    public static void Measure(in ScoredSamples scored, Span<double> values)
    {
        var (plain, deviation, range, variance) = (0.0, 0.0, 0.0, 0.0);
        for (var c = 0; c < scored.Channels; c++)
        {
            var (squares, least, greatest) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
            for (var k = scored.First; k < scored.End; k++)
            {
                var y = scored.Targets[k, c];
                var off = scored.At(k)[c] - y;
                squares += off * off;
                (least, greatest) = (Math.Min(least, y), Math.Max(greatest, y));
            }

            var error = squares / scored.Count;
            var spread = greatest > least ? scored.Moments(c).Variance : double.NaN;
            var width = greatest > least ? greatest - least : double.NaN;
            plain += error;
            deviation += error / spread;
            range += error / (width * width);
            variance += error / (spread * spread);
        }

        values[0] = Math.Sqrt(plain / scored.Channels);
        values[1] = Math.Sqrt(deviation / scored.Channels);
        values[2] = Math.Sqrt(range / scored.Channels);
        values[3] = Math.Sqrt(variance / scored.Channels);
    }
}
