namespace Engram.Storage;

/// <summary>Arrays for NumPy.</summary>
public static class Npz
{
    /// <summary>Writes arrays.</summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">The arrays.</param>
    public static void Write(string path, IEnumerable<NamedArray> arrays) => Safetensors.Write(path, arrays);
}
