using Engram.Figures;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.Reservoirs;

/// <summary>Why the delta rule is slow: the eigenvalues of the states' correlations.</summary>
internal static class SlowModes
{
    /// <summary>Writes the part.</summary>
    /// <param name="study">The study.</param>
    /// <param name="id">Of the task.</param>
    /// <param name="name">Of the task.</param>
    /// <param name="modes">The modes of each reservoir.</param>
    /// <param name="step">μ.</param>
    public static void Write(StudyContext study, string id, string name, IReadOnlyList<StateModes> modes, double step)
    {
        var mu = Words.Exact(step);
        study.Table(
            $"{name}, why: eigenvalues λ of the states' correlations E[φ φᵀ], φ the rates and 1; the mean weights approach the best ones along an eigenvector as (1 − μλ)^t, here with μ = {mu}. "
            + "Median and quartiles over reservoirs. Excess: mean squared error beyond that of the best weights.",
            ["quantity", "value"],
            [
                ["greatest eigenvalue", Of(one => one.Eigenvalues[0])], ["median eigenvalue", Of(one => one.Eigenvalues[one.Eigenvalues.Count / 2])],
                ["their ratio", Of(one => one.Spread)], ["greatest by least that is above rounding", Of(one => one.Eigenvalues[0] / one.Eigenvalues[one.WhitenedModes - 1])],
                ["modes above rounding", Of(one => one.WhitenedModes)],
                ["modes that decay by half in the samples given", Of(one => one.Eigenvalues.Count(lambda => Left(one, lambda, step) < 0.5))],
                ["least mean squared error", Of(one => one.Least)], ["excess after all samples", Of(one => one.Measured[^1])], ["excess as predicted", Of(one => one.Predicted[^1])],
                ["share of the excess in modes that should have decayed by half", Words.Quartiles(modes.Select(one => Decayed(one, step)), "0.00")],
                ["samples to twice the least root mean squared error, as predicted", Of(one => one.Needed)],
                ["weights against those of the program's delta rule, relative difference", Of(one => one.Disagreement)],
            ]);
        study.Figure(
            $"spectrum-{id}",
            new LinesFigure
            {
                Curves = [.. modes.Select(Spectrum)],
                X = new Axis("Mode") { Whole = true, Minimum = 0 }, Y = new Axis("Eigenvalue of the states' correlations") { Logarithmic = true },
            },
            $"{name}: the spectrum of the states, one line for each reservoir. Below about 10⁻¹² of the greatest there is nothing but rounding.");
        study.Figure(
            $"modes-{id}",
            new LinesFigure
            {
                Curves =
                [
                    Binned("measured", modes, one => [.. one.End.Zip(one.Begin, (end, begin) => Math.Abs(end / begin))]),
                    Binned("predicted, (1 − μλ)^t", modes, one => [.. one.Eigenvalues.Select(lambda => Left(one, lambda, step))]) with { Dashed = true },
                ],
                X = new Axis("Eigenvalue of the mode") { Logarithmic = true }, Y = new Axis("Share of it that is left to learn") { Logarithmic = true }, Points = true,
            },
            $"{name}: what is left of the distance from the best weights along each mode, after {(int)modes[0].Samples[^1]} samples of the delta rule with μ = {mu}; medians and quartiles of the modes of all "
            + "reservoirs in bins of half a power of ten.");

        string Of(Func<StateModes, double> value) => Words.Quartiles(modes.Select(value), "G3");
    }

    private static double Left(StateModes one, double lambda, double step) => Math.Pow(1 - (step * lambda), one.Samples[^1]);

    private static double Decayed(StateModes one, double step) =>
        one.End.Zip(one.Eigenvalues, (v, lambda) => Left(one, lambda, step) < 0.5 ? lambda * v * v : 0).Sum() / one.Measured[^1];

    private static Curve Spectrum(StateModes one)
    {
        double[] shown = [.. one.Eigenvalues.Where(lambda => lambda > 1e-16)];
        return new("", [.. Enumerable.Range(1, shown.Length).Select(place => (double)place)], shown);
    }

    // Medians and quartiles over the modes of all reservoirs whose eigenvalues are within half a power of ten.
    private static Curve Binned(string name, IReadOnlyList<StateModes> modes, Func<StateModes, IReadOnlyList<double>> left)
    {
        var bins = modes.SelectMany(one => left(one).Take(one.WhitenedModes).Zip(one.Eigenvalues, (share, lambda) => (share, Bin: Math.Floor(2 * Math.Log10(lambda)))))
            .GroupBy(mode => mode.Bin, mode => Math.Max(mode.share, 1e-6)).OrderBy(bin => bin.Key).ToList();
        double[] At(double q) => [.. bins.Select(bin => bin.Quantile(q))];
        return new(name, [.. bins.Select(bin => Math.Pow(10, (bin.Key + 0.5) / 2))], At(0.5)) { Low = At(0.25), High = At(0.75) };
    }
}
