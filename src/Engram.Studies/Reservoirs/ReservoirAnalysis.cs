using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Reservoirs;

/// <summary>What a network makes of inputs before anything is read from it: memory, ranks and separation.</summary>
public sealed record ReservoirAnalysis : RunAnalysis
{
    // From far less to as much as the inputs vary themselves.
    private static readonly double[] Sizes = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>The input channel whose memory is measured; none for the first that changes in the trials.</summary>
    public string? Channel { get; init; }

    /// <summary>The longest delay of the memory, in steps; none for twice as many as there are units, and at most 500.</summary>
    [Range(1, 100_000)]
    public int? Delays { get; init; }

    /// <summary>Steps of each of four sequences from which the memory is measured; none for 2000, or more where there are many units.</summary>
    [Range(10, 10_000_000)]
    public int? Steps { get; init; }

    /// <summary>Sequences of which the ranks are; none for as many as there are units, and at most 500.</summary>
    [Range(2, 100_000)]
    public int? Sequences { get; init; }

    /// <summary>Steps of a sequence of which ranks and separation are.</summary>
    [Range(1, 1_000_000)]
    public int Length { get; init; } = 100;

    /// <summary>Size of the variations of which the generalisation rank is, in standard deviations of the inputs.</summary>
    [Range(0, 1000, Above = true)]
    public double Jitter { get; init; } = 0.1;

    /// <summary>Singular values that are less than this share of the greatest do not count in a rank.</summary>
    [Range(0, 1)]
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Trials of the task, of which the inputs have their means and deviations.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 40;

    /// <summary>Seed of trials and inputs.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Memory, ranks and separation";

    /// <inheritdoc/>
    public override string Summary =>
        "Runs the network without noise on inputs that are drawn at random, with the means and deviations of those of the task. The memory capacity says for how many steps a linear "
        + "readout can tell an input; the kernel rank, how many different sequences it can tell apart; the generalisation rank, how many directions variations of one sequence take up; "
        + "the separation, how far apart rates are after sequences that differ by so much.";

    /// <inheritdoc/>
    public override string Source =>
        "Jaeger 2001, Short term memory in echo state networks, GMD Report 152; Legenstein & Maass 2007, Edge of chaos and prediction of computational performance for neural circuit models, "
        + "doi:10.1016/j.neunet.2007.04.017; Maass, Natschläger & Markram 2002, Real-time computing without stable states, doi:10.1162/089976602760407955.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task with inputs that change";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        var names = run.Configuration.Task.Inputs;
        if (Channel is { } channel && !names.Contains(channel))
        {
            throw new UsageException(names.Count == 0
                ? $"The task {run.Configuration.Task.Name} has no inputs, so there is nothing of which a network could make something; take a run of a task with inputs."
                : $"`Channel` is '{channel}', which is no input of the task {run.Configuration.Task.Name}; write one of {string.Join(", ", names)}.");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        using var probe = new ReservoirProbe(run.Experiment(Trials, Seed), report.Cancel);
        var channel = Channel is null ? Enumerable.Range(0, probe.Channels.Count).First(probe.Varies) : probe.Channels.ToList().IndexOf(Channel);
        var delays = Delays ?? Math.Min(2 * probe.Units, 500);
        var memory = probe.Memory(channel, delays, Steps ?? Math.Max(2000, 2 * probe.Units), seed: Seed, cancel: report.Cancel);
        var ranks = probe.Ranks(Sequences ?? Math.Clamp(probe.Units, 2, 500), Length, Jitter, Tolerance, Seed, report.Cancel);
        var separation = probe.Separation(Sizes, steps: Length, seed: Seed, cancel: report.Cancel);

        report.Section("Memory and ranks");
        report.Table(
            "Memory capacity: the sum over delays of the squared correlation of an input with what a linear readout makes of the rates that many steps later, on steps that it was not "
            + $"fitted to. Ranks: singular values of the rates after each sequence that are at least {Words.Number(Tolerance, "G3")} times the greatest. No number can exceed that of the units.",
            ["units", "input", "memory capacity", "kernel rank", "generalisation rank", "difference", "sequences"],
            [
                [
                    $"{probe.Units}", probe.Channels[channel], Words.Number(memory.Total, "0.0"), $"{ranks.Kernel}", $"{ranks.Generalisation}", $"{ranks.Kernel - ranks.Generalisation}",
                    $"{ranks.Sequences}",
                ],
            ]);
        report.Text(memory.Total < probe.Units * 0.999 && memory.Curve[^1] > 0.05
            ? $"At the longest delay, {delays} steps, the squared correlation is still {Words.Number(memory.Curve[^1])}, so the capacity is greater than shown; set longer `Delays`."
            : "The rates are those after each step, so that the delay of the input that has just been seen would be 0, which does not count.");
        report.Figure(
            "memory",
            new LinesFigure
            {
                Curves = [new("", [.. Enumerable.Range(1, delays).Select(k => (double)k)], memory.Curve)],
                X = new Axis("Delay (steps)") { Whole = true, Minimum = 0 },
                Y = new Axis("r²") { Minimum = 0, Maximum = 1 },
            },
            $"Squared correlation of {probe.Channels[channel]} with its estimate from the rates so many steps later.");
        report.Figure(
            "singular-values",
            new LinesFigure
            {
                Curves = [Values("different sequences", ranks.OfDifferent), Values("variations of one", ranks.OfAlike)],
                X = new Axis("Singular value") { Whole = true, Minimum = 0 },
                Y = new Axis("Share of the greatest") { Logarithmic = true },
                YLines = Tolerance > 0 ? [new(Tolerance, "tolerance")] : [],
            },
            "Singular values of the rates after each sequence, relative to the greatest, down to 10⁻¹².");
        report.Data("memory", ["delay", "r_squared"], memory.Curve.Select((value, k) => (IReadOnlyList<string>)[$"{k + 1}", Words.Exact(value)]));
        report.Data(
            "singular-values",
            ["place", "different", "alike"],
            ranks.OfDifferent.Select((value, k) => (IReadOnlyList<string>)[$"{k + 1}", Words.Exact(value), Words.Exact(ranks.OfAlike[k])]));

        report.Section("Separation");
        report.Table(
            "How far apart the rates are after two sequences of inputs: root mean square over units, mean over pairs. In a network that forgets, rates come together with the inputs; in a "
            + "chaotic one they stay apart however little the inputs differ.",
            ["difference of inputs (standard deviations)", "difference of rates", "share of that of unrelated sequences"],
            [
                .. separation.Inputs.Select((size, k) => (IReadOnlyList<string>)
                [
                    Words.Number(size, "0.###"), Words.Number(separation.Rates[k], "G3"), separation.Unrelated > 0 ? Words.Percent(separation.Rates[k] / separation.Unrelated) : "–",
                ]),
                ["unrelated", Words.Number(separation.Unrelated, "G3"), separation.Unrelated > 0 ? Words.Percent(1) : "–"],
            ]);
        report.Data(
            "separation",
            ["inputs", "rates"],
            [.. separation.Inputs.Select((size, k) => (IReadOnlyList<string>)[Words.Exact(size), Words.Exact(separation.Rates[k])]), ["unrelated", Words.Exact(separation.Unrelated)]]);
        if (separation.Rates.Any(value => value > 0))
        {
            int[] shown = [.. Enumerable.Range(0, separation.Rates.Count).Where(k => separation.Rates[k] > 0)];
            report.Figure(
                "separation",
                new LinesFigure
                {
                    Curves = [new("", [.. shown.Select(k => separation.Inputs[k])], [.. shown.Select(k => separation.Rates[k])])],
                    X = new Axis("Difference of inputs (standard deviations)") { Logarithmic = true },
                    Y = new Axis("Difference of rates") { Logarithmic = true },
                    YLines = separation.Unrelated > 0 ? [new(separation.Unrelated, "unrelated")] : [],
                    Points = true,
                },
                "How far apart rates are after sequences that differ by so much.");
        }
    }

    private static Curve Values(string name, IReadOnlyList<double> values)
    {
        double[] shares = [.. values.Select(value => value / values[0]).TakeWhile(share => share > 1e-12)];
        return new(name, [.. Enumerable.Range(1, shares.Length).Select(k => (double)k)], shares);
    }
}
