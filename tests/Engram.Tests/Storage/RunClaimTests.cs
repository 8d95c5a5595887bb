using System.Text;
using Engram.Storage;

namespace Engram.Tests.Storage;

/// <summary>Claims on runs by processes that share a folder.</summary>
public sealed class RunClaimTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200), Long = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_holds_it_until_it_is_given_back()
    {
        var (first, second) = (new ClaimWatch(folder["claims"], "first", Long), new ClaimWatch(folder["claims"], "second", Long));
        var claim = first.TryTake("run")!;
        claim.Require();
        Assert.Null(second.TryTake("run"));
        using (var other = second.TryTake("other"))
        {
            Assert.NotNull(other);
        }

        Assert.Contains("first", RunClaim.Look(folder["claims"], "run").Text, StringComparison.Ordinal);
        claim.Dispose();
        using var again = second.TryTake("run");
        Assert.NotNull(again);
        Assert.Equal(["other.1", "run.2"], Directory.GetFiles(folder["claims"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Of_many_that_see_it_free_one_takes_it()
    {
        var seen = RunClaim.Look(folder["claims"], "run");
        var taken = 0;
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            if (RunClaim.TryTake(folder["claims"], "run", seen, "one of many", Long) is not null)
            {
                Interlocked.Increment(ref taken);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(1, taken);
    }

    [Fact]
    public void One_that_is_alive_keeps_it_and_one_that_is_not_loses_it()
    {
        using var alive = new ClaimWatch(folder["claims"], "alive", Short).TryTake("alive")!;
        Directory.CreateDirectory(folder["claims"]);
        File.WriteAllText(folder["claims/dead.3"], "17 a process that was killed");
        var watch = new ClaimWatch(folder["claims"], "heir", TimeSpan.FromSeconds(1));
        RunClaim? heir = null;
        while ((heir = watch.TryTake("dead")) is null)
        {
            Assert.Null(watch.TryTake("alive"));
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(20);
        }

        heir.Dispose();
        Assert.Equal(4, RunClaim.Look(folder["claims"], "dead").Generation);
    }

    [Fact]
    public void A_holder_that_was_thought_dead_goes_on_no_further()
    {
        using var claim = new ClaimWatch(folder["claims"], "slow", Short).TryTake("run")!;
        claim.Require();
        using var heir = RunClaim.TryTake(folder["claims"], "run", RunClaim.Look(folder["claims"], "run"), "heir", Long)!;
        StorageException? lost = null;
        while (lost is null)
        {
            lost = Record.Exception(claim.Require) as StorageException;
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(20);
        }

        Assert.Contains("Another goes on with the run.", lost.Message, StringComparison.Ordinal);
        claim.Dispose();
        heir.Require();
        Assert.False(RunClaim.Look(folder["claims"], "run").IsFree);
    }

    [Theory]
    [InlineData("Prüfstand-αβγ Prozess 7")]
    [InlineData("計算機")]
    [InlineData("🐭")]
    public void Whatever_letters_the_owner_has_a_claim_is_one_line_of_one_width_that_can_be_given_back(string owner)
    {
        foreach (var name in new[] { owner, string.Concat(Enumerable.Repeat(owner, 100)) })
        {
            using (new ClaimWatch(folder["claims"], name, Short).TryTake("run"))
            {
                var taken = Line();
                Assert.StartsWith("0 " + owner, taken, StringComparison.Ordinal);
                while (Line() == taken)
                {
                    TestContext.Current.CancellationToken.WaitHandle.WaitOne(10);
                }

                Assert.Contains($" {owner}", Line(), StringComparison.Ordinal);
            }

            Assert.Equal("free", Line().TrimEnd());
            Assert.True(RunClaim.Look(folder["claims"], "run").IsFree);
        }

        string Line()
        {
            var bytes = File.ReadAllBytes(Directory.GetFiles(folder["claims"]).Single());
            Assert.Equal(200, bytes.Length);
            var text = Encoding.UTF8.GetString(bytes);
            Assert.DoesNotContain("\uFFFD", text, StringComparison.Ordinal);
            Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
            return text;
        }
    }

    [Fact]
    public void A_file_made_late_of_an_earlier_generation_takes_nothing()
    {
        Directory.CreateDirectory(folder["claims"]);
        File.WriteAllText(folder["claims/run.5"], "0 the holder");
        Assert.Null(RunClaim.TryTake(folder["claims"], "run", new(2, "1 seen long ago"), "late", Long));
        Assert.Equal(["run.5"], Directory.GetFiles(folder["claims"]).Select(Path.GetFileName));
    }
}
