using Engram.Configuration;

namespace Engram.Studies;

/// <summary>A setting that a search varies: a <see cref="SearchRange"/> of numbers, or a <see cref="SearchChoice"/> of values.</summary>
/// <param name="Name">Name of the setting, as <see cref="Learning.RunConfiguration.With"/> takes it.</param>
public abstract record SearchAxis(string Name)
{
    /// <summary>Values that are tried before anything is trained, as text.</summary>
    internal abstract IReadOnlyList<string> Probes { get; }

    /// <summary>The axis as messages name it, see <see cref="FlagText"/>.</summary>
    internal abstract string Subject { get; }
}
