using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.WorkingMemory;

/// <summary>Delay cells, their memory fields, and what they stand for.</summary>
internal static class DelayActivity
{
    private const double Some = 0.1;

    /// <summary>Shares of a network's units.</summary>
    private sealed record Found(double DelayCells, double Persistent, double Fields, double Selective);

    /// <summary>Shares of a network's units that code cue or response, in the first and in the second half of the delay.</summary>
    private sealed record Coded(double EarlyCue, double EarlyResponse, double LateCue, double LateResponse, double LateBoth);

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 12, quick: 2);
        study.Section("Delay cells");
        study.Text(
            "The lecture says that cells of the dorsolateral prefrontal cortex are active in the delay and maintain the memory of the cue, and asks what their activity represents. Networks of 100 units "
            + "learn to look where a cue was after a delay of 1.5, 3 or 6 s. A delay cell changes its rate from fixation to delay or tells the angles of the cue apart; a memory field is a von Mises "
            + "curve over the angles. The same is measured in the networks before they learned.");
        var runs = Train(study, 11, SaccadeRule.Pro, seeds);
        var trained = study.Measure("delay cells", runs, study.Choose(400, 120), (TrainedRun run, int trials) => Cells(run, trials, learned: true));
        var untrained = study.Measure("delay cells before learning", runs, study.Choose(400, 120), (TrainedRun run, int trials) => Cells(run, trials, learned: false));
        study.Table(
            $"Share of the units of a network; means with 95 % intervals over {seeds.Count} networks.",
            ["units", "after learning", "before learning"],
            [
                Row("delay cells", one => one.DelayCells), Row("of them persistent", one => one.Persistent), Row("selective for the cue", one => one.Selective),
                Row("with a memory field", one => one.Fields),
            ]);
        study.Claim(
            "delay-cells", $"More units are selective for the cue in the delay after learning than before, by at least {Brain.Percent(Some)} of all units: difference of the shares.",
            "the lecture: cells are active in the delay and maintain the memory", [.. trained.Zip(untrained, (after, before) => after.Selective - before.Selective)], new Above(Some));
        study.Claim(
            "memory-fields", $"At least {Brain.Percent(Some)} of the units have a memory field: mean share.", "Funahashi et al. 1989: memory fields", [.. trained.Select(one => one.Fields)], new Above(Some));
        Represented(study, seeds);

        IReadOnlyList<string> Row(string name, Func<Found, double> of) => [name, Words.Interval([.. trained.Select(of)]), Words.Interval([.. untrained.Select(of)])];
    }

    private static void Represented(StudyContext study, IReadOnlyList<ulong> seeds)
    {
        study.Text(
            "With pro- and anti-saccades in one network, the direction of the cue and that of the response are told apart: a unit codes one of them where it explains variance of its rate beyond the other, by "
            + "a permutation test with false-discovery control.");
        var coded = study.Measure("cue or response", Train(study, 12, SaccadeRule.Mixed, seeds), study.Choose(600, 200), Coding);
        study.Table(
            $"Share of the units of a network that code the direction of the cue or of the response; means with 95 % intervals over {seeds.Count} networks.",
            ["half of the delay", "cue", "response"],
            [
                ["first", Interval(one => one.EarlyCue), Interval(one => one.EarlyResponse)], ["second", Interval(one => one.LateCue), Interval(one => one.LateResponse)],
            ]);
        study.Figure(
            "cue-or-response",
            new DistributionFigure
            {
                Groups = [Group("cue, first half", one => one.EarlyCue), Group("response, first half", one => one.EarlyResponse), Group("cue, second half", one => one.LateCue), Group("response, second half", one => one.LateResponse)],
                X = Axis.Share("Share of units"),
            },
            "Share of units that code the cue or the response, one point for each network.");
        study.Claim(
            "codes-cue", "In the second half of the delay more units code the cue than the response: difference of the shares.", "Funahashi et al. 1993: most cells of monkeys code the cue",
            [.. coded.Select(one => one.LateCue - one.LateResponse)], new Above(0));

        string Interval(Func<Coded, double> of) => Words.Interval([.. coded.Select(of)]);
        NamedValues Group(string name, Func<Coded, double> of) => new(name, [.. coded.Select(of)]);
    }

    private static IReadOnlyList<SweepRun> Train(StudyContext study, int family, SaccadeRule rule, IReadOnlyList<ulong> seeds) => Brain.Train(
        study, $"{Kebab.Of($"{rule}")}-saccades", family, new ModernPreset().For(new OculomotorDelayedResponseTask { Rule = rule }, seed: 1), seeds);

    private static Found Cells(TrainedRun run, int trials, bool learned)
    {
        var experiment = run.Experiment(trials, run.Configuration.Seed);
        var cells = new DelayCellFinder().Find((learned ? experiment : experiment with { Network = run.Initial() }).Run(), "angle").Units;
        double Share(Func<DelayCell, bool> isOne) => cells.Count(isOne) / (double)cells.Count;
        return new(Share(cell => cell.IsDelayCell), Share(cell => cell.IsPersistent), Share(cell => cell.HasField), Share(cell => cell.IsSelective));
    }

    private static Coded Coding(TrainedRun run, int trials)
    {
        var coding = CueResponseCoding.Of(run.Experiment(trials, run.Configuration.Seed).Run(), "angle", "target", seed: run.Configuration.Seed);
        static double Share(IReadOnlyList<UnitCoding> units, params CodedFactor[] of) => units.Count(unit => of.Contains(unit.Coded)) / (double)units.Count;
        return new(
            Share(coding.Early, CodedFactor.Cue, CodedFactor.Both), Share(coding.Early, CodedFactor.Response, CodedFactor.Both), Share(coding.Late, CodedFactor.Cue, CodedFactor.Both),
            Share(coding.Late, CodedFactor.Response, CodedFactor.Both), Share(coding.Late, CodedFactor.Both));
    }
}
