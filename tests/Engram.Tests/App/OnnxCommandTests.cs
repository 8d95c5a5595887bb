using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>A run that goes out as ONNX and comes back, as a user does it.</summary>
public sealed class OnnxCommandTests
{
    [Fact]
    public void It_comes_back_as_the_same_run()
    {
        using var folder = new TemporaryFolder();
        Shell.Run([.. Tiny.Train(folder["run"], 1), "--dale", "rectify"]);
        Shell.Json(0, "export", folder["run"], "--onnx", folder["a.onnx"]);
        Shell.Json(0, "import", folder["a.onnx"], "--out", folder["again"]);
        Assert.Equal(Tiny.Weights(folder["run"]), Tiny.Weights(folder["again"]));
        var (before, after) = (TrainingRun.Load(folder["run"]), TrainingRun.Load(folder["again"]));
        Assert.Equal(before.Configuration.ToJson().ToJsonString(), after.Configuration.ToJson().ToJsonString());
        Assert.Equal(before.Network.RawValues.ToArray(), after.Network.RawValues.ToArray());
        Shell.Json(0, "export", folder["again"], "--onnx", folder["b.onnx"]);
        Assert.Equal(File.ReadAllBytes(folder["a.onnx"]), File.ReadAllBytes(folder["b.onnx"]));
    }

    [Fact]
    public void It_can_be_changed_on_the_way_and_its_arrays_taken_by_name()
    {
        using var folder = new TemporaryFolder();
        Shell.Run(Tiny.Train(folder["run"], 1));
        Shell.Json(0, "export", folder["run"], "--onnx", folder["a.onnx"]);
        Shell.Json(0, "import", folder["a.onnx"], "--tau", "120ms", "--out", folder["slower"]);
        Assert.Equal("00:00:00.1200000", $"{((Engram.Cells.LeakyCell)TrainingRun.Load(folder["slower"]).Configuration.Cell).Tau}");
        Shell.Json(0, "import", folder["a.onnx"], "--cell", "leaky", "--map", "w_rec=w_rec,w_in=w_in,w_out=w_out", "--out", folder["plain"]);
        Assert.Equal(
            TrainingRun.Load(folder["run"]).Network.Effective("w_rec").ToArray(), TrainingRun.Load(folder["plain"]).Network.Effective("w_rec").ToArray());
    }
}
