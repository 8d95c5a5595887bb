using Engram.Configuration;
using Engram.Storage;

namespace Engram.Tests.Storage;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_write_that_fails_halfway_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteText(folder["a"], "old");
        var fault = Assert.Throws<UsageException>(() => AtomicFile.Write(folder["a"], stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device : '/somewhere/a'");
        }));
        Assert.Equal(
            $"'{folder["a"]}' cannot be written: No space left on device. "
            + "Free some space there, allow writing to it, or write somewhere else.", fault.Message);
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        Assert.Equal([folder["a"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_a_crash_left_is_overwritten_by_the_next_write_or_cleaned()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteText(folder["a"], "old");
        File.WriteAllText(folder["a"] + AtomicFile.TemporarySuffix, "half of a much longer text");
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        AtomicFile.WriteText(folder["a"], "new");
        Assert.Equal("new", File.ReadAllText(folder["a"]));
        Assert.Single(Directory.GetFiles(folder.Path));

        File.WriteAllText(folder["b"] + AtomicFile.TemporarySuffix, "half");
        AtomicFile.Clean(folder.Path);
        AtomicFile.Clean(folder["missing"]);
        Assert.Equal([folder["a"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Missing_folders_are_made()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteText(Path.Combine(folder["x"], "y", "a"), "text");
        Assert.Equal("text", File.ReadAllText(Path.Combine(folder["x"], "y", "a")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_sentence_for_the_user()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var fault = Assert.Throws<UsageException>(() => AtomicFile.WriteText(Path.Combine(folder["file"], "a"), "text"));
        Assert.Single(fault.Faults);
        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
    }
}
