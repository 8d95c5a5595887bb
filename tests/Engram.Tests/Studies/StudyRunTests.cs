using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Storage;
using Engram.Studies;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

public sealed class StudyRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Stopped_at_any_step_it_goes_on_to_the_bytes_of_an_unbroken_one()
    {
        Execute("unbroken", threads: 1);
        for (var stop = 1; stop <= 6; stop++)
        {
            using var cancel = new CancellationTokenSource();
            var left = stop;
            Assert.Throws<OperationCanceledException>(() => StudyRun.Execute(
                new SmallStudy(),
                new StudyOptions { Threads = 1, Out = folder["stopped"] },
                "small",
                _ =>
                {
                    if (--left == 0)
                    {
                        cancel.Cancel();
                    }
                },
                cancel.Token));
            Assert.False(File.Exists(folder["stopped/report.json"]));
        }

        Execute("stopped", threads: 2);
        foreach (var file in Output(folder["unbroken"]))
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(folder["unbroken"], file)), File.ReadAllBytes(Path.Combine(folder["stopped"], file)));
        }

        Assert.Equal(Output(folder["unbroken"]), Output(folder["stopped"]));
        Assert.Equal(6, Output(folder["unbroken"]).Count);
    }

    [Fact]
    public void A_measurement_is_made_again_only_when_its_settings_or_the_run_are_others()
    {
        // Numbers of trials that no other test has, for tests run side by side.
        Assert.Equal(4, Measured(39));
        Assert.Equal(0, Measured(39));
        Assert.Equal(4, Measured(41));
        Assert.Equal(0, Measured(39));
        Assert.Equal(8, Directory.GetFiles(folder["study/measurements/share"]).Length);

        int Measured(int trials)
        {
            var before = SmallStudy.Measured(trials);
            new SmallStudy { Trials = trials }.Execute(new StudyOptions { Out = folder["study"] });
            return SmallStudy.Measured(trials) - before;
        }
    }

    [Fact]
    public void A_measurement_that_uses_something_from_outside_is_refused()
    {
        var outside = 3;
        Refused("uses the outside variable 'outside'", new Own(study => study.Measure("x", study.Train("one", One), 0, (_, _) => outside)));
        Refused("uses the outside variable 'work'", new Own(study => study.Measure("x", study.Train("one", One), 0, new Own(_ => { }).Count)));
    }

    [Fact]
    public void Numbers_pass_through_the_file_bit_for_bit_whether_they_are_new_or_not()
    {
        var found = new List<IReadOnlyList<(double[] Values, string Name)>>();
        for (var time = 0; time < 2; time++)
        {
            Run(new Own(study => found.Add(study.Measure(
                "odd numbers", study.Train("one", One), new { A = 1 }, static (_, _) => (Odd, "π")))));
        }

        Assert.All(found, measured => Assert.Equal(
            Odd.Select(BitConverter.DoubleToInt64Bits), measured[0].Values.Select(BitConverter.DoubleToInt64Bits)));
        Assert.All(found, measured => Assert.Equal("π", measured[0].Name));
    }

    [Fact]
    public void A_folder_keeps_its_options_and_other_folders_are_left_alone()
    {
        Execute("study", threads: 1);
        var refused = Assert.Throws<UsageException>(() =>
            new SmallStudy().Execute(new StudyOptions { Quick = true, Out = folder["study"] }));
        Assert.Contains("was started with other options (quick: false there, true here)", refused.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder["other"]);
        File.WriteAllText(folder["other/notes.txt"], "");
        Assert.Contains(
            "is not the folder of a study",
            Assert.Throws<UsageException>(() => Execute("other", 1)).Message,
            StringComparison.Ordinal);
        Assert.Equal(["notes.txt"], Directory.GetFileSystemEntries(folder["other"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Quick_and_seeds_decide_how_many_networks_there_are()
    {
        Assert.Equal(2, Networks(new StudyOptions { Quick = true }));
        Assert.Equal(4, Networks(new StudyOptions()));
        Assert.Equal(6, Networks(new StudyOptions { Quick = true, Seeds = 3 }));
        Assert.Equal(
            "small --quick --seeds 3", ReportFolder.Read(folder["3"]).Command);

        double Networks(StudyOptions options) => new SmallStudy().Execute(
            options with { Out = folder[$"{options.Seeds ?? (options.Quick ? 1 : 2)}"] }).Claims.First().Ours;
    }

    [Fact]
    public void What_a_study_gets_wrong_is_told()
    {
        Refused("two figures 'a'", new Own(study => Twice(() => study.Figure("a", new Empty(), "A."))));
        Refused("two claims 'a'", new Own(study => Twice(() => study.Claim("a", "", "", [1], new Above(1)))));
        Refused("samples of 0 or 1, but one is 0.5", new Own(study => study.Claim("a", "", "", [1, 0.5], new ShareAbove(0.5))));
        Refused("'A b' cannot name a figure", new Own(study => study.Figure("A b", new Empty(), "A.")));
        Refused("has 1 cells, but there are 2 headers", new Own(study => study.Table("t", ["a", "b"], [["1"]])));

        static void Twice(Action action)
        {
            action();
            action();
        }
    }

    [Fact]
    public void A_network_that_could_not_be_trained_cannot_be_measured()
    {
        var hash = Settings.Hash(One.Configurations[0].ToJson());
        Execute("study", 1);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder[$"own/runs/{hash[..16]}"]).FullName, "notes.txt"), "");
        File.WriteAllText(folder["own/study.json"], """{"study":"own","quick":false,"seeds":null}""");
        Refused(
            "'x' cannot be measured: 1 of 1 networks",
            new Own(study => study.Measure("x", study.Train("one", One), 0, static (_, _) => 1)));
    }

    private static double[] Odd => [0.1 + 0.2, double.NaN, double.NegativeInfinity, double.Epsilon, -0.0];

    private static Sweep One => Sweep.Of(SmallStudy.Basis, [], [1]);

    private static List<string> Output(string path) =>
    [
        .. new[] { "report.html", "report.json", "claims.json" }.Concat(
            new[] { "figures", "data" }.SelectMany(name => Directory.GetFiles(Path.Combine(path, name)).Order(StringComparer.Ordinal))
                .Select(file => Path.GetRelativePath(path, file))),
    ];

    private void Refused(string expected, Study study) => Assert.Contains(
        expected, Assert.Throws<UsageException>(() => Run(study)).Message, StringComparison.Ordinal);

    private void Run(Study study) => study.Execute(new StudyOptions { Out = folder["own"] });

    private void Execute(string name, int threads) => new SmallStudy().Execute(new StudyOptions { Threads = threads, Out = folder[name] });

    private sealed class Own(Action<StudyContext> work) : Study
    {
        public override string Title => "";

        public override string Summary => "";

        public override string Source => "";

        public override void Run(StudyContext study) => work(study);

        public int Count(TrainedRun run, int settings) => settings + (work is null ? 0 : 1);
    }

    private sealed record Empty : Engram.Figures.Figure
    {
        public override JsonObject ToVegaLite() => [];
    }
}
