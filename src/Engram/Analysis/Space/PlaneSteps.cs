using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>In which bin of a plane each step of each trial lies, and the activity there.</summary>
internal sealed class PlaneSteps
{
    // What rounding may add to a number of bins.
    private const double Slack = 1e-9;
    private readonly double[] across;

    private PlaneSteps((int Columns, int Rows) size, (double Left, double Right, double Bottom, double Top) plane, double[] across, BinnedSteps steps) =>
        ((Columns, Rows), Plane, this.across, Steps) = (size, plane, across, steps);

    /// <summary>Bins along x.</summary>
    public int Columns { get; }

    /// <summary>Bins along y.</summary>
    public int Rows { get; }

    /// <summary>The plane that the bins cover.</summary>
    public (double Left, double Right, double Bottom, double Top) Plane { get; }

    /// <summary>The steps in bins, row after row.</summary>
    public BinnedSteps Steps { get; }

    /// <summary>N.</summary>
    public int Units => Steps.Units;

    /// <summary>Sorts the steps into bins.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="settings">Covariates, bins and smoothing.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="scaling">How rates are made into activity; null for as they are.</param>
    /// <param name="turn">By what angle positions are turned around the middle of the plane, in radians.</param>
    /// <exception cref="UsageException">There is no such covariate, a position is not finite, no step is on the plane, or a rate is negative that must not be.</exception>
    public static PlaneSteps Of(
        Recording recording, RateMaps settings, (double Left, double Right, double Bottom, double Top) plane, RateScaling? scaling = null, double turn = 0)
    {
        var (x, y) = (recording.Covariate(settings.X), recording.Covariate(settings.Y));
        var found = new List<(int Trial, int[] Steps, int[] Bins)>();
        var (width, height) = (plane.Right - plane.Left, plane.Top - plane.Bottom);
        var ((columns, right), (rows, top)) = (Along(width, plane.Left, plane.Right), Along(height, plane.Bottom, plane.Top));
        var (middleX, middleY, cosine, sine) = ((plane.Left + plane.Right) / 2, (plane.Bottom + plane.Top) / 2, Math.Cos(turn), Math.Sin(turn));
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            var (steps, places) = (new List<int>(), new List<int>());
            for (var step = 0; step < trial.Steps; step++)
            {
                var (atX, atY) = (x[(step * recording.TrialCount) + trial.Index], y[(step * recording.TrialCount) + trial.Index]);
                if (float.IsInfinity(atX) || float.IsInfinity(atY))
                {
                    throw new UsageException(
                        $"The position in step {step} of trial {trial.Index} (counted from 0) is infinite; positions must be finite, or NaN where unknown.");
                }

                if (turn != 0)
                {
                    var (fromX, fromY) = (atX - middleX, atY - middleY);
                    (atX, atY) = ((float)(middleX + (cosine * fromX) - (sine * fromY)), (float)(middleY + (sine * fromX) + (cosine * fromY)));
                }

                // Positions are single; half a unit of the last place must not put a step outside.
                if (atX >= (float)plane.Left && atX <= (float)plane.Right && atY >= (float)plane.Bottom && atY <= (float)plane.Top)
                {
                    steps.Add(step);
                    places.Add((Bin(atY, plane.Bottom, top, rows) * columns) + Bin(atX, plane.Left, right, columns));
                }
            }

            if (steps.Count > 0)
            {
                found.Add((trial.Index, [.. steps], [.. places]));
            }
        }

        return found.Count > 0
            ? new((columns, rows), (plane.Left, right, plane.Bottom, top), [.. Enumerable.Range(0, settings.Bins).Select(Weight)], new(columns * rows, recording.Units, [.. found], TrackActivity.Of(recording, [.. found.Select(trial => (trial.Trial, trial.Steps))], scaling)))
            : throw new UsageException($"In no trial is the position ('{settings.X}', '{settings.Y}') known and on the plane; name the covariates that have it, or a wider plane.");

        double Weight(int k) => k == 0 ? 1 : settings.Smoothing == 0 ? 0 : Math.Exp(-k * k / (2 * settings.Smoothing * settings.Smoothing));

        int Bin(double at, double from, double to, int bins) => Math.Clamp((int)((at - from) / (to - from) * bins), 0, bins - 1);

        // Bins are square: those along the longer side are as many as asked for, and the last of those along the shorter may reach beyond it.
        (int Bins, double To) Along(double length, double from, double to)
        {
            var bin = Math.Max(width, height) / settings.Bins;
            var bins = Math.Clamp((int)Math.Ceiling((length / bin) - Slack), RateMaps.LeastBins, settings.Bins);
            return length == Math.Max(width, height) ? (bins, to) : (bins, from + (bins * bin));
        }
    }

    /// <summary>The same of some of the units, in their order.</summary>
    public PlaneSteps Of(int[] units) => units.Length == Units ? this : new((Columns, Rows), Plane, across, Steps.Of(units));

    /// <summary>
    /// Mean activity r̄(b) = Σ_c k(b − c) Σ_t∈c r(t) / Σ_c k(b − c) n(c) in each bin, where n(c) counts the steps in bin c and k is a Gaussian, or 1 at 0 alone
    /// (bins × N); NaN where nobody was.
    /// </summary>
    /// <param name="late">Which of all steps gives its activity to a step of a trial; null for itself.</param>
    /// <param name="take">Which steps of which trial take part; null for all.</param>
    public double[] Maps(Func<int, int, int>? late = null, Func<int, int, bool>? take = null)
    {
        var (sums, counts) = Steps.Sums(late, take);
        int[] visited = [.. Enumerable.Range(0, counts.Length).Where(bin => counts[bin] > 0)];
        return Array.TrueForAll(across[1..], weight => weight == 0) ? Steps.Means(sums, counts, visited)
            : Steps.Means(Smoothed(sums, Units), Smoothed(counts, 1), visited);
    }

    // First along x, then along y.
    private double[] Smoothed(double[] values, int width)
    {
        foreach (var isAlongX in new[] { true, false })
        {
            var made = new double[values.Length];
            var (lines, length) = isAlongX ? (Rows, Columns) : (Columns, Rows);
            for (var line = 0; line < lines; line++)
            {
                for (var to = 0; to < length; to++)
                {
                    for (var from = 0; from < length; from++)
                    {
                        var (into, outOf) = isAlongX ? ((line * Columns) + to, (line * Columns) + from) : ((to * Columns) + line, (from * Columns) + line);
                        Numerics.Rows.AddScaled(made.AsSpan(into * width, width), across[Math.Abs(to - from)], values.AsSpan(outOf * width, width));
                    }
                }
            }

            values = made;
        }

        return values;
    }
}
