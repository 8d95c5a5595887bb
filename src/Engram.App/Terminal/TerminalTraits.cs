namespace Engram.App.Terminal;

/// <summary>What is known of the terminal.</summary>
/// <param name="Output">Whether standard output is a terminal that can rewrite a line.</param>
/// <param name="Error">Whether standard error is.</param>
/// <param name="Color">Whether colours are wanted.</param>
/// <param name="Width">The width in columns, asked anew each time because windows are resized.</param>
internal sealed record TerminalTraits(bool Output, bool Error, bool Color, Func<int> Width)
{
    /// <summary>Neither output is a terminal.</summary>
    public static TerminalTraits None { get; } = new(false, false, false, () => 80);

    /// <summary>Asks the system. <c>NO_COLOR</c> (no-color.org) switches colours off, <c>TERM=dumb</c> everything.</summary>
    public static TerminalTraits Detect()
    {
        var capable = Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new TerminalTraits(capable && !Console.IsOutputRedirected, capable && !Console.IsErrorRedirected, colour, MeasureWidth);
    }

    private static int MeasureWidth()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : None.Width();
        }
        catch (IOException)
        {
            return None.Width();
        }
    }
}
