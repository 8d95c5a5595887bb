namespace Engram.Analysis;

/// <summary>A low-rank network inferred from rates.</summary>
/// <param name="Space">
/// Its columns m, n, I; and w of the teacher where one was given, else as many as units, with which the outputs are the rates.
/// </param>
/// <param name="Units">The recorded unit that each of its units follows.</param>
/// <param name="R2">Share of the variance of the rates that it explains in the trials held out, all units together.</param>
/// <param name="ConnectivityCorrelation">Correlation of the entries of J with the teacher's; null without one.</param>
/// <param name="EffectiveConnectivityCorrelation">
/// The same of J P, with P the projection on span(m, I): the part of the connectivity that the dynamics can feel. Each network has its own
/// span; a full-rank teacher, which has none, is seen in that of the inferred one.
/// </param>
/// <param name="Checks">What was measured during the fit, in its order.</param>
public sealed record InferredNetwork(
    LoadingSpace Space,
    IReadOnlyList<int> Units,
    double R2,
    double? ConnectivityCorrelation,
    double? EffectiveConnectivityCorrelation,
    IReadOnlyList<InferenceCheck> Checks);

/// <summary>One measurement during a fit.</summary>
/// <param name="Update">Updates made.</param>
/// <param name="Loss">Mean squared error of a rate, mean over the updates since the last check.</param>
/// <param name="R2">Share of the variance explained in the trials held out.</param>
public sealed record InferenceCheck(int Update, double Loss, double R2);
