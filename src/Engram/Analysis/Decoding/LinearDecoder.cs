using Engram.Configuration;
using Engram.Equations;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Reads a factor from the rates of units, or from <see cref="Voxels"/>, by a linear classifier. Every trial is judged by a decoder that was fitted
/// without it; what the classifier needs of scales and means is taken from the trials of the fit alone.
/// </summary>
/// <remarks>
/// Accuracy is the mean over classes of the share of their trials that are decoded correctly, so that chance is 1/K however many trials each class has
/// (Brodersen et al. 2010, <see href="https://doi.org/10.1109/ICPR.2010.764"/>).
/// </remarks>
public sealed partial record LinearDecoder
{
    /// <summary>How classes are told apart.</summary>
    [NotASetting]
    public Classifier Classifier { get; init; } = new LdaClassifier();

    /// <summary>Which trials are left out together.</summary>
    public ValidationScheme Validation { get; init; }

    /// <summary>Parts of the trials in cross-validation, each with its share of every class.</summary>
    [Range(2, 1_000_000)]
    public int Folds { get; init; } = 5;

    /// <summary>Runs of consecutive trials, of those that have a value, where runs are left out.</summary>
    [Range(2, 1_000_000)]
    public int Runs { get; init; } = 8;

    /// <summary>Permutations of the labels, within folds or runs and the same in all bins, that make the null distribution.</summary>
    [Range(0, 1_000_000)]
    public int Permutations { get; init; } = 100;

    /// <summary>Bins whose accuracy no more than this share of labellings pass are in a cluster.</summary>
    [Range(0, 0.5, Above = true)]
    public double ClusterThreshold { get; init; } = 0.05;

    /// <summary>Rates are averaged over bins of this length.</summary>
    [Range(0, Above = true)]
    public TimeSpan Bin { get; init; } = 100.Ms;

    /// <summary>The units that are decoded from, such as those of an area; none for all.</summary>
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>Seed of folds and permutations.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Accuracy on held-out rows, the mean over classes.</summary>
    /// <param name="rows">Samples, one after the other (n × <paramref name="features"/>).</param>
    /// <param name="features">Values of one row.</param>
    /// <param name="labels">Class of each row (n), any numbers.</param>
    /// <param name="decoder">The settings; the defaults without.</param>
    /// <exception cref="UsageException">
    /// One class alone, a class with fewer rows than folds or missing from a run, or a value that is not finite.
    /// </exception>
    public static double CrossValidate(double[] rows, int features, int[] labels, LinearDecoder? decoder = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, features * labels.Length);
        Finite.Rows(rows, features);
        int[] values = [.. labels.Distinct().Order()];
        int[] classes = [.. labels.Select(label => Array.IndexOf(values, label))];
        var names = new FactorNames("the label", [.. values.Select(value => FormattableString.Invariant($"{value}"))]);
        decoder ??= new LinearDecoder();
        decoder.Check();
        var validation = new CrossValidation(decoder.Classifier, decoder.Parts(names, classes), classes, values.Length, 0, decoder.Seed);
        return validation.Accuracies(rows, features)[0];
    }

    /// <summary>Accuracy in every bin of time, decoded by a decoder of that bin, with a null distribution from permuted labels.</summary>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="alignTo">Name of the period at whose start time is 0; the start of the trial without.</param>
    /// <exception cref="UsageException">
    /// There is no such factor, period or unit, one value alone, a value with fewer trials than folds or missing from a run, no bin that all trials have,
    /// or a rate that is not finite.
    /// </exception>
    public DecodingCurve Decode(Recording recording, string factor, string? alignTo = null)
    {
        Check();
        var levels = FactorLevels.Of(recording, factor);
        var names = new FactorNames(factor, levels.Names);
        return Curve(recording, names, levels.Trials, levels.Labels, Parts(names, levels.Labels), alignTo);
    }

    /// <summary>
    /// Accuracy of decoders fitted in one bin of time and tested in another, on trials that they were not fitted to, in every pair of bins.
    /// A code that stays gives a square, one that moves a diagonal.
    /// </summary>
    /// <remarks>King &amp; Dehaene (2014), <see href="https://doi.org/10.1016/j.tics.2014.01.002"/>.</remarks>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="alignTo">Name of the period at whose start time is 0; the start of the trial without.</param>
    /// <param name="permutations">Permutations of the labels, which take as long each as the matrix itself; clusters need some.</param>
    /// <exception cref="UsageException">As <see cref="Decode"/>.</exception>
    public CrossTemporalDecoding CrossTemporal(Recording recording, string factor, string? alignTo = null, int permutations = 0)
    {
        Check();
        ArgumentOutOfRangeException.ThrowIfNegative(permutations);
        var levels = FactorLevels.Of(recording, factor);
        var names = new FactorNames(factor, levels.Names);
        var validation = new CrossValidation(
            Classifier, Parts(names, levels.Labels), levels.Labels, levels.Names.Length, permutations, Seed);
        var bins = BinnedRates.Of(recording, levels.Trials, Bin, alignTo, Units);
        var (sets, count) = (SafeScale.Columns(bins.Rows, bins.Units), bins.Times.Length);
        var byRow = new double[count][];
        InParallel(count, fitted => byRow[fitted] = validation.CrossAccuracies(sets, bins.Units, fitted));
        double[][] labellings =
        [
            .. Enumerable.Range(0, permutations + 1).Select(k => byRow.SelectMany(row => row.Skip(k * count).Take(count)).ToArray()),
        ];
        return new(factor, levels.Names, levels.Trials.Length, alignTo, bins.Times, labellings[0], 1.0 / levels.Names.Length)
        {
            Clusters = ClusterMass.OfLabellings(labellings, count, ClusterThreshold),
        };
    }

    private void Check()
    {
        Settings.Check(this);
        Settings.Check(Classifier);
    }

    private Partition Parts(FactorNames names, int[] labels) =>
        Validation == ValidationScheme.Runs ? Partition.Runs(names, labels, Runs) : Partition.Folds(names, labels, Folds, Seed);

    private DecodingCurve Curve(Recording recording, FactorNames names, int[] trials, int[] labels, Partition parts, string? alignTo)
    {
        var validation = new CrossValidation(Classifier, parts, labels, names.Levels.Count, Permutations, Seed);
        var bins = BinnedRates.Of(recording, trials, Bin, alignTo, Units);
        var accuracies = new double[bins.Times.Length][];
        InParallel(accuracies.Length, bin => accuracies[bin] = validation.Accuracies(bins.Rows[bin], bins.Units));
        return new(
            names.Factor,
            names.Levels,
            trials.Length,
            alignTo,
            bins.Times,
            [.. accuracies.Select(bin => bin[0])],
            [.. accuracies.Select(bin => Permutations == 0 ? double.NaN : bin.Skip(1).Average())],
            [.. accuracies.Select(bin => Resampling.Quantile(bin.AsSpan(1), 0.95))],
            [.. accuracies.Select(bin => Resampling.PValue(bin[0], bin.AsSpan(1)))],
            1.0 / names.Levels.Count)
        {
            Clusters = ClusterMass.OfLabellings(
                [.. Enumerable.Range(0, Permutations + 1).Select(k => accuracies.Select(bin => bin[k]).ToArray())], accuracies.Length, ClusterThreshold),
        };
    }

    private void InParallel(int count, Action<int> action)
    {
        using var workers = new Workers(Math.Min(Threads, count));
        workers.Run(count, (_, item) => action(item));
    }
}
