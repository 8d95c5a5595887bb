using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tests.App;
using Engram.Tests.Learning;
using Engram.Tests.Studies;

namespace Engram.Tests.Storage;

/// <summary>A folder that is taken away, or a disk that is full, while work goes on: it stops with a clear error, and nothing reappears.</summary>
public sealed class RemovedFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_whose_folder_is_removed_or_replaced_stops_and_writes_nothing(bool replaced)
    {
        var updates = 0L;
        var fault = Assert.Throws<StorageException>(() => TrainingRun.Execute(
            SmallRun.Growing(), folder["r"], false, 1,
            new TrainerHooks
            {
                OnUpdate = update =>
                {
                    updates = update;
                    if (update == 20)
                    {
                        Directory.Delete(folder["r"], true);
                        if (replaced)
                        {
                            RunFolder.Create(folder["r"], new() { ["seed"] = 1 }).Dispose();
                        }
                    }
                },
            },
            TestContext.Current.CancellationToken));
        Assert.Contains($"'{folder["r"]}' was removed or replaced", fault.Message, StringComparison.Ordinal);
        Assert.InRange(updates, 20, 30);
        Assert.Equal(replaced, Directory.Exists(folder["r"]));
        Assert.Equal(replaced ? 2 : 0, replaced ? Directory.GetFiles(folder["r"]).Length : 0);
    }

    [Theory]
    [InlineData("log.jsonl", "removed")]
    [InlineData("log.jsonl", "a folder")]
    [InlineData("log.jsonl", "emptied")]
    [InlineData("log.jsonl", "a copy")]
    [InlineData("log.jsonl", "longer")]
    [InlineData("run.json", "removed")]
    [InlineData("run.json", "a folder")]
    public void Training_stops_when_a_file_that_it_needs_is_taken_away(string file, string how)
    {
        var (updates, path) = (0L, Path.Combine(folder["r"], file));
        void Disturb()
        {
            // A clock of files may stand still for some milliseconds.
            Thread.Sleep(50);
            switch (how)
            {
                case "emptied":
                    using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    {
                        stream.SetLength(0);
                    }

                    break;
                case "longer":
                    using (var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
                    {
                        stream.WriteByte((byte)'\n');
                    }

                    break;
                case "a copy":
                    File.WriteAllBytes(path + ".copy", File.ReadAllBytes(path));
                    File.Move(path + ".copy", path, true);
                    break;
                default:
                    File.Delete(path);
                    _ = how == "a folder" ? Directory.CreateDirectory(path) : null;
                    break;
            }
        }

        var fault = Assert.Throws<StorageException>(() => TrainingRun.Execute(
            SmallRun.Growing(), folder["r"], false, 1,
            new TrainerHooks
            {
                OnUpdate = update =>
                {
                    updates = update;
                    if (update == 20)
                    {
                        Disturb();
                    }
                },
            },
            TestContext.Current.CancellationToken));
        Assert.Contains($"'{path}' was removed, replaced or changed", fault.Message, StringComparison.Ordinal);
        Assert.InRange(updates, 20, 30);
        Assert.Equal(how is "emptied" or "longer" or "a copy", File.Exists(path));
        Assert.True(how != "emptied" || new FileInfo(path).Length == 0);
    }

    [Fact]
    public void Training_that_is_interrupted_without_its_log_does_not_say_that_it_can_go_on()
    {
        using var cancel = new CancellationTokenSource();
        Assert.Throws<StorageException>(() => TrainingRun.Execute(
            SmallRun.Growing(), folder["r"], false, 1,
            new TrainerHooks
            {
                OnUpdate = update =>
                {
                    if (update == 20)
                    {
                        File.Delete(Path.Combine(folder["r"], "log.jsonl"));
                        cancel.Cancel();
                    }
                },
            },
            cancel.Token));
        Assert.False(File.Exists(Path.Combine(folder["r"], "log.jsonl")));
    }

    [Fact]
    public void A_sweep_whose_document_is_removed_stops()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, [], [1, 2, 3]);
        var fault = Assert.Throws<StorageException>(() => sweep.Execute(folder["s"], 1, report =>
        {
            if (report.Done == 1)
            {
                File.Delete(folder["s/sweep.json"]);
            }
        }, TestContext.Current.CancellationToken));
        Assert.Contains("sweep.json' was removed, replaced or changed", fault.Message, StringComparison.Ordinal);

        // The same command goes on.
        Assert.Equal(3, sweep.Execute(folder["s"], 1, null, TestContext.Current.CancellationToken).Count);
        Assert.True(File.Exists(folder["s/sweep.json"]));
    }

    [Fact]
    public void A_study_whose_document_is_removed_stops()
    {
        var error = Stopped(new Vanishing(() => File.Delete(folder["study/study.json"])));
        Assert.Contains("study.json' was removed, replaced or changed", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_whose_folder_is_removed_stops_and_writes_nothing()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, [], [1, 2, 3]);
        Assert.Throws<StorageException>(() => sweep.Execute(folder["s"], 1, report =>
        {
            if (report.Done == 1)
            {
                Directory.Delete(folder["s"], true);
            }
        }, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(folder["s"]));
    }

    [Fact]
    public void A_study_whose_folder_is_removed_stops_and_writes_nothing()
    {
        var error = Stopped(new Vanishing(() => Directory.Delete(folder["study"], true)));
        Assert.Contains("was removed or replaced", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(letter => letter == '\n'));
        Assert.False(Directory.Exists(folder["study"]));
    }

    [Fact]
    public void A_disk_that_is_full_during_training_ends_the_program_with_1()
    {
        // Every write to this device says that there is no space left.
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full");
        var (code, error) = Disturbed(() => File.CreateSymbolicLink(
            Path.Combine(folder["r"], "checkpoint.safetensors" + AtomicFile.TemporarySuffix), "/dev/full"));
        Assert.Equal(1, code);
        Assert.Contains("checkpoint.safetensors' cannot be written: No space left on device", error, StringComparison.Ordinal);

        // The run goes on from the checkpoint before, once there is room.
        Assert.Equal(0, Shell.Run("describe", folder["r"]).Code);
        using var resumed = RunFolder.Resume(folder["r"]);
        Assert.NotNull(resumed.TryLoadCheckpoint());
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_any_more_is_a_failure_of_the_machine()
    {
        var fault = Assert.Throws<StorageException>(() => TrainingRun.Execute(
            SmallRun.Growing(), folder["r"], false, 1,
            new TrainerHooks
            {
                OnUpdate = update =>
                {
                    if (update == 20)
                    {
                        File.Delete(Path.Combine(folder["r"], "checkpoint.safetensors"));
                        Directory.CreateDirectory(Path.Combine(folder["r"], "checkpoint.safetensors", "in-the-way"));
                    }
                },
            },
            TestContext.Current.CancellationToken));
        Assert.Contains("checkpoint.safetensors' cannot be written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_whose_run_is_removed_ends_with_1_and_one_sentence()
    {
        var (code, error) = Disturbed(() => Directory.Delete(folder["r"], true));
        Assert.Equal(1, code);
        // Which of the two comes first, that the folder is gone or that its log is, depends on the moment.
        Assert.Matches("was removed( or|,) replaced", error);
        Assert.False(Directory.Exists(folder["r"]));
    }

    // What a training says and ends with when something happens to its folder after the first checkpoint.
    private (int Code, string Error) Disturbed(Action disturb)
    {
        using var child = Shell.Start(Tiny.Train(folder["r"], int.MaxValue));
        while (!File.Exists(Path.Combine(folder["r"], "checkpoint.safetensors")))
        {
            Assert.False(child.HasExited);
            Thread.Sleep(20);
        }

        disturb();
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.StartsWith("engram: ", error.Result, StringComparison.Ordinal);
        Assert.Single(error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return (child.ExitCode, error.Result);
    }

    // What a study that ends with exit code 1 says.
    private string Stopped(Study study)
    {
        using var standard = new StringWriter();
        using var error = new StringWriter();
        var code = StudyProgram.Run(study, ["--quick", "--quiet", "--out", folder["study"]], standard, error, TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        return error.ToString();
    }

    // Its folder goes between two steps.
    private sealed class Vanishing(Action vanish) : Study
    {
        public override string Title => "A study whose folder goes";

        public override string Summary => "Nothing is asked.";

        public override string Source => "None";

        public override void Run(StudyContext study)
        {
            study.Train("first", Sweep.Of(SmallStudy.Basis, [], [1]));
            vanish();
            study.Train("second", Sweep.Of(SmallStudy.Basis, [], [2]));
        }
    }
}
