using Engram.Analysis;
using Engram.Configuration;
using Engram.Studies.LowRank;

namespace Engram.Studies.Common;

/// <summary>What the report of a decoding says of its method, and of the times at which something was decoded.</summary>
internal static class DecodingText
{
    /// <summary>What differs from decoding from all units by discriminants on random folds; empty for nothing.</summary>
    /// <param name="analysis">The settings.</param>
    /// <param name="classifier">Its classifier.</param>
    public static string How(DecodingAnalysis analysis, Classifier classifier)
    {
        var units = analysis.Units is { } some ? $"units {some}" : analysis.Area is { } area ? $"the units of {area}" : null;
        return (units is null ? "" : $" Of the network, {units} alone are decoded from.")
            + (analysis.Voxels == 0 ? "" : $" {Counted(analysis.Voxels)} a random weighted mean of {(units is null ? "units" : "these units")}, seen late and "
                + $"blurred through the blood's response, every {TimeText.Format(analysis.RepetitionTime)}, with noise of "
                + $"{Words.Number(analysis.VoxelNoise, "0.##")} times its signal.")
            + (classifier is LdaClassifier ? "" : $" The classifier is {classifier.Phrase}.")
            + (analysis.TrainOn is { } where ? $" Decoders are fitted where {where} and tested where it is not."
                : analysis.Validation == ValidationScheme.Runs
                    ? $" Each of {analysis.Runs} runs of consecutive trials is tested by decoders fitted to the others." : "");
    }

    /// <summary>When the factor is decoded above chance.</summary>
    /// <param name="curve">The accuracy, with permutations.</param>
    public static string Clusters(DecodingCurve curve)
    {
        var half = (curve.Times.Count > 1 ? curve.Times[1] - curve.Times[0] : 0) / 2;
        string[] found =
        [
            .. curve.Clusters.Where(cluster => cluster.PValue <= DecodingFigures.Significant).Select(cluster =>
                $"from {Words.Number(curve.Times[cluster.Bins[0]] - half, "0.##")} to {Words.Number(curve.Times[cluster.Bins[^1]] + half, "0.##")} s "
                + $"(p = {Words.Number(cluster.PValue, "0.000")})"),
        ];
        return found.Length == 0
            ? $"In no stretch of time is {curve.Factor} decoded above chance once p is corrected for the number of bins."
            : $"{curve.Factor} is decoded above chance, with p corrected for the number of bins by the mass of clusters, {string.Join(", ", found)}.";
    }

    private static string Counted(int voxels) => voxels == 1 ? "The voxel is" : $"Each of {voxels} voxels is";
}
