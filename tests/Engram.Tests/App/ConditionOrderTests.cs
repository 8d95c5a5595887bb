using Engram.App.Training;
using Engram.Tasks;

namespace Engram.Tests.App;

/// <summary>Rows of conditions.</summary>
public sealed class ConditionOrderTests
{
    [Fact]
    public void Rows_stand_in_the_order_of_the_task()
    {
        var task = new PerceptualDecisionTask();
        string[] byName = [.. task.Conditions.Order(StringComparer.Ordinal)];
        Assert.NotEqual(task.Conditions, byName);
        Assert.Equal([.. task.Conditions, "other"], ConditionOrder.Of(task, byName.Prepend("other"), name => name));
    }
}
