using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>Trains the trials of a search, round by round, in a folder that the caller holds.</summary>
/// <param name="search">What is searched.</param>
/// <param name="folder">The folder.</param>
/// <param name="held">Its lock.</param>
/// <param name="document">Name of the file that says which networks there are.</param>
/// <param name="threads">Threads that work.</param>
/// <param name="executor">Who trains; null for this process.</param>
/// <param name="progress">Told how far it is; null for nobody.</param>
internal sealed class SearchRunner(
    Search search, string folder, RunLock held, string document, int threads, SweepExecutor? executor, Action<StudyProgress>? progress)
{
    private readonly List<RunConfiguration> all = [];
    private readonly List<SearchTrial> trials = [];
    private int done, failed;

    /// <summary>Trains what has not been trained.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public SearchResult Run(CancellationToken cancel)
    {
        var history = new SearchHistory(search.Space.Dimensions, search.Sampler, search.SamplerSeed);
        while (trials.Count < search.Trials)
        {
            var left = search.Trials - trials.Count;
            var round = search.Sampler.Learns ? Math.Min(search.Round, left) : left;
            var trained = Train([.. Enumerable.Range(trials.Count + 1, round).Select(number => new SearchTrial(number, history.Propose()))], cancel);
            history.Tell([.. trained.Select(trial => trial.Score)]);
            trials.AddRange(trained);
        }

        return new(trials);
    }

    private List<SearchTrial> Train(IReadOnlyList<SearchTrial> proposed, CancellationToken cancel)
    {
        var configured = proposed.Select(trial => (Trial: trial, Found: search.Space.Configure(trial.Settings))).ToList();
        List<RunConfiguration> round =
        [
            .. configured.Where(one => one.Found.Configuration is not null)
                .SelectMany(one => search.Seeds.Select(seed => one.Found.Configuration! with { Seed = seed })),
        ];
        all.AddRange(round);
        var runs = round.Count == 0 ? []
            : SweepRunner.Execute(new Sweep(round), folder, held, document, threads, Progress(proposed), cancel, executor, new Sweep(all));
        var fell = runs.Count(run => run.Status == RunStatus.Failed);
        failed += fell;
        done += (proposed.Count * search.Seeds.Count) - fell;
        return [.. configured.Select(one => one.Found.Configuration is null ? Refused(one.Trial, one.Found.Refusal) : Trained(one.Trial, one.Found.Configuration, runs))];
    }

    private SearchTrial Refused(SearchTrial trial, string refusal) => trial with { Refusal = refusal, Score = search.Goal.Score([], search.Seeds.Count) };

    private SearchTrial Trained(SearchTrial trial, RunConfiguration configuration, IReadOnlyList<SweepRun> runs)
    {
        List<string> hashes = [.. search.Seeds.Select(seed => Settings.Hash((configuration with { Seed = seed }).ToJson()))];
        List<SweepRun> own = [.. hashes.Select(hash => runs.First(run => run.Hash == hash))];
        List<SweepTableRow> rows = [.. own.Select(run => SweepTableRow.Read(run.Configuration, folder, [.. trial.Settings.Select(setting => setting.Value)]))];
        double[] values = [.. rows.Select(search.Goal.Of)];
        return trial with { Runs = own, Rows = rows, Values = values, Score = search.Goal.Score(values, search.Seeds.Count) };
    }

    // The time of the rounds to come is that of this one, by the number of networks.
    private Action<SweepProgress>? Progress(IReadOnlyList<SearchTrial> proposed)
    {
        if (progress is null)
        {
            return null;
        }

        var best = new SearchResult(trials).Best;
        var step = $"trials {proposed[0].Number} to {proposed[^1].Number} of {search.Trials}"
            + (best is null ? "" : $", best so far {NumberText.Of(best.Mean)}");
        var (before, beforeFailed, total) = (done, failed, search.Trials * search.Seeds.Count);
        return report =>
        {
            // What was refused is done, and what says the same is trained once.
            var spared = (proposed.Count * search.Seeds.Count) - report.Total;
            var here = report.Total - report.Done - report.Failed;
            var left = total - before - beforeFailed - spared - report.Done - report.Failed;
            progress(new(step, report with
            {
                Done = before + spared + report.Done, Failed = beforeFailed + report.Failed, Total = total,
                Left = here > 0 && report.Left is { } time ? time * left / here : null,
            }));
        };
    }
}
