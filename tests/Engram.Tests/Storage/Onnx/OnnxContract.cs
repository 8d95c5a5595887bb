using Engram.Storage;

namespace Engram.Tests.Storage.Onnx;

/// <summary>What holds for the ONNX file of every cell, found by reflection, and of each of its variants.</summary>
public sealed class OnnxContract
{
    [Fact]
    public void Every_cell_passes_the_checker_and_runs_elsewhere_with_the_same_outputs()
    {
        using var folder = new TemporaryFolder();
        var cancel = TestContext.Current.CancellationToken;
        var runs = OnnxCases.All.SelectMany(one => new[] { (one.Name, one.Run, HasNoise: false), (Name: one.Name + "-noise", one.Run, HasNoise: true) })
            .Select(one => (one.Name, one.Run, Reference: OnnxCases.Reference(one.Run, one.HasNoise), one.HasNoise))
            .Where(one => !one.HasNoise || one.Reference.Feeds.ContainsKey("noise")).ToList();
        foreach (var (name, run, _, _) in runs)
        {
            OnnxFile.Write(run, folder[$"{name}.onnx"]);
        }

        Assert.Equal("", OnnxTools.Check(runs.Where(one => !one.HasNoise).Select(one => folder[$"{one.Name}.onnx"]), cancel));
        var made = OnnxTools.Run([.. runs.Select(one => (folder[$"{one.Name}.onnx"], one.Reference.Feeds))], ["readout", "rates", "states"], cancel);
        for (var k = 0; k < runs.Count; k++)
        {
            foreach (var (output, expected) in runs[k].Reference.Expected)
            {
                Same(expected, made[k][output], 1e-5, $"{runs[k].Name}, {runs[k].Run.Configuration.Cell}: {output}");
            }
        }

        // The noise does something.
        Assert.All(runs.Where(one => one.HasNoise), noisy => Assert.NotEqual(
            noisy.Reference.Expected["states"], runs.First(one => one.Name + "-noise" == noisy.Name).Reference.Expected["states"]));
    }

    [Fact]
    public void Every_cell_comes_back_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, run) in OnnxCases.All)
        {
            OnnxFile.Write(run, folder["run.onnx"]);
            var read = OnnxFile.ReadRun(folder["run.onnx"], run.Configuration);
            Assert.True(run.Network.RawValues.SequenceEqual(read.Network.RawValues), name);
            Assert.True(run.Network.EffectiveValues.SequenceEqual(read.Network.EffectiveValues), name);
            if (run.Configuration.Cell.GetType().Assembly == typeof(OnnxFile).Assembly)
            {
                var alone = OnnxFile.ReadRun(folder["run.onnx"]);
                Assert.Equal(run.Configuration.ToJson().ToJsonString(), alone.Configuration.ToJson().ToJsonString());
                Assert.True(run.Network.RawValues.SequenceEqual(alone.Network.RawValues), name);
            }
        }
    }

    private static void Same(float[] expected, float[] made, double tolerance, string what)
    {
        Assert.True(expected.Length == made.Length, $"{what}: {made.Length} numbers in place of {expected.Length}");
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - made[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}: {made[i]} in place of {expected[i]} at {i}");
        }
    }
}
