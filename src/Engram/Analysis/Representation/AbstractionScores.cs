namespace Engram.Analysis;

/// <summary>How abstract the code of a variable is, beside random geometry.</summary>
/// <param name="Trials">Trials used.</param>
/// <param name="Generalisation">Cross-condition generalisation performance: 1/2 by chance, 1 for a code that is the same in all conditions.</param>
/// <param name="GeneralisationNullMean">Mean of random geometry.</param>
/// <param name="GeneralisationNull95">95th percentile of random geometry.</param>
/// <param name="GeneralisationPValue">Share of random geometries that generalise as well.</param>
/// <param name="Parallelism">Parallelism score, from −1 to 1.</param>
/// <param name="ParallelismNull95">95th percentile of random geometry.</param>
/// <param name="ParallelismPValue">Share of random geometries whose score is as great.</param>
public sealed record AbstractionScores(
    int Trials,
    double Generalisation,
    double GeneralisationNullMean,
    double GeneralisationNull95,
    double GeneralisationPValue,
    double Parallelism,
    double ParallelismNull95,
    double ParallelismPValue);
