using Engram.Configuration;
using Engram.Studies;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Searches as a program of one's own or a study uses them.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Stopped_half_way_it_goes_on_to_the_same_trials()
    {
        var unbroken = Execute(Some, "unbroken");
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Some.Execute(
            folder["stopped"],
            1,
            report =>
            {
                if (report.Done >= 5)
                {
                    cancel.Cancel();
                }
            },
            cancel.Token));
        var ended = Directory.GetFiles(folder["stopped"], "weights.safetensors", SearchOption.AllDirectories).Length;
        Assert.InRange(ended, 5, 9);
        var runs = Execute(Some, "stopped");
        Assert.Equal(Table(unbroken), Table(runs));
        Assert.Equal(Table(unbroken), Table(Some.Execute(folder["two"], 2, null, TestContext.Current.CancellationToken)));
        Assert.Equal(unbroken.Best!.Values, runs.Best!.Values);
    }

    [Fact]
    public void Progress_counts_all_networks_of_the_search()
    {
        var reports = new List<SweepProgress>();
        Some.Execute(folder["s"], 1, reports.Add, TestContext.Current.CancellationToken);
        Assert.All(reports, report => Assert.Equal(10, report.Total));
        Assert.Equal((10, 0), (reports[^1].Done, reports[^1].Failed));
        Assert.Equal(reports.Select(report => report.Done).Order(), reports.Select(report => report.Done));
        reports.Clear();
        Some.Execute(folder["s"], 1, reports.Add, TestContext.Current.CancellationToken);
        Assert.Equal([4, 8, 10], reports.Select(report => report.Done));
    }

    [Fact]
    public void A_study_searches_in_its_own_folder()
    {
        var study = new SearchingStudy();
        study.Execute(new StudyOptions { Out = folder["study"] });
        Assert.Equal(Table(Execute(Some, "alone")), Table(study.Found!));
        Assert.True(File.Exists(folder["study/sweeps/which-rate.json"]));
    }

    [Fact]
    public void A_setting_of_a_cell_that_is_itself_chosen_can_be_searched()
    {
        // Only short-term-plasticity units have the setting; the trials of other cells cannot be built and are refused.
        var basis = SmallStudy.Basis;
        var name = Settings.Of(new Cells.LstmCell()).Select(setting => setting.Name).Except(Settings.Of(basis.Cell).Select(setting => setting.Name))
            .First(setting => setting == "forget-bias");
        var search = Search.Of(basis, [new SearchRange(name, "0", "2"), new SearchChoice("cell", ["leaky", "lstm"])]) with { Trials = 6, Sampler = new RandomSampler() };
        var result = Execute(search, "s");
        Assert.All(result.Trials, trial => Assert.Equal(trial.Settings[1].Value == "leaky", trial.Outcome == "refused"));
        Assert.Equal("lstm", result.Best!.Settings[1].Value);
    }

    [Fact]
    public void Networks_without_an_objective_rank_a_trial_below_all_that_have_fewer()
    {
        var goal = new SearchGoal(SearchObjective.Loss);
        SearchScore[] scores = [goal.Score([1, 2], 2), goal.Score([0.1, double.NaN], 2), goal.Score([double.NaN, double.NaN], 2), goal.Score([3, 4], 2)];
        Assert.Equal([0, 3, 1, 2], scores.Index().OrderBy(one => one.Item).Select(one => one.Index));
        Assert.False(scores[2].IsKnown);
        Assert.True(new SearchGoal(SearchObjective.Minimum).Score([0.9], 1).CompareTo(new SearchGoal(SearchObjective.Minimum).Score([0.8], 1)) < 0);
    }

    [Theory]
    [InlineData("`Trials`: '0' is out of range", 0, 8)]
    [InlineData("`Round`: '0' is out of range", 1, 0)]
    public void Numbers_that_make_no_search_are_refused(string expected, int trials, int round)
    {
        var refused = Assert.Throws<UsageException>(() => Execute(Some with { Trials = trials, Round = round }, "s"));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["s"]));
    }

    // 5 trials of 2 networks in rounds of 2, of which the last is cut.
    private static Search Some => Search.Of(SmallStudy.Basis, [new SearchRange("learning-rate", "1e-4", "1e-1", true), new SearchRange("units", "4", "12")]) with
    {
        Trials = 5, Round = 2, Seeds = [1, 2], Sampler = new TpeSampler { Startup = 2 },
    };

    private static string Table(SearchResult result) => string.Join('\n', new SearchTable(Some, result).Networks().Select(row => string.Join(',', row)));

    private SearchResult Execute(Search search, string name) => search.Execute(folder[name], 1, null, TestContext.Current.CancellationToken);

    private sealed class SearchingStudy : Study
    {
        public SearchResult? Found { get; private set; }

        public override string Title => "A search";

        public override string Summary => "Nothing is asked.";

        public override string Source => "None";

        public override void Run(StudyContext study) => Found = study.Search("which rate", Some);
    }
}
