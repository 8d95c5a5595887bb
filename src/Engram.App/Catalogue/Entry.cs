using System.Reflection;
using Engram.Configuration;
using Engram.Learning;
using Engram.Studies;

namespace Engram.App.Catalogue;

/// <summary>One thing that the library knows by name.</summary>
/// <param name="Kind">What it is, in the singular: <c>task</c>.</param>
/// <param name="Name">The name on the command line.</param>
/// <param name="Type">The type that it is an instance of.</param>
/// <param name="Thing">It, with its default settings; null when it has no settings of its own.</param>
internal sealed record Entry(string Kind, string Name, Type Type, object? Thing)
{
    /// <summary>Its documentation, as one line.</summary>
    public string Description { get; init; } = Documentation.Summary(Type);

    /// <summary>
    /// The first sentence of <see cref="Description"/>; of a long one the part before its last colon, after which equations stand.
    /// </summary>
    public string Summary
    {
        get
        {
            var end = Description.IndexOf(". ", StringComparison.Ordinal);
            var sentence = end < 0 ? Description : Description[..(end + 1)];
            var colon = sentence.LastIndexOf(": ", StringComparison.Ordinal);
            return sentence.Length > 110 && colon > 0 ? $"{sentence[..colon]}." : sentence;
        }
    }

    /// <summary>Which networks and tasks an analysis is for; null of other things.</summary>
    public string? Needs => (Thing as RunAnalysis)?.Needs;

    /// <summary>Where it comes from.</summary>
    public IReadOnlyList<CiteAttribute> Citations => [.. Type.GetCustomAttributes<CiteAttribute>(true)];

    /// <summary>Its settings with their defaults, under the names that <c>engram train</c> knows.</summary>
    public IReadOnlyList<Setting> Settings => Thing is null ? [] :
    [
        .. Configuration.Settings.Of(Thing).Select(setting => Thing is not Curriculum ? setting
            : setting with { Name = setting.Name == "factor" ? "curriculum" : $"curriculum-{setting.Name}" }),
    ];
}
