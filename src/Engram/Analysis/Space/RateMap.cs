using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>Mean activity of a unit over a plane, bin by bin.</summary>
/// <param name="Columns">Bins along x.</param>
/// <param name="Rows">Bins along y.</param>
/// <param name="Rates">Mean activity in each bin, row after row from the least y (rows × columns); null where the animal never was.</param>
public sealed record RateMap(int Columns, int Rows, IReadOnlyList<double?> Rates)
{
    /// <summary>Mean activity in a bin; null where the animal never was.</summary>
    /// <param name="column">From the least x, from 0.</param>
    /// <param name="row">From the least y, from 0.</param>
    public double? this[int column, int row] => Rates[(row * Columns) + column];

    /// <summary>Checks that there are as many rates as bins, all of them finite.</summary>
    /// <exception cref="UsageException">There are not, or they are not.</exception>
    internal void Check()
    {
        if (Columns < 3 || Rows < 3 || Rates.Count != (long)Columns * Rows)
        {
            throw new UsageException(FormattableString.Invariant(
                $"The map has {Columns} by {Rows} bins and {Rates.Count} rates; give at least 3 by 3 bins, and one rate for each."));
        }

        foreach (var (bin, rate) in Rates.Index())
        {
            if (rate is { } known && !double.IsFinite(known))
            {
                throw new UsageException(FormattableString.Invariant(
                    $"The rate of bin ({bin % Columns}, {bin / Columns}) is {known}; give a finite number, or null where the animal never was."));
            }
        }
    }
}
