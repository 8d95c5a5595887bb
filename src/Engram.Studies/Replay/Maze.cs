using Engram.Figures;
using Engram.Learning;
using Engram.Studies.Common;
using Engram.Studies.LowRank;
using Engram.Tasks;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.Replay;

/// <summary>The T-maze: what is learned, and how often it is replayed.</summary>
internal static class Maze
{
    /// <summary>How errors go back.</summary>
    public const string Alignment = "feedback alignment", Exact = "back-propagation", Published = "published loop";

    private const int Trials = 500;

    /// <summary>Trains the networks.</summary>
    /// <returns>Those of each kind.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<SweepRun>> Train(StudyContext study)
    {
        var seeds = study.Seeds(full: 12, quick: 2);
        string[] kinds = [Alignment, Exact, Published];
        var runs = Sweeps.Train(study, "maze", 2, kinds.Select(kind => Of(study, kind)), seeds);
        return kinds.Index().ToDictionary(kind => kind.Item, kind => (IReadOnlyList<SweepRun>)[.. runs.Skip(kind.Index * seeds.Count).Take(seeds.Count)]);
    }

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyDictionary<string, IReadOnlyList<SweepRun>> mazes)
    {
        var led = mazes.ToDictionary(kind => kind.Key, kind => study.Measure($"led, {kind.Key}", kind.Value, Trials, static (run, trials) =>
            Evaluation.Run(run.Network, run.Configuration.Task, run.Configuration.Training.Dt, trials, 2).Performance!.Overall));
        var free = mazes.ToDictionary(kind => kind.Key, kind => study.Measure($"free, {kind.Key}", kind.Value, Trials, static (run, trials) =>
            Evaluation.Run(run.Network, (TMazeTask)run.Configuration.Task with { Guided = false }, run.Configuration.Training.Dt, trials, 2).Performance!.Overall));
        var sessions = mazes.ToDictionary(kind => kind.Key, kind => (IReadOnlyList<IReadOnlyList<ReplaySession>>)
            [.. kind.Value.Select(run => ReplaySession.Of(run.Log(), run.Configuration.Training.Trials))]);
        double Order(IReadOnlyList<ReplaySession> own, Func<ReplaySession, double> of) => own.Count < 3 ? double.NaN
            : Correlation.Spearman(own.Select(session => (double)session.Number), own.Select(of));
        IReadOnlyList<double> replays = [.. sessions[Alignment].Select(own => Order(own, session => session.Trials))],
            correct = [.. sessions[Alignment].Select(own => Order(own, session => session.Replayed ?? 0))];

        study.Section("A T-shaped maze");
        study.Text(
            "An animal is led through a T-shaped maze, whose beginning shows on which side the reward is, and predicts at each step what it will do, see and get next. It remembers the side over 50 to 55 steps. After each session, trials are replayed, each once forward and once in "
            + "reverse, as many of 2880 as the share that was wrong among those replayed last, but at least 100. The learning rate falls to 0 over 60 000 replays. Training ends when 93 % of the fresh trials of the last three sessions are right in every step. "
            + "Then the loop is closed: the network moves the animal by itself.");
        study.Table(
            "Sessions and replays until training ended, and trials right afterwards in percent: median and quartiles over networks for the first two, mean and 95 % interval for the others.",
            ["errors go back by", "networks", "reached 93 %", "sessions", "replays in each direction", "led, every action right", "free, rewarded"],
            [
                .. mazes.Select(kind => (IReadOnlyList<string>)
                [
                    kind.Key, $"{kind.Value.Count}", $"{kind.Value.Count(run => run.Status == RunStatus.Reached)}", Words.Quartiles(sessions[kind.Key].Select(own => (double)own.Count), "0"),
                    Words.Quartiles(sessions[kind.Key].Select(own => (double)own.Sum(session => session.Trials)), "0"),
                    Words.Interval([.. led[kind.Key].Select(share => 100 * share)], "0.0"), Words.Interval([.. free[kind.Key].Select(share => 100 * share)], "0.0"),
                ]),
            ]);
        study.Figure(
            "maze-performance", Lines(sessions[Alignment], session => 100 * (session.Validated ?? 0), new("Fresh trials with every action right", "%") { Minimum = 0, Maximum = 100 }),
            "Feedback alignment: fresh trials that are right in every step, session by session; one line for each network. Networks lose the maze again in single sessions.");
        study.Figure(
            "maze-replays", Lines(sessions[Alignment], session => session.Trials, new("Replays in each direction") { Minimum = 0 }),
            "Feedback alignment: replays in each direction, session by session; one line for each network.");
        study.Data(
            "maze", ["kind", "network", "session", "replays", "share_right_replayed", "share_right_fresh"],
            sessions.SelectMany(kind => kind.Value.SelectMany((own, k) => own.Select(session => (IReadOnlyList<string>)
                [kind.Key, $"{k + 1}", $"{session.Number}", $"{session.Trials}", Words.Exact(session.Replayed ?? 0), Words.Exact(session.Validated ?? 0)]))));
        study.Claim(
            "maze-led", "With feedback alignment, networks learn the maze: share of led trials in which every action is right.", "a figure without numbers", led[Alignment], new Above(0.9));
        study.Claim(
            "maze-free", "They run it by themselves: share of trials that are rewarded in the closed loop.", "a figure without numbers", free[Alignment], new Above(0.9));
        study.Claim(
            "maze-back-propagation", "With back-propagation they do, too: share of networks that are rewarded in nine trials in ten.", "not said",
            [.. free[Exact].Select(share => share >= 0.9 ? 1.0 : 0)], new ShareAbove(0.5));
        study.Claim(
            "maze-published", "The loop of the published code is rewarded less: difference of shares, network by network.", "not said",
            [.. free[Alignment].Zip(free[Published], (own, other) => own - other)], new Above(0.05));
        study.Claim(
            "maze-rises", "Performance rises: Spearman's correlation of the share of replayed trials that are right with the number of the session.", "Performance improves steadily", correct, new Above(0.8));
        study.Claim(
            "maze-falls", "The rate of replay falls: Spearman's correlation of the number of replays with that of the session.", "the replay rate decreases steadily", replays, new Below(-0.8));
    }

    private static LinesFigure Lines(IReadOnlyList<IReadOnlyList<ReplaySession>> sessions, Func<ReplaySession, double> of, Axis y) => new()
    {
        Curves = [.. sessions.Select(own => new Curve("network", [.. own.Select(session => (double)session.Number)], [.. own.Select(of)]))], X = new("Session"), Y = y,
    };

    private static RunConfiguration Of(StudyContext study, string kind)
    {
        var plain = new Cheng2025Preset().For(new TMazeTask(), seed: 1);
        if (study.Quick)
        {
            plain = plain with { Training = plain.Training with { CheckEvery = 120, ValidationTrials = 40 }, Stopping = plain.Stopping with { MaxUpdates = 480 } };
        }

        return kind switch
        {
            Exact => plain with { Credit = new() },
            Published => plain with { Credit = plain.Credit with { UnchangedErrors = true } },
            _ => plain,
        };
    }
}
