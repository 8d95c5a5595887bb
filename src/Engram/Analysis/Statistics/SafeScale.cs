namespace Engram.Analysis;

/// <summary>
/// Takes samples whose squares would overflow, or be lost, to a scale at which they are not: by powers of two, which leave every digit. Numbers
/// of single precision, such as rates, never need it.
/// </summary>
internal static class SafeScale
{
    private const int Most = 166;

    /// <summary>Scales columns, each by its own factor, the same in all sets.</summary>
    /// <param name="sets">Samples, one after the other (n × columns).</param>
    /// <param name="columns">Values of one sample.</param>
    /// <param name="together">Whether all columns have one factor.</param>
    /// <returns>The sets as they are where nothing needs it, else copies.</returns>
    public static double[][] Columns(double[][] sets, int columns, bool together = false)
    {
        var greatest = new double[columns];
        foreach (var rows in sets)
        {
            for (var k = 0; k < rows.Length; k++)
            {
                ref var most = ref greatest[k % columns];
                most = Math.Max(most, Math.Abs(rows[k]));
            }
        }

        if (together)
        {
            Array.Fill(greatest, greatest.Max());
        }

        int[] powers = [.. greatest.Select(most => most > 0 && Math.ILogB(most) is var power && Math.Abs(power) > Most ? -power : 0)];
        return Array.TrueForAll(powers, power => power == 0)
            ? sets
            : [.. sets.Select(rows => rows.Select((value, k) => Math.ScaleB(value, powers[k % columns])).ToArray())];
    }
}
