namespace Engram.Storage;

/// <summary>NumPy's npz: every array by name, the texts <c>about</c> and <c>settings</c>.</summary>
internal sealed class NpzFormat : ExportFormat
{
    /// <inheritdoc/>
    public override string Summary => "Write effective weights, masks and time constants as arrays for NumPy, with a text on what they mean";

    /// <inheritdoc/>
    public override string Ending => ".npz";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Write(ExportedNetwork network, string path)
    {
        Npz.Write(path, network.Arrays, new Dictionary<string, string>
        {
            [ExportedNetwork.AboutName] = network.About(),
            [ExportedNetwork.SettingsName] = network.SettingsText(),
        });
        return [path];
    }
}
