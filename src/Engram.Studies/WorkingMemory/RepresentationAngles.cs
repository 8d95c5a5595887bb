using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.WorkingMemory;

/// <summary>Angles between coding subspaces, and how abstract a code is, in the report.</summary>
internal static class RepresentationAngles
{
    private static readonly string[] Headers =
    [
        "first", "second", "angles", "corrected", "first with itself", "second with itself", "random", "p aligned", "p rotated",
    ];

    /// <summary>One factor in every two periods.</summary>
    public static void BetweenPeriods(
        StudyContext report, Recording recording, string factor, string[] periods, int axes, int permutations, ulong seed)
    {
        if (periods.Length < 2)
        {
            return;
        }

        var pairs = periods.SelectMany((first, k) => periods.Skip(k + 1).Select(second => (first, second)));
        Write(
            report, $"Angles between the codes of {factor} in two periods", "angles-between-periods",
            pairs.Select(pair => (pair.first, pair.second, Try(recording, factor, pair.first, factor, pair.second, axes, permutations, seed))));
    }

    /// <summary>Two factors in each period.</summary>
    public static void BetweenFactors(
        StudyContext report, Recording recording, string factor, string second, string[] periods, int axes, int permutations, ulong seed) => Write(
        report, $"Angles between the codes of {factor} and {second}", "angles-between-factors",
        periods.Select(period => ($"{factor} in {period}", $"{second} in {period}", Try(recording, factor, period, second, period, axes, permutations, seed))));

    /// <summary>Whether a factor of two values is coded alike for all values of the other.</summary>
    public static void Abstract(
        StudyContext report, Recording recording, string factor, string second, string[] periods, int permutations, ulong seed)
    {
        report.Section($"Abstraction of {factor}");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var period in periods)
        {
            try
            {
                var one = new Abstraction { Permutations = permutations, Seed = seed }.Of(recording, factor, second, period);
                rows.Add(
                [
                    period, Words.Percent(one.Generalisation), Words.Percent(one.GeneralisationNull95), Words.Number(one.GeneralisationPValue, "0.000"),
                    Words.Number(one.Parallelism), Words.Number(one.ParallelismNull95), Words.Number(one.ParallelismPValue, "0.000"),
                ]);
            }
            catch (UsageException fault)
            {
                report.Text($"Not measured in {period}: {fault.Message}");
            }
        }

        if (rows.Count > 0)
        {
            report.Table(
                $"{factor} decoded for values of {second} that the decoder has not seen, and the parallelism score, with the 95th percentiles of random "
                + "geometry.",
                ["period", "generalisation", "random, 95 %", "p", "parallelism", "random, 95 %", "p"],
                rows);
        }
    }

    private static (SubspaceAngles? Found, string Fault) Try(
        Recording recording, string first, string firstPeriod, string second, string secondPeriod, int axes, int permutations, ulong seed)
    {
        try
        {
            var most = Math.Min(axes, Math.Min(Values(recording, first, firstPeriod), Values(recording, second, secondPeriod)) - 1);
            return (new CodingSubspaces { Axes = Math.Max(1, most), Permutations = permutations, Seed = seed }
                .Compare(recording, first, firstPeriod, second, secondPeriod), "");
        }
        catch (UsageException fault)
        {
            return (null, fault.Message);
        }
    }

    private static int Values(Recording recording, string factor, string period) => 
        new RepresentationalSimilarity { Measure = DissimilarityMeasure.Euclidean }.Of(recording, factor, period).Conditions.Count;

    private static void Write(
        StudyContext report, string heading, string name, IEnumerable<(string First, string Second, (SubspaceAngles? Found, string Fault) One)> all)
    {
        report.Section(heading);
        var found = all.ToList();
        foreach (var fault in found.Where(one => one.One.Found is null).Select(one => one.One.Fault).Distinct())
        {
            report.Text($"Not measured: {fault}");
        }

        var measured = found.Where(one => one.One.Found is not null).Select(one => (one.First, one.Second, Found: one.One.Found!)).ToList();
        if (measured.Count == 0)
        {
            return;
        }

        report.Table(
            "Principal angles, each subspace from one half of the trials. Those of a code with itself are what noise makes of 0°, and corrected angles are without that; 'random' are those of "
            + "subspaces in which the rates vary. A small p aligned says that the angles are less than random, a small p rotated that the codes differ.",
            Headers,
            [
                .. measured.Select(one => (IReadOnlyList<string>)
                [
                    one.First, one.Second, Degrees(one.Found.Angles), Degrees(one.Found.Corrected), Degrees(one.Found.WithinFirst), Degrees(one.Found.WithinSecond),
                    Degrees(one.Found.Random), Words.Number(one.Found.AlignedPValue, "0.000"), one.Found.RotatedPValue is { } p ? Words.Number(p, "0.000") : "–",
                ]),
            ]);
        report.Data(
            name, ["first", "second", "axis", "angle_deg", "corrected_deg", "first_with_itself_deg", "second_with_itself_deg", "random_deg", "p_aligned", "p_rotated"],
            measured.SelectMany(one => one.Found.Angles.Select((angle, axis) => (IReadOnlyList<string>)
            [
                one.First, one.Second, $"{axis + 1}", Words.Exact(angle), Words.Exact(one.Found.Corrected[axis]), Words.Exact(one.Found.WithinFirst[axis]),
                Words.Exact(one.Found.WithinSecond[axis]), Words.Exact(one.Found.Random[axis]), Words.Exact(one.Found.AlignedPValue),
                one.Found.RotatedPValue is { } p ? Words.Exact(p) : "",
            ])));
    }

    private static string Degrees(IReadOnlyList<double> angles) => string.Join(", ", angles.Select(angle => Words.Number(angle, "0") + "°"));
}
