namespace Engram.Storage;

/// <summary>ONNX: the network with its loop over time, which other programs run, and from which the run is read back.</summary>
internal sealed class OnnxFormat : ExportFormat
{
    /// <inheritdoc/>
    public override string Summary => "Write the network with its loop over time as ONNX, which onnxruntime runs in Python, JavaScript and elsewhere";

    /// <inheritdoc/>
    public override string Ending => ".onnx";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Write(ExportedNetwork network, string path)
    {
        OnnxFile.Write(new TrainedRun("", network.Configuration, network.Whole), path);
        return [path];
    }
}
