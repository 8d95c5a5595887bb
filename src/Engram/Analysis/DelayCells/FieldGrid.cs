using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Fits memory fields to mean rates over the same directions. Given μ and κ the least squares are closed: with f_i = exp(κ(cos(θ_i − μ) − 1)),
/// a = Σ(f − f̄)(m − m̄)/Σ(f − f̄)², b = m̄ − a f̄, and R² = (Σ g m)²/Σ(m − m̄)² with g = (f − f̄)/‖f − f̄‖. A grid of g finds the best μ and κ
/// within its meshes, whatever the sign of a; a pattern search then goes on from there.
/// </summary>
internal sealed class FieldGrid
{
    private const double Least = 0.1;
    private const int Centres = 48, Widths = 12;

    // So little of the variance is no improvement.
    private const double Enough = 1e-11;

    private readonly double[] directions;
    private readonly double greatest;

    // g of all nodes for one direction after the other.
    private readonly double[] templates;

    public FieldGrid(double[] directions)
    {
        this.directions = directions;

        // Half height half-way to the next direction, cos(Δ/2) = 1 − ln 2/κ: a narrower field may lie at one direction alone, and any width fits.
        greatest = Math.Log(2) / (1 - Math.Cos(Math.PI / directions.Select(CueGroups.Wrapped).Distinct().Count()));
        templates = new double[Centres * Widths * directions.Length];
        for (var k = 0; k < Centres * Widths; k++)
        {
            var (centre, kappa) = Node(k);
            foreach (var (i, g) in Template(centre, kappa).Index())
            {
                templates[(i * Centres * Widths) + k] = g;
            }
        }
    }

    /// <summary>exp(κ(cos(θ − μ) − 1)).</summary>
    public static double Bump(double degrees, double centre, double kappa) =>
        Math.Exp(kappa * (Math.Cos(Math.PI / 180 * (degrees - centre)) - 1));

    /// <summary>The greatest R² on the grid, for tests by permutation; 0 where the rates do not vary.</summary>
    public double RSquared(ReadOnlySpan<double> means)
    {
        var total = Total(means);
        return total <= 0 ? 0 : Best(means).Square / total;
    }

    /// <summary>The field; null where the rates do not vary.</summary>
    public MemoryField? Fit(double[] means)
    {
        var total = Total(means);
        if (total <= 0)
        {
            return null;
        }

        var (centre, kappa) = Node(Best(means).Node);
        var (log, best) = (Math.Log(kappa), Square(means, centre, kappa));
        var (alongCentre, alongLog) = (360.0 / Centres, Math.Log(greatest / Least) / (Widths - 1));
        while (alongCentre > 1e-4)
        {
            var (from, fromLog, before) = (centre, log, best);
            for (var step = 0; step < 9; step++)
            {
                var (at, atLog) = (
                    from + (((step / 3) - 1) * alongCentre),
                    Math.Clamp(fromLog + (((step % 3) - 1) * alongLog), Math.Log(Least), Math.Log(greatest)));
                var found = Square(means, at, Math.Exp(atLog));
                (centre, log, best) = found > best ? (at, atLog, found) : (centre, log, best);
            }

            if (best <= before + (Enough * total))
            {
                (alongCentre, alongLog) = (alongCentre / 2, alongLog / 2);
            }
        }

        return Field(means, centre, Math.Exp(log), best / total);
    }

    // Values that differ by the rounding of sums of single-precision rates alone do not vary.
    private static double Total(ReadOnlySpan<double> means)
    {
        var (mean, total) = (0.0, 0.0);
        foreach (var value in means)
        {
            mean += value / means.Length;
        }

        foreach (var value in means)
        {
            total += (value - mean) * (value - mean);
        }

        return total <= 1e-18 * means.Length * mean * mean ? 0 : total;
    }

    private MemoryField Field(double[] means, double centre, double kappa, double rSquared)
    {
        double[] f = [.. directions.Select(at => Bump(at, centre, kappa))];
        var (meanOfF, mean) = (f.Average(), means.Average());
        var a = f.Zip(means, (x, m) => (x - meanOfF) * (m - mean)).Sum() / f.Sum(x => (x - meanOfF) * (x - meanOfF));
        var isAtBound = kappa <= Least * 1.001 || kappa >= greatest / 1.001;
        return new(
            CueGroups.Wrapped(centre), MemoryField.WidthOf(kappa), a, mean - (a * meanOfF), kappa, Math.Clamp(rSquared, 0, 1), isAtBound);
    }

    private (int Node, double Square) Best(ReadOnlySpan<double> means)
    {
        Span<double> along = stackalloc double[Centres * Widths];
        along.Clear();
        for (var i = 0; i < means.Length; i++)
        {
            Rows.AddScaled(along, means[i], templates.AsSpan(i * along.Length, along.Length));
        }

        var (node, best) = (0, 0.0);
        for (var k = 0; k < along.Length; k++)
        {
            var square = along[k] * along[k];
            if (square > best)
            {
                (node, best) = (k, square);
            }
        }

        return (node, best);
    }

    private double Square(double[] means, double centre, double kappa)
    {
        var along = 0.0;
        var g = Template(centre, kappa);
        for (var i = 0; i < g.Length; i++)
        {
            along += g[i] * means[i];
        }

        return along * along;
    }

    private double[] Template(double centre, double kappa)
    {
        double[] f = [.. directions.Select(at => Bump(at, centre, kappa))];
        var mean = f.Average();
        var norm = Math.Sqrt(f.Sum(x => (x - mean) * (x - mean)));

        // A bump between two directions, so narrow that it reaches none, fits nothing.
        return [.. f.Select(x => norm > 1e-12 ? (x - mean) / norm : 0)];
    }

    private (double Centre, double Kappa) Node(int k) =>
        (k % Centres * 360.0 / Centres, Least * Math.Pow(greatest / Least, (double)(k / Centres) / (Widths - 1)));
}
