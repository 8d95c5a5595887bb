namespace Engram.Studies.Replay;

/// <summary>What was replayed from one check to the next.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Last">The last update.</param>
/// <param name="Trials">Trials that were replayed, each once forward and once in reverse.</param>
/// <param name="Replayed">Share of them that was answered correctly; null where nothing is right or wrong.</param>
/// <param name="Validated">The same of fresh trials at the end of the session.</param>
internal sealed record ReplaySession(int Number, long Last, long Trials, double? Replayed, double? Validated)
{
    /// <summary>The sessions of a training.</summary>
    /// <param name="checks">Its checks.</param>
    /// <param name="trials">Trials of an update.</param>
    public static IReadOnlyList<ReplaySession> Of(IEnumerable<LoggedCheck> checks, int trials) =>
    [
        .. checks.Where(check => check.Replayed is not null).Select((check, k) =>
            new ReplaySession(k + 1, check.Update, check.Replayed!.Updates * trials, check.Replayed.Overall, check.Overall)),
    ];
}
