using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Fits a mixture of Gaussians with full covariances to the loading space: p(x) = Σ_p α_p N(x; a_p, σ_p). From random starts the best fit
/// is kept; then each unit is given to its likeliest population, and weights, means and covariances are those of the units in it, as in the
/// paper's code. Columns are scaled to unit mean square for the fit alone. The same seed gives the same bits.
/// </summary>
/// <remarks>
/// There are so two mixtures. That of the fit, in which every unit belongs to all populations in part, has
/// <see cref="ConnectivityFit.SoftLogLikelihood"/> and <see cref="ConnectivityFit.Bic"/>, for a criterion compares the greatest
/// likelihoods. That of the labelled units has the <see cref="ConnectivityFit.Populations"/> and
/// <see cref="ConnectivityFit.LogLikelihood"/>: what is resampled and simulated, and less likely where populations overlap.
/// With <see cref="MixtureMethod.Variational"/>, weights have a symmetric Dirichlet prior of concentration 1/K, covariances a Wishart prior
/// of C degrees of freedom about the covariance of all units, and means a Gaussian prior about the mean of all units, as precise as one
/// unit; with <see cref="ZeroMean"/> about 0, as precise as 100 000 units (Bishop 2006, section 10.2); a population
/// of fewer than C + 1 units is dissolved into the others. Starts are random responsibilities and random units, which gather those in their
/// direction, by turns; after 50 iterations the best five are followed on.
/// </remarks>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public sealed record GaussianMixture
{
    /// <summary>K, the number of populations; of the variational method the greatest number.</summary>
    [Range(1, 50)]
    public int Populations { get; init; } = 1;

    /// <summary>Random starts, of which the best fit is kept.</summary>
    [Range(1, 10_000)]
    public int Restarts { get; init; } = 20;

    /// <summary>Whether the means are held at 0, as the paper does; covariances are then about 0.</summary>
    public bool ZeroMean { get; init; } = true;

    /// <summary>How the mixture is fitted.</summary>
    public MixtureMethod Method { get; init; } = MixtureMethod.Em;

    /// <summary>Added to the variance of every column during the fit, relative to the column's mean square.</summary>
    [Range(0, 1)]
    public double Ridge { get; init; } = 1e-6;

    /// <summary>Most iterations from one start.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 500;

    /// <summary>A start is followed until the gain of an iteration in log-likelihood, or its variational bound, per unit is less.</summary>
    [Range(0, 1)]
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Decides the starts.</summary>
    public ulong Seed { get; init; }

    /// <summary>Fits the mixture.</summary>
    /// <param name="space">The loading space.</param>
    /// <returns>
    /// The populations that have units, the largest first: they can be fewer than asked for.
    /// </returns>
    /// <exception cref="UsageException">
    /// A setting is out of range, or there are too few units for so many populations or columns; all faults together.
    /// </exception>
    public ConnectivityFit Fit(LoadingSpace space)
    {
        Check(space);
        var data = new MixtureData(space.Columns, ZeroMean);
        var mixture = new MixtureSearch(this, data).Best();
        var labels = Method == MixtureMethod.Em ? mixture.Labels() : mixture.LabelsOfLarge();
        int[] ordered = Ordered(labels, Populations);
        return PopulationMoments.Of(space, ordered, ZeroMean) with
        {
            LogLikelihood = OfLabels(data, ordered),
            SoftLogLikelihood = mixture.LogLikelihood,
            Bic = Bic(mixture.LogLikelihood, Populations, space),
        };
    }

    /// <summary>The mixture of given populations: their weights, means and covariances.</summary>
    /// <param name="space">The loading space.</param>
    /// <param name="labels">The population of each unit (N), from 0; every number up to the greatest has a unit.</param>
    /// <returns>
    /// The populations in the order of the labels. There is one mixture, theirs, to which both likelihoods and the criterion belong; only
    /// <see cref="ZeroMean"/> and <see cref="Ridge"/> matter.
    /// </returns>
    /// <exception cref="UsageException">The labels do not fit the units.</exception>
    public ConnectivityFit Fit(LoadingSpace space, IReadOnlyList<int> labels)
    {
        Check(space, labels);
        var fit = PopulationMoments.Of(space, [.. labels], ZeroMean);
        var logLikelihood = OfLabels(new MixtureData(space.Columns, ZeroMean), [.. labels]);
        return fit with
        {
            LogLikelihood = logLikelihood, SoftLogLikelihood = logLikelihood, Bic = Bic(logLikelihood, fit.Populations.Count, space),
        };
    }

    // Of the mixture whose populations are the labelled units.
    private double OfLabels(MixtureData data, int[] labels)
    {
        var given = MixtureState.OfLabels(data, labels, labels.Max() + 1);
        given.Maximise(this);
        given.Expect();
        return given.LogLikelihood;
    }

    // −2 ln L + k ln N, where k counts K − 1 weights, and of each population the covariance and, where it is free, the mean.
    private double Bic(double logLikelihood, int populations, LoadingSpace space)
    {
        var c = space.Columns.Count;
        var free = populations - 1 + (populations * ((c * (c + 1) / 2) + (ZeroMean ? 0 : c)));
        return (-2 * logLikelihood) + (free * Math.Log(space.Units));
    }

    // Renumbers populations from the largest to the smallest and leaves out the empty ones.
    private static int[] Ordered(int[] labels, int populations)
    {
        var counts = new int[populations];
        foreach (var label in labels)
        {
            counts[label]++;
        }

        int[] order = [.. Enumerable.Range(0, populations).OrderByDescending(p => counts[p])];
        var place = new int[populations];
        for (var k = 0; k < populations; k++)
        {
            place[order[k]] = k;
        }

        return Array.ConvertAll(labels, label => place[label]);
    }

    private void Check(LoadingSpace space, IReadOnlyList<int>? labels = null)
    {
        var faults = Settings.Faults(this).ToList();
        var (units, columns) = (space.Units, space.Columns.Count);
        if (labels is null && units < columns + 1)
        {
            faults.Add(FormattableString.Invariant($"The loading space has {units} units and {columns} columns, ")
                + FormattableString.Invariant($"too few for a covariance; use a network of at least {columns + 1} units."));
        }
        else if (labels is null && Populations > units)
        {
            faults.Add(FormattableString.Invariant(
                $"`Populations` is {Populations}, but there are {units} units; set a number from 1 to {Math.Min(50, units)}."));
        }

        if (labels is not null && labels.Count != units)
        {
            faults.Add(FormattableString.Invariant($"There are {labels.Count} labels, but {units} units; give one label per unit."));
        }
        else if (labels is not null && labels.Distinct().Order().Index().Any(pair => pair.Item != pair.Index))
        {
            faults.Add($"The labels are {string.Join(", ", labels.Distinct().Order().Take(10))}; "
                + "number the populations 0, 1, 2, … without a gap.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }
}
