using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>Recorded signals for tasks, from NumPy's npz files.</summary>
public static class SeriesFile
{
    /// <summary>
    /// Reads a series from an array (samples) or (samples × columns) of real or whole numbers, which are rounded to 32 bits.
    /// </summary>
    /// <param name="path">The npz file.</param>
    /// <param name="array">Name of the array.</param>
    /// <param name="every">From one sample to the next.</param>
    /// <param name="reading">How values between samples are found.</param>
    /// <exception cref="UsageException">
    /// The file is missing or cannot be used, has no such array, or the array has other axes, no samples or numbers that are not finite.
    /// </exception>
    public static Series Read(string path, string array, TimeSpan every, Reading reading = Reading.Hold)
    {
        var arrays = Npz.Read(path);
        var found = arrays.FirstOrDefault(known => known.Name == array)
            ?? throw new UsageException($"'{path}' has no array '{array}'. {Nearest.Hint(array, arrays.Select(known => known.Name))}");
        if (found.Shape.Count is not (1 or 2) || found.Values.Length == 0)
        {
            throw new UsageException($"Array '{array}' of '{path}' has the shape ({string.Join(" × ", found.Shape)}), but a series has the shape (samples) or "
                + "(samples × columns), at least one of each; write such an array.");
        }

        float[] values = found.Values switch
        {
            float[] single => single,
            double[] doubles => [.. doubles.Select(value => (float)value)],
            _ => [.. ((long[])found.Values).Select(value => (float)value)],
        };
        try
        {
            return Series.Of(values, found.Shape.Count == 2 ? found.Shape[1] : 1, every, reading);
        }
        catch (UsageException fault)
        {
            throw new UsageException([.. fault.Faults.Select(one => $"Array '{array}' of '{path}' cannot be used. {one}")]);
        }
    }
}
