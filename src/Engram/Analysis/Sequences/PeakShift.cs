using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// How far the peaks of a perturbed network moved. The shift is t(intact) − t(perturbed): positive is earlier. Peaks that the perturbed
/// network lost are counted apart and are in no mean, and so are those that the intact network does not have.
/// </summary>
public sealed record PeakShift
{
    private PeakShift(int channels, double[] shifts, double[] centres, int missing, int lost) =>
        (Channels, Shifts, CentreShifts, Missing, Lost) = (channels, shifts, centres, missing, lost);

    /// <summary>The channels.</summary>
    public int Channels { get; }

    /// <summary>
    /// t(intact) − t(perturbed) of each channel in each trial, in seconds (B × channels); NaN where one of them has no peak.
    /// </summary>
    public IReadOnlyList<double> Shifts { get; }

    /// <summary>The same of the centres of mass; NaN in the same places.</summary>
    public IReadOnlyList<double> CentreShifts { get; }

    /// <summary>Peaks that the intact network does not have.</summary>
    public int Missing { get; }

    /// <summary>Peaks that the intact network has and the perturbed one has not.</summary>
    public int Lost { get; }

    /// <summary>Peaks that both have.</summary>
    public int Counted => Shifts.Count - Missing - Lost;

    /// <summary>Mean shift over all peaks that both have, in seconds; NaN where there are none.</summary>
    public double Mean => MeanOf(Shifts);

    /// <summary>Mean shift of the centres of mass over the same peaks, in seconds; NaN where there are none.</summary>
    public double CentreMean => MeanOf(CentreShifts);

    /// <summary>Lost peaks as a share of those that the intact network has; NaN where it has none.</summary>
    public double LostShare => Shifts.Count == Missing ? double.NaN : Lost / (double)(Shifts.Count - Missing);

    /// <summary>Measures the shift of every peak.</summary>
    /// <param name="intact">Peaks of the intact network; their <see cref="PeakSearch.LostBelow"/> says when a peak is lost.</param>
    /// <param name="perturbed">Those of the perturbed one in the same trials.</param>
    /// <param name="targets">
    /// Those of the targets: where a target has a peak, a lower one of the intact network is missing too. Null to ask for no height.
    /// </param>
    /// <exception cref="UsageException">They are of other trials or channels, another period, or steps of another length.</exception>
    public static PeakShift Between(ActivityPeaks intact, ActivityPeaks perturbed, ActivityPeaks? targets = null)
    {
        CheckAlike(intact, perturbed, "perturbed network");
        CheckAlike(intact, targets ?? intact, "targets");
        var count = intact.Trials * intact.Channels;
        var (shifts, centres, missing, lost) = (new double[count], new double[count], 0, 0);
        for (var k = 0; k < count; k++)
        {
            var (trial, channel) = (k / intact.Channels, k % intact.Channels);
            var (before, after) = (intact[trial, channel], perturbed[trial, channel]);
            (shifts[k], centres[k]) = (double.NaN, double.NaN);
            if (!Stands(before, targets is null ? default : targets[trial, channel], intact.Search))
            {
                missing++;
            }
            else if (!Stands(after, before, intact.Search))
            {
                lost++;
            }
            else
            {
                (shifts[k], centres[k]) = (before.Time - after.Time, before.CentreOfMass - after.CentreOfMass);
            }
        }

        return new(intact.Channels, shifts, centres, missing, lost);
    }

    private static void CheckAlike(ActivityPeaks intact, ActivityPeaks other, string name)
    {
        Comparison.SameStep("peaks of the intact network", intact.Dt, $"peaks of the {name}", other.Dt, "Record both with the same dt.");
        if ((other.Trials, other.Channels, other.Search.Period, other.Search.Refine)
            != (intact.Trials, intact.Channels, intact.Search.Period, intact.Search.Refine))
        {
            throw new UsageException(
                $"The intact network has peaks of {Size(intact)}, but the {name} have {Size(other)}; "
                + "find both in the same trials and channels with the same search.");
        }

        static string Size(ActivityPeaks peaks) => $"{peaks.Channels} channels in {peaks.Trials} trials in "
            + (peaks.Search.Period is { } period ? $"the period '{period}'" : "whole trials") + (peaks.Search.Refine ? "" : ", not refined");
    }

    // Whether a peak is there, and not too low beside another where that one has a height.
    private static bool Stands(Peak peak, Peak beside, PeakSearch search) =>
        peak.IsFound && !(beside.Amplitude > 0 && peak.Amplitude < search.LostBelow * beside.Amplitude);

    private static double MeanOf(IReadOnlyList<double> values) =>
        values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
