using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.WorkingMemory;

/// <summary>Delay cells, their memory fields and what they code, in the report.</summary>
internal static class DelayCellTables
{
    private const int MostFields = 6;

    /// <summary>Classes and memory fields.</summary>
    public static void Write(StudyContext report, DelayCells found, double rate)
    {
        var cells = found.Units.Where(unit => unit.IsDelayCell).ToList();
        report.Section("Delay cells");
        report.Text(
            $"{found.Factor} took the values {string.Join(", ", found.Levels)} in {found.Trials.Sum()} trials. {cells.Count} of {found.Units.Count} "
            + $"units are delay cells at a false discovery rate of {Words.Number(rate, "0.###")}, {cells.Count(unit => unit.IsPersistent)} of them "
            + $"persistent, in {found.Bins} bins of '{found.Period}'.");
        report.Table(
            $"Units by what their rate does in '{found.Period}' compared with '{found.Baseline}'. Persistence is the share of the bins in which a unit "
            + "keeps its preference.",
            ["class", "units", "share", "persistent", "persistence, median and quartiles", "η², median"],
            [
                .. Enum.GetValues<DelayCellClass>().Select(kind => (kind, units: found.Units.Where(unit => unit.Class == kind).ToList()))
                    .Select(one => (IReadOnlyList<string>)
                    [
                        Name(one.kind), $"{one.units.Count}", Words.Percent((double)one.units.Count / found.Units.Count),
                        one.kind == DelayCellClass.None ? "–" : $"{one.units.Count(unit => unit.IsPersistent)}",
                        Words.Quartiles(one.units.Select(unit => unit.Persistence ?? double.NaN), "0.00"),
                        one.units.Count == 0 ? "–" : Words.Number(one.units.Select(unit => unit.EtaSquared).Median()),
                    ]),
            ]);
        Fields(report, found);
    }

    /// <summary>What units code, early and late.</summary>
    public static void Write(StudyContext report, CueResponseCoding coding)
    {
        report.Section($"{coding.Cue} or {coding.Response}");
        (string Name, IReadOnlyList<UnitCoding> Units)[] parts =
            [("whole", coding.Whole), ("first half", coding.Early), ("second half", coding.Late)];
        report.Table(
            $"Units by what they code in '{coding.Period}' beyond the other factor, and the mean share of the variance over {coding.Trials} trials "
            + "that each factor explains beyond the other.",
            [
                "part", coding.Cue, coding.Response, "both", "neither", $"share of {coding.Cue}", $"share of {coding.Response}",
            ],
            [
                .. parts.Select(part => (IReadOnlyList<string>)
                [
                    part.Name, .. new[] { CodedFactor.Cue, CodedFactor.Response, CodedFactor.Both, CodedFactor.Neither }
                        .Select(coded => $"{part.Units.Count(unit => unit.Coded == coded)}"),
                    Words.Percent(part.Units.Average(unit => unit.CueShare)), Words.Percent(part.Units.Average(unit => unit.ResponseShare)),
                ]),
            ]);
        report.Figure(
            "coding",
            new PointsFigure
            {
                Groups =
                [
                    .. coding.Whole.GroupBy(unit => unit.Coded).OrderBy(group => group.Key).Select(group => new Curve(
                        Name(group.Key, coding), [.. group.Select(unit => unit.CueShare)], [.. group.Select(unit => unit.ResponseShare)])),
                ],
                X = Axis.Share($"Explained by {coding.Cue} alone"),
                Y = Axis.Share($"Explained by {coding.Response} alone"),
            },
            $"Share of each unit's variance in '{coding.Period}' that each factor explains beyond the other.");
    }

    /// <summary>The numbers of each unit.</summary>
    public static void WriteData(StudyContext report, DelayCells found, CueResponseCoding? coding, IntrinsicTimescales? scales)
    {
        report.Data(
            "units",
            [
                "unit", "class", "baseline_rate", "delay_rate", "p_rate", "eta_squared", "p_selectivity", "preferred", "persistence",
                "longest_run_s", "persistent", "field", "centre_deg", "half_width_deg", "amplitude", "offset", "kappa", "field_r_squared",
                "p_field", "tau_s",
            ],
            found.Units.Select(unit => (IReadOnlyList<string>)
            [
                $"{unit.Unit}", Name(unit.Class), Words.Exact(unit.BaselineRate), Words.Exact(unit.DelayRate), Words.Exact(unit.RatePValue),
                Words.Exact(unit.EtaSquared), Words.Exact(unit.SelectivityPValue), found.Levels[unit.Preferred], Exact(unit.Persistence),
                Exact(unit.LongestRun?.TotalSeconds), unit.IsPersistent ? "true" : "false", unit.HasField ? "true" : "false",
                Exact(unit.Field?.Centre), Exact(unit.Field?.HalfWidth), Exact(unit.Field?.Amplitude), Exact(unit.Field?.Offset),
                Exact(unit.Field?.Kappa), Exact(unit.Field?.RSquared), Words.Exact(unit.FieldPValue),
                Exact(scales?.Units[unit.Unit].Tau?.TotalSeconds),
            ]));
        if (coding is not null)
        {
            report.Data(
                "coding",
                ["part", "unit", "share_first", "share_second", "p_first", "p_second", "coded"],
                new[] { ("whole", coding.Whole), ("early", coding.Early), ("late", coding.Late) }.SelectMany(part =>
                    part.Item2.Select(unit => (IReadOnlyList<string>)
                    [
                        part.Item1, $"{unit.Unit}", Words.Exact(unit.CueShare), Words.Exact(unit.ResponseShare), Words.Exact(unit.CuePValue),
                        Words.Exact(unit.ResponsePValue), Name(unit.Coded, coding),
                    ])));
        }
    }

    private static void Fields(StudyContext report, DelayCells found)
    {
        if (found.Directions is not { } directions)
        {
            return;
        }

        report.Section("Memory fields");
        var fields = found.Units.Where(unit => unit is { HasField: true, Field: not null }).OrderByDescending(unit => unit.Field!.RSquared).ToList();
        report.Text(
            $"{fields.Count} units have a memory field; that of {fields.Count(unit => unit.Field!.Amplitude < 0)} is inhibited. The rate in the delay "
            + "is r(θ) = b + a·exp(κ(cos(θ − μ) − 1)) of the cue's direction θ; the half width is measured at half height between the least and the "
            + "greatest rate. A field whose width the rates do not determine is none.");
        if (fields.Count == 0)
        {
            return;
        }

        var best = fields.Take(MostFields).ToList();
        report.Table(
            "The fields that the curve fits best.",
            ["unit", "centre", "half width", "amplitude", "R²", "p"],
            [
                .. best.Select(unit => (IReadOnlyList<string>)
                [
                    $"{unit.Unit}", Words.Number(unit.Field!.Centre, "0") + "°", Words.Number(unit.Field.HalfWidth, "0") + "°",
                    Words.Number(unit.Field.Amplitude, "0.000"), Words.Number(unit.Field.RSquared, "0.000"), Words.Number(unit.FieldPValue, "0.0000"),
                ]),
            ]);
        report.Figure(
            "memory-fields",
            new MemoryFieldsFigure
            {
                Panels =
                [
                    .. best.Select(unit => new FieldPanel(
                        $"unit {unit.Unit}", [.. directions.Select(at => at - (360 * Math.Floor(at / 360)))], unit.MeanRates,
                        [.. Enumerable.Range(0, 121).Select(k => unit.Field!.At(3 * k))])),
                ],
                X = new Axis(found.Factor, "°") { Minimum = 0, Maximum = 360, Ticks = [0, 90, 180, 270, 360] },
            },
            $"Mean rates in '{found.Period}' by {found.Factor}, and the fitted fields.");
        report.Figure(
            "centres",
            new HistogramFigure
            {
                Groups = [new NamedValues("", [.. fields.Select(unit => unit.Field!.Centre)])],
                X = new Axis("Centre of the field", "°") { Minimum = 0, Maximum = 360 },
                Bins = 24,
            },
            "Directions at which the memory fields are centred.");
    }

    private static string Exact(double? value) => value is { } number && double.IsFinite(number) ? Words.Exact(number) : "";

    private static string Name(CodedFactor coded, CueResponseCoding coding) => coded switch
    {
        CodedFactor.Cue => coding.Cue,
        CodedFactor.Response => coding.Response,
        CodedFactor.Both => "both",
        _ => "neither",
    };

    private static string Name(DelayCellClass kind) => kind switch
    {
        DelayCellClass.Raised => "raised",
        DelayCellClass.Lowered => "lowered",
        DelayCellClass.Selective => "selective",
        DelayCellClass.RaisedAndSelective => "raised and selective",
        DelayCellClass.LoweredAndSelective => "lowered and selective",
        _ => "no delay cell",
    };
}
