namespace Engram.Configuration;

/// <summary>Reading of texts that says only whether it went well.</summary>
internal static class TriedText
{
    /// <summary>Reads a text; null where it is none, or where reading refuses it.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="s">The text.</param>
    /// <param name="parse">Reads it, or refuses it by a <see cref="UsageException"/>.</param>
    public static T? Read<T>(string? s, Func<string, T> parse)
        where T : class
    {
        try
        {
            return s is null ? null : parse(s);
        }
        catch (UsageException)
        {
            return null;
        }
    }
}
