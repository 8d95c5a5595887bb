using System.Text.Json.Serialization;

namespace Engram.Studies;

/// <summary>A section of a report.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Items">Paragraphs, tables, figures and claims.</param>
internal sealed record ReportSection(string Heading, IReadOnlyList<ReportItem> Items);

/// <summary>Something in a section.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(TableItem), "table")]
[JsonDerivedType(typeof(FigureItem), "figure")]
[JsonDerivedType(typeof(ClaimItem), "claim")]
internal abstract record ReportItem;

/// <summary>Plain text.</summary>
/// <param name="Text">The text; no markup.</param>
internal sealed record Paragraph(string Text) : ReportItem;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Headers">One per column.</param>
/// <param name="Rows">As many cells each as there are headers.</param>
internal sealed record TableItem(string Caption, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportItem;

/// <summary>A figure.</summary>
/// <param name="Name">Kebab-case, unique in a study; its specification is <c>figures/NAME.vl.json</c>.</param>
/// <param name="Caption">What it shows, in full sentences.</param>
internal sealed record FigureItem(string Name, string Caption) : ReportItem;

/// <summary>A claim.</summary>
/// <param name="Claim">The claim.</param>
internal sealed record ClaimItem(Claim Claim) : ReportItem;
