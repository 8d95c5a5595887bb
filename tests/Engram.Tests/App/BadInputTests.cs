using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>What a user gets wrong: one clear line each, the right exit code, nothing half-written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Did you mean `--delay`?", "--dely", "1s")]
    [InlineData("Did you mean `--threads`?", "--thread", "2")]
    [InlineData("Did you mean 'rectify'?", "--activation", "rectfy")]
    [InlineData("Did you mean 'gru'?", "--cell", "gruu")]
    [InlineData("Did you mean 'modern'?", "--preset", "modren")]
    [InlineData("'-1s' is negative", "--delay", "-1s")]
    [InlineData("'1' has no unit; write 1ms or 1s", "--delay", "1")]
    [InlineData("GB of memory", "--delay", "24h", "--dt", "1ms", "--trials", "1000")]
    [InlineData("GB of memory", "--units", "60000")]
    [InlineData("`--units`: '0' is out of range", "--units", "0")]
    public void A_setting_that_cannot_be_used_is_one_line_and_leaves_no_folder(string expected, params string[] words)
    {
        Shell.Refused(expected, ["train", "delayed-match", "--out", folder["run"], .. words]);
        Assert.False(Path.Exists(folder["run"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        File.WriteAllText(folder["file"], "");
        Shell.Refused("cannot be written", Tiny.Train(folder["file/run"], 1));
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder["full"]).FullName, "notes.txt"), "");
        Shell.Refused("is not empty and is not a run", Tiny.Train(folder["full"], 1));
        Assert.Single(Directory.GetFileSystemEntries(folder["full"]));
    }

    [Fact]
    public void Weights_that_are_cut_off_are_told()
    {
        Trained();
        using (var file = File.OpenWrite(Path.Combine(folder["run"], "weights.safetensors")))
        {
            file.SetLength(file.Length / 2);
        }

        Shell.Refused("weights.safetensors' cannot be used: ", "test", folder["run"]);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("describe")]
    [InlineData("train")]
    public void A_run_of_a_newer_version_is_told(string command)
    {
        Trained();
        var path = Path.Combine(folder["run"], "run.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"format\": 3", "\"format\": 99", StringComparison.Ordinal));
        Shell.Refused("format 99", command == "train" ? Tiny.Train(folder["run"], 0, "--resume") : [command, folder["run"]]);
    }

    [Fact]
    public void A_factor_of_another_task_names_the_task_of_the_run_and_its_factors()
    {
        Trained();
        Shell.Refused(
            "is a run of delayed-match, which has no factor `--coherence`. Its factors are f1, f2,",
            "test", folder["run"], "--coherence", "4");
    }

    [Fact]
    public void What_is_no_run_is_told()
    {
        Shell.Refused("There is no run", "test", folder["nowhere"]);
        Shell.Refused("is not a run", "test", folder.Path);
        File.WriteAllText(folder["run.json"], "{ \"format\":");
        Shell.Refused("run.json", "test", folder.Path);
    }

    [Theory]
    [InlineData("import", "'' cannot be read: no file has that name.")]
    [InlineData("figure", "'' cannot be read: no file has that name.")]
    public void A_file_without_a_name_is_refused(string command, string expected) => Shell.Refused(expected, command, "");

    [Fact]
    public void A_document_that_no_run_writes_is_not_read_into_memory()
    {
        Trained();
        using (var stream = new FileStream(folder["run/run.json"], FileMode.Open))
        {
            stream.SetLength(300L << 20);
        }

        Shell.Refused("far more than a run writes", "test", folder["run"]);
    }

    [Theory]
    [InlineData("decoding")]
    [InlineData("selectivity")]
    public void A_factor_that_does_not_vary_is_told(string analysis)
    {
        Shell.Json(3, Tiny.Train(folder["run"], 1));
        Shell.Refused("sample did not take two to twelve values", "analyse", analysis, folder["run"], "--factor", "sample");
    }

    private void Trained() => Shell.Json(3, Tiny.Train(folder["run"], 0));
}
