using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies.Sequences;

/// <summary>The linear accounts of the intact network beside its simulation without noise.</summary>
internal static class LinearTable
{
    /// <summary>Names of the accounts.</summary>
    public static string Name(LinearAccountKind kind) => kind switch
    {
        LinearAccountKind.AllUnits => "all units, always",
        LinearAccountKind.ActiveSet => "one active set, always",
        _ => "gates of the intact network",
    };

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext report, TrainedRun run, int trials, ulong seed, double activeShare)
    {
        report.Section("Linear account");
        try
        {
            LinearAccount.Check(run.Configuration.Cell);
        }
        catch (UsageException refusal)
        {
            report.Text(refusal.Message);
            return;
        }

        var account = LinearAccount.Of(run.Experiment(trials, seed), activeShare, report.Cancel);
        report.Text(
            "The account is τ dx/dt = −x + W G x + W_in u + b with fixed gates G. There are three choices of G: all units, the units that "
            + "are active for more than "
            + FormattableString.Invariant($"{activeShare} of the time, or the gates of the simulation at each step (which must reproduce the simulation). ")
            + "The first two are computed by a matrix exponential, the last by the simulation's own steps.");
        report.Table(
            "Error of the predicted rates, √(Σ (r̂ − r)² / Σ r²).",
            ["gates", "units", "relative error"],
            [
                .. Enum.GetValues<LinearAccountKind>().Select(kind => (IReadOnlyList<string>)
                [
                    Name(kind),
                    kind == LinearAccountKind.ActiveSet ? $"{account.ActiveSet().Length}" : $"{run.Network.Units}",
                    LinearAccount.RelativeError(account.Predict(run.Network, kind), account.Intact) is var error && double.IsFinite(error)
                        ? NumberText.Of(error, "0.0E+0") : "not finite",
                ]),
            ]);
    }
}
