using Engram.Configuration;

namespace Engram.Equations;

/// <summary>What each name in a cell's equation stands for: what <c>engram describe</c> prints can be read in one way only.</summary>
internal sealed class StepNames
{
    // u and z are the same in every cell.
    private readonly Dictionary<string, string> meanings = new() { ["u"] = "the input channels", ["z"] = "the output channels" };

    /// <summary>Gives a name to a quantity.</summary>
    /// <returns>The name.</returns>
    /// <exception cref="UsageException">It cannot stand in an equation, or stands for something else.</exception>
    public string Take(string name, string what)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            throw new UsageException($"A cell gives {what} a name that cannot be printed; use a letter, such as x.");
        }

        if (!char.IsLetter(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new UsageException(
                $"A cell names {what} '{name}', which is not a valid name; use letters, digits, underscores and "
                + "hyphens, with a letter first, such as x or w_rec.");
        }

        if (!meanings.TryAdd(name, what))
        {
            throw new UsageException(
                $"A cell names {what} '{name}', which stands for {meanings[name]} in the equation that `engram describe` prints; give it another name.");
        }

        return name;
    }

    /// <summary>Gives a name to a state, and to its value before the first step.</summary>
    /// <returns>The second.</returns>
    /// <exception cref="UsageException">As <see cref="Take"/>.</exception>
    public string TakeState(string name)
    {
        Take(name, "a state");

        // s1 begins at s1_0, for s10 is the tenth of many.
        var initial = char.IsDigit(name[^1]) ? $"{name}_0" : $"{name}0";
        if (!meanings.TryAdd(initial, $"the value of the state '{name}' before the first step"))
        {
            throw new UsageException(
                $"A cell names a state '{name}', whose value before the first step is called '{initial}', but that stands for {meanings[initial]} in the "
                + "equation that `engram describe` prints; give one of them another name.");
        }

        return initial;
    }
}
