namespace Engram.Storage;

/// <summary>MATLAB's version 5, which Octave opens too: every array by name, the texts <c>about</c> and <c>settings</c> in ASCII.</summary>
internal sealed class MatFormat : ExportFormat
{
    /// <inheritdoc/>
    public override string Summary => "Write the same arrays for MATLAB and Octave";

    /// <inheritdoc/>
    public override string Ending => ".mat";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Write(ExportedNetwork network, string path)
    {
        MatFile.Write(path, network.Arrays,
        [
            new(ExportedNetwork.AboutName, [.. network.About().TrimEnd('\n').Split('\n').Select(Spelled)]),
            new(ExportedNetwork.SettingsName, [AsciiText.OfJson(network.SettingsText())]),
        ]);
        return [path];
    }

    // The equation as MATLAB has it: W*a is a product, a .* b goes element by element.
    private static string Spelled(string line) =>
        AsciiText.Of(line.Replace(" * ", " .* ", StringComparison.Ordinal).Replace(" / ", " ./ ", StringComparison.Ordinal));
}
