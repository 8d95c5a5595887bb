namespace Engram.Analysis;

/// <summary>Scores autocorrelograms of one size; a scorer serves one thread at a time.</summary>
internal sealed class RingScorer
{
    private const int Rings = 10;

    // Added to the variance within a ring, as published.
    private const double Floor = 1e-5;
    private static readonly int[] Angles = [30, 45, 60, 90, 120, 135, 150];
    private readonly GridScore settings;
    private readonly int width, height;
    private readonly (double Outer, int[] Inside)[] rings;

    /// <summary>Finds what is inside of each ring.</summary>
    /// <param name="settings">Settings, checked.</param>
    /// <param name="width">Columns of the autocorrelograms.</param>
    /// <param name="height">Rows.</param>
    public RingScorer(GridScore settings, int width, int height)
    {
        (this.settings, this.width, this.height) = (settings, width, height);
        var side = (Math.Min(width, height) + 1) / 2;
        double[] radii = [.. Enumerable.Range(0, width * height).Select(place =>
            ((place % width) - ((width - 1) / 2), (place / width) - ((height - 1) / 2)) is var (x, y) ? Math.Sqrt((x * x) + (y * y)) : 0)];
        rings = [.. Enumerable.Range(0, Rings).Select(ring =>
        {
            var outer = settings.LeastOuter + ((settings.MostOuter - settings.LeastOuter) * ring / (Rings - 1));
            return (outer, Enumerable.Range(0, radii.Length).Where(place => radii[place] > settings.Inner * side && radii[place] <= outer * side).ToArray());
        })];
    }

    /// <summary>Scores a map.</summary>
    /// <param name="map">The map.</param>
    public GridScoreResult Of(RateMap map) => Of(SpatialAutocorrelogram.Of(map, settings.Unvisited));

    /// <summary>Scores an autocorrelogram.</summary>
    /// <param name="autocorrelogram">One of the size.</param>
    public GridScoreResult Of(SpatialAutocorrelogram autocorrelogram)
    {
        double[] own = [.. autocorrelogram.Values];
        var image = new SplineImage(width, height, own);
        double[][] turned = [.. Angles.Select(angle => image.Rotated(angle))];
        var (best60, best90) = ((Score: double.NegativeInfinity, Outer: 0.0), (Score: double.NegativeInfinity, Outer: 0.0));
        foreach (var (outer, inside) in rings)
        {
            var (mean, variance) = (0.0, 0.0);
            foreach (var place in inside)
            {
                mean += own[place] / inside.Length;
            }

            foreach (var place in inside)
            {
                variance += (own[place] - mean) * (own[place] - mean) / inside.Length;
            }

            var (r30, r45, r60, r90, r120, r135, r150) = (R(0), R(1), R(2), R(3), R(4), R(5), R(6));
            var hexagonal = settings.Strict ? Math.Min(r60, r120) - Math.Max(r30, Math.Max(r90, r150)) : ((r60 + r120) / 2) - ((r30 + r90 + r150) / 3);
            var square = r90 - ((r45 + r135) / 2);
            best60 = hexagonal > best60.Score ? (hexagonal, outer) : best60;
            best90 = square > best90.Score ? (square, outer) : best90;

            double R(int angle)
            {
                var (sum, other) = (0.0, turned[angle]);
                foreach (var place in inside)
                {
                    sum += (own[place] - mean) * (other[place] - mean);
                }

                return sum / inside.Length / (variance + Floor);
            }
        }

        return new(best60.Score, best90.Score, best60.Outer, best90.Outer);
    }
}
