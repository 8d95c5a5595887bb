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
    private readonly (double Outer, int[] Added)[] rings;
    private readonly SplineRotation[] turns;
    private readonly double[][] turned;

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
        double Outer(int ring) => settings.LeastOuter + ((settings.MostOuter - settings.LeastOuter) * ring / (Rings - 1));

        // An autocorrelogram is the same at a shift and its opposite, turned or not: one half has all.
        int[] Within(double inner, double outer) => [.. Enumerable.Range(0, radii.Length / 2).Where(place => radii[place] > inner * side && radii[place] <= outer * side)];
        rings = [.. Enumerable.Range(0, Rings).Select(ring => (Outer(ring), Within(ring == 0 ? settings.Inner : Outer(ring - 1), Outer(ring))))];
        int[] used = Within(settings.Inner, settings.MostOuter);
        turns = [.. Angles.Select(angle => new SplineRotation(width, height, angle, used))];
        turned = [.. Angles.Select(_ => new double[radii.Length])];
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
        for (var angle = 0; angle < Angles.Length; angle++)
        {
            turns[angle].Apply(image, turned[angle]);
        }

        // Each ring has all that is in the smaller ones: n, Σ a, Σ a², Σ b and Σ a b of own values a and turned ones b.
        var (n, sum, squares) = (0, 0.0, 0.0);
        Span<double> sums = stackalloc double[Angles.Length], products = stackalloc double[Angles.Length], r = stackalloc double[Angles.Length];
        sums.Clear();
        products.Clear();
        var (best60, best90) = ((Score: double.NegativeInfinity, Outer: 0.0), (Score: double.NegativeInfinity, Outer: 0.0));
        foreach (var (outer, added) in rings)
        {
            n += added.Length;
            foreach (var place in added)
            {
                (sum, squares) = (sum + own[place], squares + (own[place] * own[place]));
            }

            // r = (⟨a b⟩ − ⟨a⟩⟨b⟩) / (⟨a²⟩ − ⟨a⟩²), for Σ (a − ⟨a⟩)(b − ⟨a⟩) = Σ a b − ⟨a⟩ Σ b.
            var (mean, variance) = (sum / n, Math.Max(0, (squares / n) - (sum / n * (sum / n))));
            for (var angle = 0; angle < Angles.Length; angle++)
            {
                var other = turned[angle];
                foreach (var place in added)
                {
                    sums[angle] += other[place];
                    products[angle] += own[place] * other[place];
                }

                r[angle] = ((products[angle] / n) - (mean * sums[angle] / n)) / (variance + Floor);
            }

            var (r30, r45, r60, r90, r120, r135, r150) = (r[0], r[1], r[2], r[3], r[4], r[5], r[6]);
            var hexagonal = settings.Strict ? Math.Min(r60, r120) - Math.Max(r30, Math.Max(r90, r150)) : ((r60 + r120) / 2) - ((r30 + r90 + r150) / 3);
            var square = r90 - ((r45 + r135) / 2);
            best60 = hexagonal > best60.Score ? (hexagonal, outer) : best60;
            best90 = square > best90.Score ? (square, outer) : best90;
        }

        return new(best60.Score, best90.Score, best60.Outer, best90.Outer);
    }
}
