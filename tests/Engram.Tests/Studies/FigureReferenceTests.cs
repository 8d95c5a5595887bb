using Engram.Studies;

namespace Engram.Tests.Studies;

public sealed class FigureReferenceTests
{
    [Fact]
    public void Every_figure_is_referred_to_by_its_number_in_the_paragraph_before_it()
    {
        FigureItem figure = new("f", "c");
        TableItem table = new("t", ["a"], []);
        var found = FigureReferences.In(
        [
            new("one", [new Paragraph("First."), table, figure, new Paragraph("Second:"), figure, table, figure, new Paragraph("Third.")]),
            new("two", [table, figure, figure, figure, new Paragraph("Fourth")]),
            new("three", [new Paragraph("Fifth"), figure]),
        ]);
        Assert.Equal(
            ["First (Figure 1).", "Second (Figures 2 and 3):", "Third.", "See Figures 4 to 6.", "Fourth", "Fifth (Figure 7)"],
            found.SelectMany(section => section.Items).OfType<Paragraph>().Select(paragraph => paragraph.Text));
        Assert.Equal(16, found.Sum(section => section.Items.Count));
        Assert.IsType<Paragraph>(found[1].Items[1]);
    }
}
