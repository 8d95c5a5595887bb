using Engram.Configuration;
using Engram.Equations;

namespace Engram.Analysis;

/// <summary>
/// Groups grid cells into modules by their spacing, and asks whether there are any: mixtures of 1, 2, … Gaussians of the logarithm of the spacing are fitted, and the one of the least BIC = −2 ln L +
/// (3K − 1) ln N is taken. In the logarithm, modules of which each is so many times the one before are equally far from each other, and equally broad where spacings vary in proportion.
/// </summary>
/// <remarks>
/// Discreteness is BIC(1) − min BIC(K) over K of at least 2: above 0 where several modules are more likely than one. Its p is the share of samples of one Gaussian, of the mean and variance of the
/// data, in which it is as great (the bootstrap of McLachlan 1987, with BIC in the place of the likelihood). Skewed or flat spacings are no Gaussian of the logarithm, and count against one
/// module, too: of 60 spacings that are uniform between 0.3 and 0.8, most are said to be of two modules.
/// </remarks>
[Cite("10.1038/nature11649", "Stensola, Stensola, Solstad, Frøland, Moser & Moser 2012, The entorhinal grid map is discretized")]
[Cite("10.2307/2347790", "McLachlan 1987, On bootstrapping the likelihood ratio test statistic for the number of components in a normal mixture")]
public sealed record ScaleModules
{
    private const int LeastUnits = 6, LeastInModule = 2;

    /// <summary>Most modules that are asked for.</summary>
    [Range(2, 10)]
    public int MostModules { get; init; } = 5;

    /// <summary>
    /// Least standard deviation of the logarithm of the spacing in a module, which all variances are raised by. It should be that of the measurement: equal spacings, as bins give, must not make a
    /// module.
    /// </summary>
    [Range(0, 1, Above = true)]
    public double LeastWidth { get; init; } = 0.02;

    /// <summary>Random starts of each mixture.</summary>
    [Range(1, 1000)]
    public int Restarts { get; init; } = 6;

    /// <summary>Samples P of one Gaussian, below whose 1/(P + 1) no p is; 0 for no p.</summary>
    [Range(0, 100_000)]
    public int Samples { get; init; } = 199;

    /// <summary>Decides starts and samples.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Finds the modules.</summary>
    /// <param name="spacings">Spacing of each grid cell, such as <see cref="GridGeometry.Spacing"/> (N); at least six, above 0.</param>
    /// <exception cref="UsageException">A setting is not allowed, or a spacing is not above 0 and finite.</exception>
    public ScaleModuleSet Of(IReadOnlyList<double> spacings)
    {
        ArgumentNullException.ThrowIfNull(spacings);
        Settings.Check(this);
        if (spacings.Count < LeastUnits)
        {
            throw new UsageException($"There are {spacings.Count} spacings, too few for modules; give those of at least {LeastUnits} grid cells.");
        }

        foreach (var (unit, spacing) in spacings.Index())
        {
            if (!(spacing > 0 && double.IsFinite(spacing)))
            {
                throw new UsageException(FormattableString.Invariant($"Spacing {unit} (counted from 0) is {spacing}, but must be finite and above 0; leave out units whose spacing is not known."));
            }
        }

        double[] logs = [.. spacings.Select(spacing => Math.Log(spacing))];
        var (mean, variance) = Moments(logs);
        var fits = Fits(logs);
        double[] sampled = new double[Samples];
        using var workers = new Workers(Math.Clamp(Threads, 1, Math.Max(1, Samples)));
        workers.Run(Samples, (_, k) =>
        {
            var stream = Resampling.Stream(Seed, k);
            var drawn = new double[logs.Length];
            foreach (ref var log in drawn.AsSpan())
            {
                log = mean + (Math.Sqrt(variance) * stream.NextNormal());
            }

            sampled[k] = Discreteness(Fits(drawn));
        });
        var discreteness = Discreteness(fits);
        return Set(fits.MinBy(fit => fit.Bic).State, logs, [.. fits.Select(fit => fit.Bic)], discreteness, Samples > 0 ? Resampling.PValue(discreteness, sampled) : null);
    }

    // −∞ where there are too few for two modules, or none of their fits has enough units in each.
    private static double Discreteness((double Bic, MixtureState State)[] fits) => fits[0].Bic - fits.Skip(1).Select(fit => fit.Bic).DefaultIfEmpty(double.PositiveInfinity).Min();

    private static (double Mean, double Variance) Moments(double[] values) => values.Average() is var mean ? (mean, values.Average(value => (value - mean) * (value - mean))) : default;

    private (double Bic, MixtureState State)[] Fits(double[] logs)
    {
        var data = new MixtureData([logs], zeroMean: false);

        // The mixture scales its column to unit variance, unless it is constant.
        var variance = Moments(logs).Variance;
        var ridge = LeastWidth * LeastWidth / (variance > 0 ? variance : 1);
        return [.. Enumerable.Range(1, Math.Min(MostModules, logs.Length / LeastInModule)).Select(modules =>
        {
            var settings = new GaussianMixture { Populations = modules, Restarts = Restarts, ZeroMean = false, Ridge = ridge, MaxIterations = 200, Tolerance = 1e-5, Seed = Seed };
            var state = new MixtureSearch(settings, data).Best();

            // −2 ln L + (3K − 1) ln N
            return (state.IsDegenerate ? double.PositiveInfinity : (-2 * state.LogLikelihood) + (((3 * modules) - 1) * Math.Log(logs.Length)), state);
        })];
    }

    private static ScaleModuleSet Set(MixtureState state, double[] logs, double[] bic, double discreteness, double? p)
    {
        var (mean, variance) = Moments(logs);
        var scale = variance > 0 ? Math.Sqrt(variance) : 1;
        int[] order = [.. Enumerable.Range(0, state.Counts.Length).OrderBy(module => state.Means[module][0])];
        return new(
            [.. order.Select(module => new ScaleModule(
                Math.Exp(mean + (scale * state.Means[module][0])), scale / state.Whiteners[module][0], state.Counts[module] / logs.Length))],
            [.. state.Labels().Select(label => Array.IndexOf(order, label))], bic, discreteness, p);
    }
}

/// <summary>Modules of grid cells.</summary>
/// <param name="Modules">The modules of the mixture of the least BIC, from the smallest scale.</param>
/// <param name="ModuleOf">The likeliest module of each unit, from 0 (N).</param>
/// <param name="Bic">BIC of the mixtures of 1, 2, … modules; infinite where a module has fewer than two units.</param>
/// <param name="Discreteness">BIC of one module less the least BIC of more; negative infinity where no mixture of more has enough units in each.</param>
/// <param name="PValue">p of the discreteness against samples of one Gaussian; null without samples.</param>
public sealed record ScaleModuleSet(IReadOnlyList<ScaleModule> Modules, IReadOnlyList<int> ModuleOf, IReadOnlyList<double> Bic, double Discreteness, double? PValue)
{
    /// <summary>The scale of each module but the first over that of the one before (modules − 1).</summary>
    public IReadOnlyList<double> Ratios => [.. Modules.Skip(1).Zip(Modules, (next, module) => next.Scale / module.Scale)];
}

/// <summary>A module of grid cells.</summary>
/// <param name="Scale">Geometric mean of its spacings, in their unit.</param>
/// <param name="Width">Standard deviation of their natural logarithm, by about which they differ in proportion.</param>
/// <param name="Share">Its share of the units.</param>
public sealed record ScaleModule(double Scale, double Width, double Share);
