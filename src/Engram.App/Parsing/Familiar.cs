using Engram.Configuration;

namespace Engram.App.Parsing;

/// <summary>What other programs of the field call a setting, for messages.</summary>
internal static class Familiar
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["lr"] = "learning-rate", ["eta"] = "learning-rate", ["step-size"] = "learning-rate",
        ["batch-size"] = "trials", ["batch"] = "trials", ["bs"] = "trials", ["minibatch"] = "trials", ["n-trials"] = "trials",
        ["hidden-size"] = "units", ["hidden"] = "units", ["hidden-dim"] = "units", ["n"] = "units", ["n-units"] = "units",
        ["n-rec"] = "units", ["n-hidden"] = "units", ["neurons"] = "units", ["size"] = "units",
        ["epochs"] = "max-updates", ["epoch"] = "max-updates", ["iterations"] = "max-updates", ["iters"] = "max-updates",
        ["steps"] = "max-updates", ["updates"] = "max-updates", ["max-iter"] = "max-updates", ["max-steps"] = "max-updates",
        ["optimizer"] = "optimiser", ["opt"] = "optimiser", ["scheduler"] = "schedule", ["lr-schedule"] = "schedule",
        ["sigma"] = "noise", ["sigma-rec"] = "noise", ["rec-noise"] = "noise", ["sigma-in"] = "input-noise",
        ["clip"] = "clip-norm", ["grad-clip"] = "clip-norm", ["clip-grad"] = "clip-norm", ["max-grad-norm"] = "clip-norm",
        ["delta-t"] = "dt", ["timestep"] = "dt", ["time-step"] = "dt", ["tau-rec"] = "tau",
        ["model"] = "cell", ["rnn"] = "cell", ["network"] = "cell", ["rnn-type"] = "cell", ["nonlinearity"] = "activation",
        ["random-state"] = "seed", ["random-seed"] = "seed", ["output"] = "out", ["output-dir"] = "out", ["save-dir"] = "out",
        ["workers"] = "threads", ["num-workers"] = "threads", ["jobs"] = "threads", ["eval-every"] = "check-every",
        ["log-every"] = "check-every", ["val-size"] = "validation-trials", ["early-stopping"] = "patience", ["recipe"] = "preset",
        ["ei-ratio"] = "excitatory-fraction", ["l2"] = "l2-recurrent", ["weight-decay"] = "l2-recurrent",
    };

    /// <summary>The name nearest in meaning, or else in letters, to one that is not known; null when none is near.</summary>
    /// <param name="name">What the user wrote, with or without dashes before it.</param>
    /// <param name="known">The names that would have been right, written likewise.</param>
    public static string? Of(string name, IReadOnlyCollection<string> known)
    {
        var dashes = name[..(name.Length - name.TrimStart('-').Length)];
        var plain = name[dashes.Length..].Replace('_', '-').ToLowerInvariant();
        return known.FirstOrDefault(candidate => candidate == dashes + plain && candidate != name)
            ?? (Names.TryGetValue(plain, out var meant) ? known.FirstOrDefault(candidate => candidate == dashes + meant) : null)
            ?? (Nearest.Of(name, known, 1) is [var near] ? near : null);
    }
}
