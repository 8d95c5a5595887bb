using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>A report on disk: <c>report.json</c>, <c>claims.json</c>, <c>figures/NAME.vl.json</c>, and the page made of them.</summary>
internal static class ReportFolder
{
    private const string ReportFile = "report.json", ClaimsFile = "claims.json", PageFile = "report.html";
    private const string Remedy = "Run the study again to write it anew.";

    /// <summary>Reads a report.</summary>
    /// <param name="folder">The folder of a study.</param>
    /// <exception cref="UsageException">No such folder, no report in it, or a broken one.</exception>
    public static Report Read(string folder)
    {
        var path = Path.Combine(folder, ReportFile);
        if (!File.Exists(path))
        {
            throw new UsageException(!Directory.Exists(folder)
                ? $"There is no folder '{folder}'. Give the folder of a study, such as studies/dynamic-working-memory."
                : File.Exists(Path.Combine(folder, "run.json")) ? $"'{folder}' is a run; `engram plot` draws it, and `engram analyse` writes reports of it."
                : $"'{folder}' has no {ReportFile}: it is not the folder of a study, or that study has not finished. {Remedy}");
        }

        var json = JsonText.ParseObject(AtomicFile.ReadText(path), path, Remedy);
        JsonText.RefuseNullItems(json, path, Remedy);
        var report = JsonText.Read(json, StudyJson.TypeOf<Report>(), path, Remedy);
        return Faults(report).ToList() is { Count: > 0 } faults
            ? throw new UsageException([.. faults.Select(fault => $"'{path}' {fault}. {Remedy}")]) : report;
    }

    private static IEnumerable<string> Faults(Report report)
    {
        ReportItem[] items = [.. report.Sections.SelectMany(section => section.Items)];
        foreach (var table in items.OfType<TableItem>().Where(table => table.Rows.Any(row => row.Count != table.Headers.Count)))
        {
            yield return $"has rows in the table '{table.Caption}' that do not have {table.Headers.Count} cells";
        }

        var figures = items.OfType<FigureItem>().Select(figure => figure.Name).ToList();
        foreach (var name in figures.Where(name => !StudyContext.IsName(name)).Concat(figures.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key)))
        {
            yield return $"has '{name}' as the name of a figure, which is not a valid name or not unique";
        }
    }

    /// <summary>The command whose report lies in a folder; null where there is none that can be read.</summary>
    /// <param name="folder">The folder of a study or an analysis, which need not be there.</param>
    public static string? CommandIn(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, ReportFile)) ? Read(folder).Command : null;
        }
        catch (Exception fault) when (fault is UsageException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The page of a report.</summary>
    /// <param name="folder">Its folder.</param>
    public static string PageOf(string folder) => Path.Combine(folder, PageFile);

    /// <summary>Writes the page again, from the report and the figures as they are now.</summary>
    /// <param name="folder">The folder of a study.</param>
    /// <returns>The page.</returns>
    /// <exception cref="UsageException">As <see cref="Read"/>, and: a figure is missing or broken.</exception>
    public static string Render(string folder)
    {
        var report = Read(folder);
        var figures = report.Sections.SelectMany(section => section.Items).OfType<FigureItem>()
            .ToDictionary(item => item.Name, item => Figure(folder, item.Name));
        var page = PageOf(folder);
        AtomicFile.WriteText(page, ReportPage.Html(report, name => figures[name]));
        return page;
    }

    internal static void Write(string folder, Report report)
    {
        AtomicFile.WriteText(Path.Combine(folder, ReportFile), StudyJson.Text(report) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, ClaimsFile), StudyJson.Text(Claims(report)) + "\n");
        Render(folder);
    }

    /// <summary><c>claims.json</c>: each claim with the command that gives it.</summary>
    /// <param name="report">The report.</param>
    public static JsonObject Claims(Report report) => new()
    {
        ["study"] = report.Study,
        ["quick"] = report.Quick,
        ["claims"] = new JsonArray([.. report.Claims.Select(claim =>
        {
            var json = StudyJson.Node(claim)!.AsObject();
            json.Add("command", report.Command);
            return json;
        })]),
    };

    private static JsonObject Figure(string folder, string name)
    {
        var path = Path.Combine(folder, StudyContext.FiguresFolder, name + StudyContext.FigureSuffix);
        return File.Exists(path) ? JsonText.ParseObject(AtomicFile.ReadText(path), path, $"Fix it. Or: {Remedy}")
            : throw new UsageException($"The figure '{path}' is missing. {Remedy}");
    }
}
