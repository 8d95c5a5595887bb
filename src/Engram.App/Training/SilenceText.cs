using System.Globalization;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.App.Training;

/// <summary>Units to be silenced as text: <c>3</c>, <c>0..9,12</c>, and <c>0..9@delay</c> for those that are silent in one period alone.</summary>
internal static class SilenceText
{
    /// <summary>An experiment in which units are silent.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="texts">What is to be silenced.</param>
    /// <exception cref="UsageException">A text cannot be read, or names a unit that the network has not.</exception>
    public static Experiment Apply(Experiment experiment, IReadOnlyList<string> texts)
    {
        var (always, lesions) = (new List<int>(), new List<Lesion>());
        foreach (var text in texts)
        {
            var parts = text.Split('@', 2, StringSplitOptions.TrimEntries);
            var units = Units(text, parts[0], experiment.Network.Units);
            if (parts.Length == 1)
            {
                always.AddRange(units);
            }
            else if (parts[1].Length > 0)
            {
                lesions.Add(new Lesion(units, parts[1]));
            }
            else
            {
                throw new UsageException($"`--silence {text}` names no period; write `--silence {parts[0]}@delay`, or `--silence {parts[0]}` for the whole trial.");
            }
        }

        return experiment with { Network = always.Count == 0 ? experiment.Network : experiment.Network.Silence([.. always]), Lesions = lesions };
    }

    private static int[] Units(string text, string written, int count)
    {
        var units = new SortedSet<int>();
        foreach (var part in written.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split("..");
            if (ends.Length > 2 || !TryParse(ends[0], out var first) || !TryParse(ends[^1], out var last) || last < first)
            {
                throw new UsageException(
                    $"`--silence {text}`: write units, such as 3 or 0..9,12, and @PERIOD for those that are silent in one period alone, such as 0..9@delay.");
            }

            if (last >= count)
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture, $"`--silence {text}`: there is no unit {last}; units are numbered 0 to {count - 1}."));
            }

            units.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. units];
    }

    private static bool TryParse(string text, out int unit) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unit);
}
