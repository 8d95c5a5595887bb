using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>Recorded signals for tasks, from any file that <see cref="ArrayFiles"/> reads: npz, npy, MATLAB and others.</summary>
public static class SeriesFile
{
    /// <summary>
    /// Reads a series from an array (samples) or (samples × columns) of real or whole numbers, which are rounded to 32 bits.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="array">Name of the array; that of an npy file is called as the file, without <c>.npy</c>.</param>
    /// <param name="every">From one sample to the next.</param>
    /// <param name="reading">How values between samples are found.</param>
    /// <exception cref="UsageException">
    /// The file is missing or cannot be used, has no such array, or the array has other axes, no samples or numbers that are not finite.
    /// </exception>
    public static Series Read(string path, string array, TimeSpan every, Reading reading = Reading.Hold)
    {
        var found = ArrayFiles.Read(path).Array(array);
        if (found.Shape.Count is not (1 or 2) || found.Values.Length == 0)
        {
            throw new UsageException($"Array '{array}' of '{path}' has the shape ({found.ShapeText}), but a series has the shape (samples) or "
                + "(samples × columns), at least one of each; write such an array.");
        }

        try
        {
            return Series.Of(found.Singles(), found.Shape.Count == 2 ? found.Shape[1] : 1, every, reading);
        }
        catch (UsageException fault)
        {
            throw new UsageException([.. fault.Faults.Select(one => $"Array '{array}' of '{path}' cannot be used. {one}")]);
        }
    }
}
