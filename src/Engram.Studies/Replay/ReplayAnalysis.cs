using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.Replay;

/// <summary>How often trials were replayed while a network was trained, in which direction, and how well it did.</summary>
public sealed record ReplayAnalysis : RunAnalysis
{
    /// <inheritdoc/>
    public override string Title => "Replay";

    /// <inheritdoc/>
    public override string Summary =>
        "Shows, for each session from one check of a training to the next, how many trials were replayed, how many of them in which direction, and how many were answered correctly; "
        + "a list has every replay with its direction and condition.";

    /// <inheritdoc/>
    public override string Source =>
        "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain, doi:10.1101/2023.02.23.529770; "
        + "Shin, Tang & Jadhav 2019, Dynamics of awake hippocampal-prefrontal replay for spatial learning and memory-guided decision making, doi:10.1016/j.neuron.2019.09.012.";

    /// <inheritdoc/>
    public override string Needs => "a run whose rate of replay followed performance or prediction errors";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Configuration.Training.ReplayRate == ReplayRate.Fixed)
        {
            throw new UsageException(
                $"'{run.Path}' replayed as many trials in each session, because `ReplayRate` was fixed; train again with `ReplayRate = performance`, in another `folder`.");
        }

        var checks = LoggedCheck.Of(run);
        for (var k = 0; k < checks.Count; k++)
        {
            var updates = k == 0 ? 0 : checks[k].Update - checks[k - 1].Update;
            if (updates < 0 || (checks[k].Replayed?.Updates ?? 0) != updates)
            {
                throw new UsageException($"The log of '{run.Path}' is broken: check {k + 1} says that {checks[k].Replayed?.Updates ?? 0} updates came since the one before, but there are {updates}. Restore the file from a copy.");
            }
        }

        if (checks.Count < 3)
        {
            throw new UsageException($"'{run.Path}' has fewer than two sessions in its log; train longer, or with a smaller `CheckEvery`.");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var sessions = ReplaySession.Of(LoggedCheck.Of(run), run.Configuration.Training.Trials);
        double[] order = [.. sessions.Select(session => (double)session.Number)], counts = [.. sessions.Select(session => (double)session.Trials)];
        report.Section("Sessions");
        report.Text(
            $"There were {sessions.Count} sessions and {sessions.Sum(session => session.Trials)} replays in each direction. "
            + $"Their number is correlated with that of the session by {Words.Number(Correlation.Spearman(order, counts))} (Spearman). Each trial that is learned from is replayed once forward, when the network "
            + "runs, and once in reverse, when errors go back; half of all replays are in each direction by construction.");
        report.Table(
            "Replays of each session, how many of them were answered correctly before they were learned from, and how many fresh trials at its end.",
            ["session", "replays forward", "in reverse", "replays correct", "fresh trials correct"],
            [
                .. sessions.Select(session => (IReadOnlyList<string>)
                    [$"{session.Number}", $"{session.Trials}", $"{session.Trials}", Percent(session.Replayed), Percent(session.Validated)]),
            ]);
        report.Figure(
            "replays",
            new LinesFigure { Curves = [new("replays in each direction", order, counts)], X = new("Session"), Y = new("Replays") { Minimum = 0 }, Points = true },
            "Replays in each direction, session by session.");
        if (sessions.All(session => session.Replayed is not null))
        {
            report.Figure(
                "performance",
                new LinesFigure
                {
                    Curves =
                    [
                        new("replays", order, [.. sessions.Select(session => 100 * session.Replayed!.Value)]),
                        .. sessions.All(session => session.Validated is not null) ? [new Curve("fresh trials", order, [.. sessions.Select(session => 100 * session.Validated!.Value)])] : Array.Empty<Curve>(),
                    ],
                    X = new("Session"), Y = new("Correct", "%") { Minimum = 0, Maximum = 100 }, Points = true,
                },
                "Trials that were answered correctly: those that were replayed, before they were learned from, and fresh ones at the end of the session.");
        }

        if (run.Configuration.Curriculum.Factor.Length == 0)
        {
            report.Data("replays", ["session", "update", "trial", "direction", "condition", "steps"], Rows(run.Configuration, sessions));
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(RunConfiguration configuration, IReadOnlyList<ReplaySession> sessions)
    {
        var session = 0;
        foreach (var replay in ReplayedTrials.Of(configuration, sessions[^1].Last))
        {
            while (replay.Update > sessions[session].Last)
            {
                session++;
            }

            yield return [$"{sessions[session].Number}", $"{replay.Update}", $"{replay.Trial}", replay.Direction == ReplayDirection.Forward ? "forward" : "reverse", replay.Condition, $"{replay.Steps}"];
        }
    }

    private static string Percent(double? share) => share is { } known ? Words.Percent(known) : "–";
}
