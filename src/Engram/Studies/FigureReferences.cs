namespace Engram.Studies;

/// <summary>Figures are numbered in the order in which they are shown, and the paragraph before them says where they are.</summary>
internal static class FigureReferences
{
    /// <summary>The sections with <c>(Figure 3)</c> or <c>(Figures 3 to 5)</c> in the paragraph before the figures.</summary>
    /// <param name="sections">The sections; paragraphs without such references.</param>
    public static IReadOnlyList<ReportSection> In(IReadOnlyList<ReportSection> sections)
    {
        var number = 0;
        return [.. sections.Select(section => section with { Items = Items(section.Items, ref number) })];
    }

    private static List<ReportItem> Items(IReadOnlyList<ReportItem> items, ref int number)
    {
        var result = new List<ReportItem>();
        var (paragraph, first) = (-1, 0);
        foreach (var item in items)
        {
            if (item is FigureItem)
            {
                number++;
                if (first == 0)
                {
                    first = number;
                    if (paragraph < 0)
                    {
                        paragraph = result.Count;
                        result.Add(new Paragraph(""));
                    }
                }
            }
            else if (item is Paragraph)
            {
                Refer(result, paragraph, first, number);
                (paragraph, first) = (result.Count, 0);
            }

            result.Add(item);
        }

        Refer(result, paragraph, first, number);
        return result;
    }

    private static void Refer(List<ReportItem> items, int paragraph, int first, int last)
    {
        if (first == 0)
        {
            return;
        }

        var words = last == first ? $"Figure {first}" : last == first + 1 ? $"Figures {first} and {last}" : $"Figures {first} to {last}";
        var text = ((Paragraph)items[paragraph]).Text.TrimEnd();
        items[paragraph] = new Paragraph(text.Length == 0 ? $"See {words}." : text[^1] is '.' or ':' or ';' or '!' or '?'
            ? $"{text[..^1]} ({words}){text[^1]}" : $"{text} ({words})");
    }
}
