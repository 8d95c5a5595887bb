using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Reads a factor from the rates of all units by regularised linear discriminant analysis with equal priors: an activity x belongs to the
/// class k with the greatest x·W⁻¹mₖ − ½ mₖ·W⁻¹mₖ, where mₖ are the class means and W is the covariance within classes plus
/// <see cref="Ridge"/> times each unit's own variance over all classes, both of the training trials: the scale of a unit does not matter.
/// Every trial is judged by a decoder that was fitted without it.
/// </summary>
/// <remarks>
/// Fisher (1936), <see href="https://doi.org/10.1111/j.1469-1809.1936.tb02137.x"/>; Friedman (1989), Regularized discriminant analysis,
/// <see href="https://doi.org/10.1080/01621459.1989.10478752"/>. Accuracy is the mean over classes of the share of their trials that are
/// decoded correctly, so that chance is 1/K however many trials each class has (Brodersen et al. 2010,
/// <see href="https://doi.org/10.1109/ICPR.2010.764"/>).
/// </remarks>
public sealed record LinearDecoder
{
    /// <summary>Parts of the trials in cross-validation, each with its share of every class.</summary>
    [Range(2, 1_000_000)]
    public int Folds { get; init; } = 5;

    /// <summary>What is added to the variance of each unit, relative to that unit's variance in the training trials.</summary>
    [Range(0, 1e6, Above = true)]
    public double Ridge { get; init; } = 1e-3;

    /// <summary>Permutations of the labels, within folds and the same in all bins, that make the null distribution.</summary>
    [Range(0, 1_000_000)]
    public int Permutations { get; init; } = 100;

    /// <summary>Rates are averaged over bins of this length.</summary>
    [Range(0, Above = true)]
    public TimeSpan Bin { get; init; } = 100.Ms;

    /// <summary>Seed of folds and permutations.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Accuracy on held-out rows, the mean over classes.</summary>
    /// <param name="rows">Samples, one after the other (n × <paramref name="features"/>).</param>
    /// <param name="features">Values of one row.</param>
    /// <param name="labels">Class of each row (n), any numbers.</param>
    /// <param name="decoder">The settings; the defaults without.</param>
    /// <exception cref="UsageException">One class alone, a class with fewer rows than folds, or a value that is not finite.</exception>
    public static double CrossValidate(double[] rows, int features, int[] labels, LinearDecoder? decoder = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, features * labels.Length);
        Finite.Rows(rows, features);
        int[] values = [.. labels.Distinct().Order()];
        int[] classes = [.. labels.Select(label => Array.IndexOf(values, label))];
        var names = values.Select(value => FormattableString.Invariant($"{value}")).ToList();
        var validation = new CrossValidation(decoder ?? new LinearDecoder(), "the label", names, classes, 0);
        return validation.Accuracies(rows, features)[0];
    }

    /// <summary>Accuracy in every bin of time, decoded by a decoder of that bin, with a null distribution from permuted labels.</summary>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="alignTo">Name of the period at whose start time is 0; the start of the trial without.</param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, one value alone, a value with fewer trials than folds, no bin that all trials have, or a
    /// rate that is not finite.
    /// </exception>
    public DecodingCurve Decode(Recording recording, string factor, string? alignTo = null)
    {
        Settings.Check(this);
        var levels = FactorLevels.Of(recording, factor);
        var validation = new CrossValidation(this, factor, levels.Names, levels.Labels, Permutations);
        var bins = BinnedRates.Of(recording, levels.Trials, Bin, alignTo);
        var (accuracy, p) = (new double[bins.Times.Length], new double[bins.Times.Length]);
        var (mean, high) = (new double[bins.Times.Length], new double[bins.Times.Length]);
        for (var bin = 0; bin < bins.Times.Length; bin++)
        {
            var accuracies = validation.Accuracies(bins.Rows[bin], recording.Units);
            var permuted = accuracies.AsSpan(1);
            accuracy[bin] = accuracies[0];
            p[bin] = Resampling.PValue(accuracies[0], permuted);
            mean[bin] = Permutations == 0 ? double.NaN : accuracies.Skip(1).Average();
            high[bin] = Resampling.Quantile(permuted, 0.95);
        }

        return new(factor, levels.Names, levels.Trials.Length, alignTo, bins.Times, accuracy, mean, high, p, 1.0 / levels.Names.Length);
    }

    /// <summary>
    /// Accuracy of decoders fitted in one bin of time and tested in another, on trials that they were not fitted to, in every pair of bins.
    /// A code that stays gives a square, one that moves a diagonal.
    /// </summary>
    /// <remarks>King &amp; Dehaene (2014), <see href="https://doi.org/10.1016/j.tics.2014.01.002"/>.</remarks>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="alignTo">Name of the period at whose start time is 0; the start of the trial without.</param>
    /// <exception cref="UsageException">As <see cref="Decode"/>.</exception>
    public CrossTemporalDecoding CrossTemporal(Recording recording, string factor, string? alignTo = null)
    {
        Settings.Check(this);
        var levels = FactorLevels.Of(recording, factor);
        var validation = new CrossValidation(this, factor, levels.Names, levels.Labels, 0);
        var bins = BinnedRates.Of(recording, levels.Trials, Bin, alignTo);
        var accuracy = validation.CrossAccuracies(bins.Rows, recording.Units);
        return new(factor, levels.Names, levels.Trials.Length, alignTo, bins.Times, accuracy, 1.0 / levels.Names.Length);
    }
}
