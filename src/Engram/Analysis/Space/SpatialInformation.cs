using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// How much the activity of a unit tells about the place on a plane: I = Σ p(b) (r(b)/r̄) log₂(r(b)/r̄), in bits per unit of activity, where r(b) is the mean activity in bin b, p(b) the
/// share of the steps there and r̄ = Σ p(b) r(b). It is compared with that of activity which is turned in time, by a random number of steps, against the position.
/// </summary>
/// <remarks>
/// Skaggs, McNaughton, Gothard &amp; Markus (1993), An information-theoretic approach to deciphering the hippocampal code, NeurIPS 5, with activity in the place of spikes. Few steps in a bin make it
/// too great, in the data as in the shuffles.
/// </remarks>
public sealed record SpatialInformation : TurnedTest
{
    /// <summary>How maps are made.</summary>
    [NotASetting]
    public RateMaps Maps { get; init; } = new();

    /// <summary>How rates are made into activity that is not negative.</summary>
    public RateScaling Scaling { get; init; } = RateScaling.Recording;

    /// <summary>Tests all units.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the position is not known or outside of the plane, are left out.</param>
    /// <exception cref="UsageException">As for <see cref="RateMaps.Of"/>, or a rate is negative that must not be.</exception>
    public SpatialInformationSet Of(Recording recording)
    {
        Check();
        var (steps, plane) = Maps.Steps(recording, Scaling);
        var maps = steps.Maps();
        var mean = new double[steps.Units];
        SkaggsInformation.Of(steps.Steps.Occupancy, maps, new double[steps.Units], mean);
        var found = Compare(steps.Steps, late =>
        {
            var information = new double[steps.Units];
            SkaggsInformation.Of(steps.Steps.Occupancy, steps.Maps(late), information, new double[steps.Units]);
            return information;
        });
        return new(RateMaps.Set(steps, plane, maps), [.. found.Select((one, unit) => new InformativeUnit(
            unit, one.Value, mean[unit], one.PValue, one.Quantile, one.IsFound))]);
    }

    /// <summary>The information of one map.</summary>
    /// <param name="map">The map; no rate may be below 0.</param>
    /// <param name="occupancy">Steps in each bin, row after row, as in <see cref="RateMapSet.Occupancy"/>; 0 just where the map has no rate.</param>
    /// <returns>Bits per unit of activity; 0 for a unit that is silent.</returns>
    /// <exception cref="UsageException">There are not as many steps as bins, or a number is negative or not finite.</exception>
    public static double Bits(RateMap map, IReadOnlyList<int> occupancy)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(occupancy);
        map.Check();
        if (occupancy.Count != map.Rates.Count)
        {
            throw new UsageException(FormattableString.Invariant($"`occupancy` is of {occupancy.Count} bins, but the map has {map.Rates.Count}; give the steps in each bin of the map."));
        }

        foreach (var (bin, rate) in map.Rates.Index())
        {
            if (rate < 0 || occupancy[bin] < 0 || rate is null != (occupancy[bin] == 0))
            {
                throw new UsageException(FormattableString.Invariant(
                    $"Bin {bin} (from 0) has {occupancy[bin]} steps and the rate {rate?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}; give rates of at least 0 just where there are steps."));
            }
        }

        double[] information = [0], mean = [0];
        SkaggsInformation.Of([.. occupancy], [.. map.Rates.Select(rate => rate ?? 0)], information, mean);
        return information[0];
    }
}

/// <summary>The units of a network by how much they tell about the place.</summary>
/// <param name="Maps">Maps of their activity.</param>
/// <param name="Units">The units (N).</param>
public sealed record SpatialInformationSet(RateMapSet Maps, IReadOnlyList<InformativeUnit> Units)
{
    /// <summary>How many tell about it.</summary>
    public int Count => Units.Count(unit => unit.IsSignificant);
}

/// <summary>How much a unit tells about the place.</summary>
/// <param name="Unit">Which, from 0.</param>
/// <param name="Information">I, in bits per unit of activity.</param>
/// <param name="Mean">r̄, its mean activity; their product is the information in bits per step.</param>
/// <param name="PValue">p of the information against activity that is turned in time.</param>
/// <param name="Quantile">95th percentile of the information with activity that is turned in time.</param>
/// <param name="IsSignificant">Whether it is above, with the share of false ones controlled.</param>
public sealed record InformativeUnit(int Unit, double Information, double Mean, double PValue, double Quantile, bool IsSignificant);
