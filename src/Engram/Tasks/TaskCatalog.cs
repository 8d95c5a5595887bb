using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>The tasks of the library: every sealed record here that is a <see cref="CognitiveTask"/>.</summary>
public static class TaskCatalog
{
    /// <summary>All tasks with their published settings, in the order of their names.</summary>
    public static IReadOnlyList<CognitiveTask> All { get; } =
    [
        .. typeof(TaskCatalog).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(CognitiveTask)) && !type.IsAbstract)
            .Select(type => (CognitiveTask)Activator.CreateInstance(type)!)
            .OrderBy(task => task.Name, StringComparer.Ordinal),
    ];

    /// <summary>A task with its published settings.</summary>
    /// <param name="name">Its name, such as <c>delayed-match</c>.</param>
    /// <exception cref="UsageException">There is no such task.</exception>
    public static CognitiveTask Create(string name) => All.FirstOrDefault(task => task.Name == name) ?? throw new UsageException(
        $"There is no task '{name}'. {Nearest.Hint(name, All.Select(task => task.Name))}");
}
