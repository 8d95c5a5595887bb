using Engram.Tests.Storage;
using Xunit.Sdk;

namespace Engram.Tests;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly List<string> notes = [];

    private string Path => folder["Snapshots/new.txt"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_snapshot_is_written_and_the_next_run_is_held_to_it()
    {
        Agrees("one\n", accept: false, complete: false);
        Assert.Equal("one\n", File.ReadAllText(Path));
        Assert.Contains("new.txt", Assert.Single(notes), StringComparison.Ordinal);
        Agrees("one\n", accept: false, complete: true);
        var fault = Assert.Throws<FailException>(() => Agrees("two\n", accept: false, complete: false));
        Assert.Contains("at line 1:\n- one\n+ two\nIf the change is intended, run this test with ENGRAM_ACCEPT=1", fault.Message, StringComparison.Ordinal);
        Assert.Equal("one\n", File.ReadAllText(Path));
        Agrees("two\n", accept: true, complete: false);
        Assert.Equal("two\n", File.ReadAllText(Path));
    }

    [Fact]
    public void In_continuous_integration_a_new_snapshot_fails_and_is_not_written()
    {
        var fault = Assert.Throws<TrueException>(() => Agrees("one\n", accept: false, complete: true));
        Assert.Contains("new.txt does not exist", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path));
    }

    private void Agrees(string shown, bool accept, bool complete) => Snapshot.Agrees(Path, shown, accept, complete, notes.Add);
}
