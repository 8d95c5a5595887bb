using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary><c>engram import</c> as a user runs it, and what is then done with the run.</summary>
public sealed class ImportCommandTests
{
    [Fact]
    public void Every_command_takes_the_run()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.npz"]);
        var answer = Shell.Json(0, "import", folder["a.npz"], "--cell", "leaky", "--map", "w_rec=W,w_in=U,w_out=V", "--task", "delayed-match", "--dt", "50ms", "--out", folder["run"]);
        Assert.Equal(("leaky", 4, "a.npz"), ((string?)answer["cell"], (int)answer["units"]!, (string?)answer["origin"]!["file"]));
        Assert.Equal(64, ((string?)answer["origin"]!["sha256"])!.Length);
        Assert.Equal("imported", (string?)Shell.Json(0, "runs", folder.Path)["runs"]![0]!["outcome"]);
        Shell.Json(0, "test", folder["run"], "--trials", "20");
        var again = Shell.Run("import", folder["a.npz"], "--cell", "leaky", "--map", "w_rec=W", "--out", folder["run"]);
        Assert.Equal(2, again.Code);
        Assert.Contains("holds the network that was imported from a.npz already; give another `--out`, or remove that one first.", again.Error, StringComparison.Ordinal);
        Assert.Contains("It was imported from a.npz", Shell.Run("describe", folder["run"]).Standard, StringComparison.Ordinal);
        Assert.Contains("there is nothing to go on with", Shell.Run("train", "--resume", "--out", folder["run"]).Error, StringComparison.Ordinal);
        Assert.Equal(3, Shell.Run("train", "delayed-match", "--from", folder["run"], "--max-updates", "2", "--out", folder["more"]).Code);
        Shell.Json(0, "export", folder["run"], "--npz", folder["b.npz"]);
        Shell.Json(0, "import", folder["b.npz"], "--out", folder["again"]);
        Assert.Equal(Tiny.Weights(folder["run"]), Tiny.Weights(folder["again"]));
    }

    [Fact]
    public void A_network_without_a_task_is_tested_and_trained_on_a_task_of_as_many_channels()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.npz"]);
        Shell.Json(0, "import", folder["a.npz"], "--cell", "leaky", "--map", "w_rec=W,w_in=U,w_out=V", "--out", folder["run"]);
        Assert.Null(Shell.Json(0, "test", folder["run"], "--trials", "20")["performance"]);
        Assert.Equal(3, Shell.Run("train", "delayed-match", "--from", folder["run"], "--max-updates", "2", "--out", folder["more"]).Code);
    }

    [Fact]
    public void What_was_not_read_is_told()
    {
        using var folder = new TemporaryFolder();
        var octave = Programs.Octave($"W = eye(3); U = ones(3, 1); S = sparse(W); save('-v7', '{folder["a.mat"]}', 'W', 'U', 'S')");
        Assert.Empty(octave.Trim());
        var answer = Shell.Json(0, "import", folder["a.mat"], "--cell", "leaky", "--map", "w_rec=W,w_in=U", "--out", folder["run"]);
        Assert.Contains(answer["notes"]!.AsArray(), note => (string?)note == "Not read: 'S' is sparse; save `full(S)`.");
    }

    [Theory]
    [InlineData("add `--transpose w_in`", "--map", "w_rec=W,w_in=T,w_out=V")]
    [InlineData("`--map w_rec=Q`: ", "--map", "w_rec=Q")]
    [InlineData("`--transpose` names w_out", "--map", "w_rec=W", "--transpose", "w_out")]
    [InlineData("There is no setting 'tua'", "--map", "w_rec=W", "--tua", "1s")]
    [InlineData("`--ei` is most; write auto", "--map", "w_rec=W", "--ei", "most")]
    [InlineData("`--convention` is mine; write one of dubreuil2022", "--convention", "mine")]
    [InlineData("`--step-noise x`: give a number", "--map", "w_rec=W", "--step-noise", "x")]
    public void Slips_are_told_and_nothing_is_written(string fault, params string[] flags)
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.npz"]);
        var (code, standard, error) = Shell.Run(["import", folder["a.npz"], "--cell", "leaky", .. flags, "--out", folder["run"]]);
        Assert.Equal((2, ""), (code, standard));
        Assert.Contains(fault, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void The_text_of_a_PyTorch_module_is_refused_with_the_file_of_its_weights()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["run"], 1));
        Shell.Json(0, "export", folder["run"], "--pytorch", folder["net.py"]);
        var (code, _, error) = Shell.Run("import", folder["net.py"], "--out", folder["again"]);
        Assert.Equal(2, code);
        Assert.Contains($"Its weights are in the file beside it: give '{folder["net.npz"]}'.", error, StringComparison.Ordinal);
        Shell.Json(0, "import", folder["net.npz"], "--out", folder["again"]);
        File.Delete(folder["net.npz"]);
        error = Shell.Run("import", folder["net.py"], "--out", folder["more"]).Error;
        Assert.Contains("'net.npz', which is not beside it", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Restore it", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.pt")]
    [InlineData("evil.pkl")]
    public void A_pickle_that_would_run_a_program_is_refused(string file)
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = Shell.Run("import", Fixtures.Path(file), "--cell", "leaky", "--out", folder["run"]);
        Assert.Equal(2, code);
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    // One input and two outputs, as delayed-match has.
    private static void Write(string path) => Npz.Write(path,
    [
        new("W", [.. Enumerable.Range(0, 16).Select(k => 0.1f * MathF.Sin(k))], 4, 4), new("U", [1f, 2, 3, 4], 4, 1), new("T", new float[8], 2, 4),
        new("V", [.. Enumerable.Range(0, 8).Select(k => MathF.Cos(k))], 2, 4),
    ]);
}
