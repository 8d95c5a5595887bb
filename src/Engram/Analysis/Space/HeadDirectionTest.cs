using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Finds head-direction cells. From the mean activity r(θ) of a unit in each bin of the heading, its mean resultant length is |Σ r(θ) exp(iθ)| / Σ r(θ), from 0 for activity that does not
/// depend on the heading to 1 for activity in one direction alone; bins without a step are left out. It is compared with that of activity which is turned in time, by a random number of
/// steps, against the heading.
/// </summary>
/// <remarks>Where the animal headed one way more than the others at some places, units that tell the place are found, too.</remarks>
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
[Cite("10.1523/JNEUROSCI.10-02-00420.1990", "Taube, Muller & Ranck 1990, Head-direction cells recorded from the postsubiculum in freely moving rats")]
public sealed record HeadDirectionTest : TurnedTest
{
    /// <summary>The resultant length above which Banino et al. (2018) speak of a head-direction cell: to compare with; nothing is decided by it.</summary>
    /// <remarks>They did not scale rates. Scaling from the least rate adds to all, where there is noise, and makes lengths less: set <see cref="Scaling"/> to none where rates are not negative.</remarks>
    public const double PublishedThreshold = 0.47;

    private const int LeastBins = 3;

    /// <summary>The covariate of the recording that is the heading, in radians.</summary>
    public string Heading { get; init; } = "heading";

    /// <summary>Equal bins of the circle.</summary>
    [Range(LeastBins, 1000)]
    public int Bins { get; init; } = 20;

    /// <summary>How rates are made into activity that is not negative.</summary>
    public RateScaling Scaling { get; init; } = RateScaling.Recording;

    /// <summary>Tests all units.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the heading is not known, are left out.</param>
    /// <exception cref="UsageException">A setting is not allowed, there is no such covariate, the heading does not change, or a rate cannot be used.</exception>
    public HeadDirectionCells Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Check();
        Finite.Rates(recording);
        var steps = Steps(recording);
        var found = Compare(steps, late => [.. Resultants(steps.Means(late), steps.Units).Select(one => one.Length)]);
        var curves = steps.Means(null);
        var resultants = Resultants(curves, steps.Units);
        return new(steps.Occupancy, [.. found.Select((one, unit) => new HeadDirectionUnit(
            unit, one.Value, resultants[unit].Angle, one.PValue, one.Quantile, one.IsFound,
            [.. Enumerable.Range(0, Bins).Select(bin => curves[(bin * steps.Units) + unit] is var rate && double.IsNaN(rate) ? (double?)null : rate)]))]);
    }

    private BinnedSteps Steps(Recording recording)
    {
        var (headings, found) = (recording.Covariate(Heading), new List<(int Trial, int[] Steps, int[] Bins)>());
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            var (steps, bins) = (new List<int>(), new List<int>());
            for (var step = 0; step < trial.Steps; step++)
            {
                var heading = headings[(step * recording.TrialCount) + trial.Index];
                if (float.IsInfinity(heading))
                {
                    throw new UsageException(
                        $"The heading '{Heading}' in step {step} of trial {trial.Index} (counted from 0) is infinite; headings must be finite, or NaN where unknown.");
                }

                if (!float.IsNaN(heading))
                {
                    steps.Add(step);
                    bins.Add(Math.Clamp((int)((Math.IEEERemainder(heading, 2 * Math.PI) + Math.PI) / (2 * Math.PI) * Bins), 0, Bins - 1));
                }
            }

            if (steps.Count > 0)
            {
                found.Add((trial.Index, [.. steps], [.. bins]));
            }
        }

        var seen = found.SelectMany(trial => trial.Bins).Distinct().Count();
        return seen >= LeastBins ? new(Bins, recording.Units, [.. found], TrackActivity.Of(recording, [.. found.Select(trial => (trial.Trial, trial.Steps))], Scaling))
            : throw new UsageException($"The heading '{Heading}' is in {seen} of {Bins} bins of the circle, but must be in {LeastBins} at least; name the covariate that has it, in radians.");
    }

    // Σ r(θ) exp(iθ) / Σ r(θ) over the bins where r is known.
    private (double Length, double Angle)[] Resultants(double[] curves, int units)
    {
        var made = new (double Length, double Angle)[units];
        for (var unit = 0; unit < units; unit++)
        {
            var (x, y, sum) = (0.0, 0.0, 0.0);
            for (var bin = 0; bin < Bins; bin++)
            {
                if (curves[(bin * units) + unit] is var rate && !double.IsNaN(rate))
                {
                    var angle = Middle(bin);
                    (x, y, sum) = (x + (rate * Math.Cos(angle)), y + (rate * Math.Sin(angle)), sum + rate);
                }
            }

            made[unit] = sum > 0 ? (Math.Sqrt((x * x) + (y * y)) / sum, Math.Atan2(y, x)) : (0, 0);
        }

        return made;
    }

    private double Middle(int bin) => (((bin + 0.5) / Bins) - 0.5) * 2 * Math.PI;
}

/// <summary>The units of a network by how much their activity tells the heading.</summary>
/// <param name="Occupancy">Steps in each bin of the heading, from −π (bins).</param>
/// <param name="Units">The units (N).</param>
public sealed record HeadDirectionCells(IReadOnlyList<int> Occupancy, IReadOnlyList<HeadDirectionUnit> Units)
{
    /// <summary>How many are head-direction cells.</summary>
    public int Count => Units.Count(unit => unit.IsHeadDirectionCell);

    /// <summary>How many are above <see cref="HeadDirectionTest.PublishedThreshold"/>, whether or not above their shuffles.</summary>
    public int AbovePublished => Units.Count(unit => unit.ResultantLength > HeadDirectionTest.PublishedThreshold);
}

/// <summary>How much the activity of a unit tells the heading.</summary>
/// <param name="Unit">Which, from 0.</param>
/// <param name="ResultantLength">Mean resultant length, from 0 to 1; 0 where the unit is silent.</param>
/// <param name="PreferredDirection">Angle of the resultant, in radians from −π to π.</param>
/// <param name="PValue">p of the length against activity that is turned in time.</param>
/// <param name="Quantile">95th percentile of the lengths with activity that is turned in time.</param>
/// <param name="IsHeadDirectionCell">Whether it is above, with the share of false ones controlled.</param>
/// <param name="Tuning">Mean activity in each bin of the heading, from −π (bins); null without a step.</param>
public sealed record HeadDirectionUnit(
    int Unit, double ResultantLength, double PreferredDirection, double PValue, double Quantile, bool IsHeadDirectionCell, IReadOnlyList<double?> Tuning);
