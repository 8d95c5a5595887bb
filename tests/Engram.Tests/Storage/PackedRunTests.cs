using System.IO.Compression;
using Engram.Configuration;
using Engram.Storage;
using Engram.Tests.App;

namespace Engram.Tests.Storage;

public sealed class PackedRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public PackedRunTests()
    {
        run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 3));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_run_gives_the_same_bytes_wherever_it_lies()
    {
        PackedRun.Write(run, folder["one.zip"]);
        Directory.Move(run, folder["moved"]);
        PackedRun.Write(folder["moved"], folder["two.zip"]);
        Assert.Equal(File.ReadAllBytes(folder["one.zip"]), File.ReadAllBytes(folder["two.zip"]));
    }

    [Fact]
    public void A_packed_run_has_the_networks_weights_and_log()
    {
        PackedRun.Write(run, folder["run.zip"]);
        Assert.Equal(TrainingRun.Load(run).Network.RawValues.ToArray(), TrainingRun.Load(folder["run.zip"]).Network.RawValues.ToArray());
        using var packed = RunFolder.Open(folder["run.zip"]);
        Assert.NotEmpty(packed.ReadLog());
    }

    [Fact]
    public void A_folder_zipped_by_another_program_is_read_too()
    {
        Directory.CreateDirectory(Path.Combine(run, "analysis"));
        File.WriteAllText(Path.Combine(run, "analysis", "report.html"), "<html></html>");
        ZipFile.CreateFromDirectory(run, folder["run.zip"], CompressionLevel.Fastest, includeBaseDirectory: true);
        Assert.Equal(TrainingRun.Load(run).Network.RawValues.ToArray(), TrainingRun.Load(folder["run.zip"]).Network.RawValues.ToArray());
    }

    [Fact]
    public void What_would_fill_the_disk_is_not_unpacked()
    {
        File.WriteAllBytes(Path.Combine(run, "weights.safetensors"), new byte[80 << 20]);
        ZipFile.CreateFromDirectory(run, folder["bomb.zip"]);
        Assert.Contains(
            "would unpack to more than 100 times its size", Assert.Throws<UsageException>(() => RunFolder.Open(folder["bomb.zip"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_byte_is_told_or_changes_nothing()
    {
        PackedRun.Write(run, folder["run.zip"]);
        var (bytes, weights) = (File.ReadAllBytes(folder["run.zip"]), TrainingRun.Load(run).Network.RawValues.ToArray());
        for (var place = 0; place < bytes.Length; place += 97)
        {
            var copy = (byte[])bytes.Clone();
            copy[place] ^= 0x41;
            var path = folder[$"{place}.zip"];
            File.WriteAllBytes(path, copy);
            try
            {
                Assert.Equal(weights, TrainingRun.Load(path).Network.RawValues.ToArray());
            }
            catch (UsageException)
            {
                // Told.
            }

            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("../escape.cs")]
    [InlineData("sources/../../escape.cs")]
    public void Nothing_is_unpacked_outside(string name)
    {
        PackedRun.Write(run, folder["run.zip"]);
        using (var archive = ZipFile.Open(folder["run.zip"], ZipArchiveMode.Update))
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write("class Escaped;");
        }

        var place = PackedRun.Place(folder["run.zip"]);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetDirectoryName(place)!)!, "escape.cs", SearchOption.AllDirectories), _ => true);
        Assert.Equal(4, Directory.GetFiles(place).Length);
    }

    [Fact]
    public async Task Runs_that_are_read_at_the_same_time_are_unpacked_beside_each_other()
    {
        PackedRun.Write(run, folder["run.zip"]);
        string[] copies = [.. Enumerable.Range(0, 64).Select(k => folder[$"{k}/run.zip"])];
        foreach (var copy in copies)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(folder["run.zip"], copy);
        }

        var places = await Task.WhenAll(copies.Select(copy => Task.Run(() => PackedRun.Place(copy), TestContext.Current.CancellationToken)));
        Assert.Equal(places.Length, places.Distinct().Count());
    }

    [Fact]
    public void What_is_no_packed_run_is_one_sentence()
    {
        File.WriteAllText(folder["text.zip"], "not a zip");
        Assert.Contains("not a zip file", Assert.Throws<UsageException>(() => TrainingRun.Load(folder["text.zip"])).Message, StringComparison.Ordinal);
        using (var archive = ZipFile.Open(folder["empty.zip"], ZipArchiveMode.Create))
        {
            archive.CreateEntry("readme.txt");
        }

        Assert.Contains("holds no run", Assert.Throws<UsageException>(() => TrainingRun.Load(folder["empty.zip"])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "ends in .zip; write `--out packed.zip`", Shell.Run("pack", run, "--out", "packed").Error, StringComparison.Ordinal);
    }
}
