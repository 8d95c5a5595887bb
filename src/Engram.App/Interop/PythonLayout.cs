using System.Globalization;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.App.Interop;

/// <summary>The periods and factors of a task in Python, read once.</summary>
internal sealed class PythonLayout
{
    private readonly (string Name, Duration Duration)[] periods;
    private readonly (string Name, string[] Labels, Levels? Levels, double Least, double Greatest)[] factors;

    /// <summary>Reads both lists.</summary>
    /// <exception cref="UsageException">A text is none of a period, or of a factor.</exception>
    public PythonLayout(IEnumerable<string> periods, IEnumerable<string> factors)
    {
        this.periods = [.. periods.Select(Parted).Select(part => (part.Name, Duration.Parse(part.Values)))];
        this.factors = [.. factors.Select(Parted).Select(part => Factor(part.Name, part.Values))];
    }

    /// <summary>Draws periods and factors, in their order.</summary>
    public void Draw(Trial trial)
    {
        foreach (var (name, duration) in periods)
        {
            trial.Period(name, duration);
        }

        foreach (var (name, labels, levels, least, greatest) in factors)
        {
            if (labels.Length > 0)
            {
                trial.Choose(name, labels);
            }
            else if (levels is not null)
            {
                trial.Choose(name, levels);
            }
            else
            {
                trial.Draw(name, least, greatest);
            }
        }
    }

    private static (string Name, string[] Labels, Levels? Levels, double Least, double Greatest) Factor(string name, string values) =>
        values.Contains('|', StringComparison.Ordinal) ? (name, values.Split('|', StringSplitOptions.RemoveEmptyEntries), null, 0, 0)
        : values.Split("..") is [var least, var greatest] ? (name, [], null, Number(name, least), Number(name, greatest))
        : (name, [], Levels.Of([.. values.Split(';').Select(value => Number(name, value))]), 0, 0);

    private static (string Name, string Values) Parted(string text) => text.Split(' ', 2) is [var name, var values] ? (name, values)
        : throw new UsageException($"'{text}' is no name with its values; write for example 'delay 500ms' or 'side left|right'.");

    private static double Number(string factor, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw new UsageException($"The factor '{factor}' has the value '{text}'; give finite numbers.");
}
