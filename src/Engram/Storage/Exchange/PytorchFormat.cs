using Engram.Configuration;

namespace Engram.Storage;

/// <summary>A module of Python that computes the network with PyTorch, and its weights in an npz file of the same name beside it.</summary>
internal sealed class PytorchFormat : ExportFormat
{
    /// <summary>How the names of the two files end.</summary>
    public const string TextEnding = ".py", WeightsEnding = ".npz";

    /// <inheritdoc/>
    public override string Summary => "Write a PyTorch module as Python text, with its weights in a file .npz beside it";

    /// <inheritdoc/>
    public override string Ending => TextEnding;

    /// <inheritdoc/>
    public override void Check(string path)
    {
        base.Check(path);
        var stem = Path.GetFileNameWithoutExtension(path);
        if (stem.Length == 0 || char.IsAsciiDigit(stem[0]) || !stem.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        {
            throw new UsageException(
                $"`{Property} = {path}`: Python cannot import a module of that name; use letters, digits and underscores, such as `{Property} = network.py`.");
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Write(ExportedNetwork network, string path)
    {
        var weights = Path.ChangeExtension(path, WeightsEnding);

        // What cannot be written as Python is found before anything is written.
        var text = new TorchModule(network).Text(Path.GetFileName(weights));
        new NpzFormat().Write(network, weights);
        AtomicFile.WriteText(path, text);
        return [path, weights];
    }
}
