using Engram.Configuration;
using Engram.Figures;
using Engram.Storage;

namespace Engram.Studies;

/// <content>What the report shows, in the order in which it is read.</content>
public sealed partial class StudyContext
{
    internal const string FiguresFolder = "figures", FigureSuffix = ".vl.json";
    private readonly string command;
    private readonly List<(string Heading, List<ReportItem> Items)> sections = [];
    private readonly HashSet<string> names = [];

    internal IReadOnlyList<ReportSection> Sections => [.. sections.Select(section => new ReportSection(section.Heading, section.Items))];

    /// <summary>Begins a section.</summary>
    /// <param name="heading">Its heading.</param>
    public void Section(string heading) => sections.Add((heading, []));

    /// <summary>Adds a paragraph.</summary>
    /// <param name="paragraph">Plain text; no times and no paths.</param>
    public void Text(string paragraph) => Add(new Paragraph(options.Wording?.Invoke(paragraph) ?? paragraph));

    /// <summary>Adds a table.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="headers">One for each column.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    public void Table(string caption, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.FirstOrDefault(row => row.Count != headers.Count) is { } wrong)
        {
            throw new UsageException(
                $"A row of the table '{caption}' has {wrong.Count} cells, but there are {headers.Count} headers; give one cell per header.");
        }

        Add(new TableItem(caption, headers, rows));
    }

    /// <summary>Adds a figure and writes <c>figures/NAME.vl.json</c>.</summary>
    /// <param name="name">Kebab-case, unique in the study.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="caption">What it shows, in full sentences.</param>
    public void Figure(string name, Figure figure, string caption)
    {
        Take("figure", name);
        held.Require();
        AtomicFile.WriteText(Path.Combine(folder, FiguresFolder, name + FigureSuffix), StudyJson.Text(figure.ToVegaLite()) + "\n");
        Add(new FigureItem(name, caption));
    }

    /// <summary>
    /// Judges a claim and adds it. Its verdict is that of the rule, corrected for the claims that it is judged together with when the study
    /// is finished.
    /// </summary>
    /// <param name="id">Kebab-case, unique in the study.</param>
    /// <param name="statement">What is claimed, in a sentence that can be read by itself.</param>
    /// <param name="published">What the source reports, with its unit.</param>
    /// <param name="samples">
    /// What was found: one number for each network, or other independent unit. One that is not finite says that the network has none.
    /// </param>
    /// <param name="rule">When the claim holds, and when it fails.</param>
    /// <param name="unit">Unit of the samples; empty for none.</param>
    /// <param name="family">The claims that it is judged together with; without it, those of the section.</param>
    public void Claim(
        string id, string statement, string published, IReadOnlyList<double> samples, ClaimRule rule, string unit = "", string? family = null)
    {
        Take("claim", id);
        var judged = rule.Judge(samples);
        Add(new ClaimItem(new Claim(
            id, statement, published, judged.Value, judged.Sd, judged.N, unit, $"holds when {rule.Words}; fails when {rule.Against}",
            judged.Verdict)
        {
            Measure = rule.Measure,
            Low = double.IsNaN(judged.Low) ? null : judged.Low,
            High = double.IsNaN(judged.High) ? null : judged.High,
            Missing = samples.Count - judged.N,
            P = double.IsNaN(judged.P) ? null : judged.P,
            Passing = judged.Passing,
            Family = family ?? Current.Heading,
            Changed = rule.Changed,
        }));
    }

    /// <summary>Writes arrays to <c>data/NAME.npz</c>.</summary>
    /// <param name="name">Kebab-case, unique among the study's arrays.</param>
    /// <param name="arrays">The arrays.</param>
    public void Data(string name, params NamedArray[] arrays)
    {
        Take("array file", name);
        held.Require();
        Npz.Write(Path.Combine(folder, "data", name + ".npz"), arrays);
    }

    /// <summary>Writes a table to <c>data/NAME.csv</c>.</summary>
    /// <param name="name">Kebab-case, unique among the study's tables of data.</param>
    /// <param name="headers">One for each column.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    public void Data(string name, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        Take("table file", name);
        held.Require();
        Csv.Write(Path.Combine(folder, "data", name + ".csv"), headers, rows);
    }

    internal Report Report(Study study) => new(
        study.Name, study.Title, study.Summary, study.Source, command, Quick,
        FigureReferences.In(ClaimFamilies.Correct(Sections, study.RulesSince)))
    {
        Kind = study.Kind,
        Rules = study.Rules,
    };

    private void Add(ReportItem item) => Current.Items.Add(item);

    private (string Heading, List<ReportItem> Items) Current
    {
        get
        {
            if (sections.Count == 0)
            {
                Section("Results");
            }

            return sections[^1];
        }
    }

    /// <summary>Whether a word is kebab-case, and so a file name within the folder.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private void Take(string kind, string name)
    {
        if (!IsName(name))
        {
            throw new UsageException($"'{name}' cannot name a {kind}; write it in kebab-case, such as 'share-correct'.");
        }

        if (!names.Add($"{kind} {name}"))
        {
            throw new UsageException($"The study has two {kind}s '{name}'; give each a different name.");
        }
    }
}
