using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Finds numbers that no network can be computed with.</summary>
internal static class FiniteArrays
{
    /// <summary>The first number that is not finite: <c>array 'w_rec' is NaN at [3, 4]</c>; null when all are.</summary>
    public static string? Fault(IEnumerable<NamedArray> arrays)
    {
        foreach (var array in arrays)
        {
            var (place, value) = array.Values switch
            {
                float[] values when Array.FindIndex(values, value => !float.IsFinite(value)) is var found and >= 0 => (found, values[found]),
                double[] values when Array.FindIndex(values, value => !double.IsFinite(value)) is var found and >= 0 => (found, values[found]),
                _ => (-1, 0),
            };
            if (place >= 0)
            {
                return string.Create(
                    System.Globalization.CultureInfo.InvariantCulture, $"array '{array.Name}' is {value} at [{Index(array.Shape, place)}]");
            }
        }

        return null;
    }

    /// <summary>Refuses a file that has numbers which are not finite.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="UsageException">It has some; the first is named.</exception>
    public static ArrayFile Require(ArrayFile file, string remedy) => Fault(file.Arrays) is not { } fault ? file
        : throw new UsageException($"'{file.Path}' cannot be used: {fault}, but every number must be finite. {remedy}");

    // Row-major: the last index runs fastest. Indices count from 0.
    private static string Index(IReadOnlyList<int> shape, int place)
    {
        var index = new int[shape.Count];
        for (var axis = shape.Count - 1; axis >= 0; axis--)
        {
            (place, index[axis]) = int.DivRem(place, shape[axis]);
        }

        return string.Join(", ", index);
    }
}
