using System.Globalization;

namespace Engram.App.Catalogue;

/// <summary>Names of channels for readers: of many that are numbered one after the other, the first and the last.</summary>
internal static class NumberedNames
{
    private const int Many = 10;

    /// <summary>The names, as in <c>fixation, place-1 … place-512</c>.</summary>
    /// <param name="names">All names.</param>
    public static string Text(IReadOnlyList<string> names)
    {
        var parts = new List<string>();
        for (var from = 0; from < names.Count;)
        {
            var end = from + 1;
            while (end < names.Count && Follows(names[end - 1], names[end]))
            {
                end++;
            }

            parts.AddRange(end - from >= Many ? [$"{names[from]} … {names[end - 1]}"] : names.Skip(from).Take(end - from));
            from = end;
        }

        return string.Join(", ", parts);
    }

    private static bool Follows(string name, string next)
    {
        var digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1]))
        {
            digits--;
        }

        return int.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue
            && next == string.Create(CultureInfo.InvariantCulture, $"{name[..digits]}{number + 1}");
    }
}
