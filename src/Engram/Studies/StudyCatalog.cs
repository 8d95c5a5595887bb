using System.Reflection;
using Engram.Configuration;

namespace Engram.Studies;

/// <summary>The studies of an assembly.</summary>
public static class StudyCatalog
{
    /// <summary>Every study of an assembly that can be made without parameters, by name.</summary>
    /// <param name="assembly">The assembly.</param>
    public static IReadOnlyList<Study> Of(Assembly assembly) =>
    [
        .. assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Study)) && !type.IsAbstract)
            .Where(type => type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (Study)Activator.CreateInstance(type)!)
            .OrderBy(study => study.Name, StringComparer.Ordinal),
    ];

    /// <summary>The study of a name.</summary>
    /// <param name="studies">Where to look.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageException">There is none; the message gives the nearest.</exception>
    public static Study Find(IReadOnlyList<Study> studies, string name) =>
        studies.FirstOrDefault(study => study.Name == name) ?? throw new UsageException(
            $"There is no study '{name}'. {Nearest.Hint(name, studies.Select(study => study.Name))}");
}
