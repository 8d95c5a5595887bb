using Engram.Tasks;

namespace Engram.App.Training;

/// <summary>Rows by condition as a reader expects them: a performance keeps them by name, where 16 % comes before 2 %.</summary>
internal static class ConditionOrder
{
    /// <summary>The rows in the order of the task's conditions; others follow.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="condition">The condition of a row.</param>
    public static IEnumerable<T> Of<T>(CognitiveTask task, IEnumerable<T> rows, Func<T, string> condition)
    {
        var places = task.Conditions.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return rows.OrderBy(row => places.GetValueOrDefault(condition(row), int.MaxValue));
    }
}
