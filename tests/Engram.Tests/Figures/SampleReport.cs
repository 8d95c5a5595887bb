using System.Text.Json.Nodes;
using Engram.Studies;

namespace Engram.Tests.Figures;

/// <summary>A report made of one sample of every figure.</summary>
internal static class SampleReport
{
    public static Report Make(params IEnumerable<string> figures) => new(
        "sample-study", "Working memory that changes <over> time & delays",
        "What is kept in a delay of 0 to 5 s, by networks trained at one delay alone? Every figure that the library draws is here.",
        "Someone & Other 2016, Dynamic working memory, https://doi.org/10.1371/journal.pcbi.1004792.",
        "engram study sample-study --seeds 5 --out \"a folder\"", true,
        [
            new("What is claimed",
            [
                new Paragraph("Text with <b>markup</b>, an & and a </script> that must stay text."),
                new ClaimItem(new(
                    "longer-delays", "Networks trained at Hi-Lo do better at longer delays than at shorter ones.", "about 12 % better",
                    9.731, 2.4, 55, "%", "the difference exceeds 0 with p < 0.05 by a sign test over networks", Verdict.Holds)
                {
                    Low = 9.08, High = 10.38, P = 0.001, Corrected = 0.003, Family = "What is claimed", FamilySize = 3,
                    Since = new DateOnly(2026, 11, 1), Changed = "the bound was 5 %.",
                }),
                new ClaimItem(new(
                    "period", "Performance oscillates with a period of 1.5 s.", "1.5 s", 2.213, 0.61, 20, "s",
                    "at least 15 of 20 networks within 10 % of 1.5 s", Verdict.Fails)),
                new ClaimItem(new(
                    "updates", "Training takes as many updates for every range.", "not reported", double.NaN, null, 0, "",
                    "slope within ±10 % of the mean per second", Verdict.Undecided)),
                new TableItem(
                    "Networks by delay.", ["Delay (s)", "Networks", "Reached", "Updates, mean ± s.d.", "Comment"],
                    [
                        ["0.0", "5", "5", "310 ± 42",
                            "as published, with weights of unit spectral radius, a larger learning rate and a long remark"],
                        ["5.0", "5", "4", "1810 ± 420", "-"],
                    ]),
            ]),
            new("Figures", [.. figures.Select(name => new FigureItem(
                name, $"Sample of {name}. Each line is a network; bands are one s.d. over five seeds, and intervals 95 %."))]),
        ]);

    public static string Html(Func<string, JsonObject>? figure = null) => ReportPage.Html(
        Make(SampleFigures.All.Keys), figure ?? (name => SampleFigures.All[name].ToVegaLite()));
}
