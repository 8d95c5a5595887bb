using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary><c>engram export</c> as a user runs it.</summary>
public sealed class ExportCommandTests
{
    [Fact]
    public void It_writes_each_form_and_says_which_files()
    {
        using var folder = new TemporaryFolder();
        Shell.Run(Tiny.Train(folder["run"], 1));
        Shell.Run([.. Tiny.Train(folder["elman"], 1), "--cell", "elman"]);
        foreach (var format in ExportFormat.Catalog.All)
        {
            var path = folder[$"network{format.Ending}"];
            var files = Shell.Json(0, "export", folder[format is KerasFormat ? "elman" : "run"], $"--{format.Name}", path)["files"]!.AsArray();
            Assert.Equal(path, (string?)files[0]!["file"]);
            Assert.All(files, file => Assert.True(new FileInfo((string)file!["file"]!).Length > 0));
        }
    }

    [Theory]
    [InlineData("writes no file, because no format is given")]
    [InlineData("give a file that ends in .npz", "--npz", "weights.mat")]
    [InlineData("Python cannot import a module of that name", "--pytorch", "my-network.py")]
    public void Slips_are_told(string fault, params string[] flags)
    {
        using var folder = new TemporaryFolder();
        Shell.Run(Tiny.Train(folder["run"], 1));
        var (code, standard, error) = Shell.Run(["export", folder["run"], .. flags]);
        Assert.Equal((2, ""), (code, standard));
        Assert.Contains(fault, error, StringComparison.Ordinal);
    }
}
