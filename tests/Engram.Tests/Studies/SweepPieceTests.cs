using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>What a process sees of a network that another trains.</summary>
public sealed class SweepPieceTests
{
    [Fact]
    public void A_run_that_ends_in_the_moment_in_which_it_was_looked_at_is_seen_to_have_ended()
    {
        using var folder = new TemporaryFolder();
        var (configuration, path) = (SmallStudy.Basis, folder["run"]);
        TrainingRun.Execute(configuration, path, false, threads: 1, new TrainerHooks(), TestContext.Current.CancellationToken);
        var document = folder["run/run.json"];
        var ended = File.ReadAllBytes(document);
        EditedRun.Write(path, json => (json["outcome"], json["finished"]) = (null, null));
        var written = File.GetLastWriteTimeUtc(document);
        var piece = new SweepPiece(configuration, Settings.Hash(configuration.ToJson()), path);
        Assert.Null(piece.Ended());

        // A clock of seconds, as that of some file servers.
        File.WriteAllBytes(document, ended);
        File.SetLastWriteTimeUtc(document, written);
        Assert.NotNull(piece.Ended());
    }
}
