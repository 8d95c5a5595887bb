using Engram.Tests.Storage;

namespace Engram.Tests.Python;

/// <summary>The package <c>engram</c> for Python, on the smallest network.</summary>
public sealed class PythonTests
{
    [Fact]
    public void A_small_network_is_trained_recorded_and_asked_for_from_Python()
    {
        using var folder = new TemporaryFolder();
        var said = PythonProcess.Run(PythonProcess.Need(), folder.Path, "small.py");
        Assert.Equal(["trained", "recorded", "swept and silenced", "refused", "told"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Every_task_is_an_environment_in_which_who_knows_the_answer_is_rewarded()
    {
        using var folder = new TemporaryFolder();
        var said = PythonProcess.Run(PythonProcess.Need(), folder.Path, "environment.py");
        Assert.Equal("every task\nchoices\nregistered\n", said);
    }
}
