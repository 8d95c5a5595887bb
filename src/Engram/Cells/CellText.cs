using Engram.Configuration;

namespace Engram.Cells;

/// <summary>A cell written as a name, and settings after colons: <c>gru</c>, <c>leaky:tau=40ms:noise=0</c>.</summary>
internal static class CellText
{
    /// <summary>The text as it is kept.</summary>
    /// <param name="text">What was written.</param>
    /// <exception cref="UsageException">It names no cell, or settings that it does not have.</exception>
    public static string Checked(string text)
    {
        Cell(text, 1);
        return text.Trim();
    }

    /// <summary>The cell.</summary>
    /// <param name="text">The text.</param>
    /// <param name="units">N.</param>
    /// <exception cref="UsageException">As above.</exception>
    public static Cell Cell(string text, int units)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        var settings = parts[1..].Select(part => part.Split('=', 2)).ToList();
        if (settings.FirstOrDefault(pair => pair.Length < 2 || pair[0] is "units" or "layers" or "areas") is { } wrong)
        {
            throw new UsageException(
                $"'{string.Join('=', wrong)}' in '{text}' is no setting of a part; write a name and settings after colons, such as lstm:forget-bias=1. Units, layers and areas are those of the whole.");
        }

        var cell = Cells.Cell.Catalog.Create(parts[0]);
        return cell is EncoderDecoderCell
            ? throw new UsageException($"'{text}' is made of cells itself; name a single one, such as gru.")
            : Settings.With(cell, settings.Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1].Trim()))) with { Units = units };
    }
}
