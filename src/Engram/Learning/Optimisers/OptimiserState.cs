using System.Numerics;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>What an optimiser remembers between updates: named arrays, one value per parameter, and the number of updates made.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class OptimiserState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly (string Name, T[] Values)[] arrays;

    internal OptimiserState(IReadOnlyList<string> names, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        arrays = [.. names.Select(name => (name, new T[count]))];
    }

    /// <summary>Number of parameters.</summary>
    public int Count { get; }

    /// <summary>Updates made so far.</summary>
    public long Step { get; internal set; }

    /// <summary>The arrays with their names, to be written to a checkpoint. They are the live arrays: copy what must not change.</summary>
    internal IReadOnlyList<(string Name, T[] Values)> Arrays => arrays;

    /// <summary>
    /// Takes over the arrays and the step counter of a checkpoint; from here on updates have the same bits as without the break.
    /// </summary>
    /// <param name="step">Updates made when the checkpoint was written.</param>
    /// <param name="stored">The stored arrays, in any order.</param>
    /// <exception cref="UsageException">An array is missing, unknown, or of another length; nothing is taken over then.</exception>
    internal void Restore(long step, IReadOnlyList<(string Name, T[] Values)> stored)
    {
        List<string> faults = [];
        if (step < 0)
        {
            faults.Add($"The checkpoint's update number is {step}; it must be 0 or more. Resume from an older checkpoint.");
        }

        foreach (var (name, values) in arrays)
        {
            var matches = stored.Where(s => s.Name == name).ToList();
            if (matches.Count != 1)
            {
                faults.Add($"The checkpoint holds {matches.Count} optimiser arrays '{name}'; exactly one is needed. "
                    + "Resume with the optimiser that the run was started with.");
            }
            else if (matches[0].Values.Length != values.Length)
            {
                faults.Add($"The checkpoint's optimiser array '{name}' has {matches[0].Values.Length} values; the network has "
                    + $"{values.Length} trained parameters. Resume with the network that the run was started with.");
            }
        }

        foreach (var (name, _) in stored.Where(s => !Array.Exists(arrays, a => a.Name == s.Name)))
        {
            faults.Add($"The checkpoint holds an optimiser array '{name}', which this optimiser does not have. "
                + "Resume with the optimiser that the run was started with.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        Step = step;
        foreach (var (name, values) in arrays)
        {
            stored.Single(s => s.Name == name).Values.CopyTo(values, 0);
        }
    }

    /// <summary>The values of array <paramref name="index"/>, or nothing when the optimiser keeps fewer arrays.</summary>
    internal Span<T> Values(int index) => index < arrays.Length ? arrays[index].Values : default;
}
