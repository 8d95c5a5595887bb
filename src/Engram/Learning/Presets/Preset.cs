using System.Globalization;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>A named way to train that fits each task. A new preset is one class in one file.</summary>
public abstract class Preset
{
    /// <summary>The presets of the library.</summary>
    public static Catalog<Preset> Catalog { get; } = new();

    /// <summary>Name on the command line: the type's name without <c>Preset</c> at its end, in kebab-case.</summary>
    public string Name => Catalog<Preset>.NameOf(this);

    /// <summary>One sentence: what it is and whose.</summary>
    public abstract string Summary { get; }

    /// <summary>A number with two digits, which are all that a recipe knows.</summary>
    private protected static double Short(double value) => double.Parse(value.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The configuration for a task.</summary>
    /// <param name="task">The task; its settings are kept unless the preset says otherwise.</param>
    /// <param name="seed">Seed of the run.</param>
    public abstract RunConfiguration For(CognitiveTask task, ulong seed);

    /// <summary>
    /// The configuration again once some of its settings have been changed, with those that the preset chooses by the task, the cell and the
    /// structure of the network chosen for what these are now. A preset whose settings depend on none of them changes nothing.
    /// </summary>
    /// <param name="configuration">One that <see cref="For"/> gave, and what was changed in it.</param>
    public virtual RunConfiguration Fitted(RunConfiguration configuration) => configuration;
}
