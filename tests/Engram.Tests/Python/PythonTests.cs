using Engram.Tests.App;
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
        Assert.Equal(["trained", "recorded", "swept and silenced", "refused", "told", "spelt", "swept"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Files_of_the_users_own_are_known_to_all_that_trains_or_reads()
    {
        using var folder = new TemporaryFolder();
        var (task, analysis) = (folder["own-choice.cs"], folder["own-rates.cs"]);
        Assert.Equal(0, Shell.Run("new", "task", "own-choice", "--out", task).Code);
        Assert.Equal(0, Shell.Run("new", "analysis", "own-rates", "--out", analysis).Code);
        var said = PythonProcess.Run(PythonProcess.Need(), folder.Path, "own_files.py", task, analysis);
        Assert.Equal(
            ["trained and loaded", "asked for", "resumed", "swept", "shown as an environment"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Weights_go_out_and_come_in()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("out and in\nof one's own\n", PythonProcess.Run(PythonProcess.Need(), folder.Path, "exchange.py"));
    }

    [Fact]
    public void Every_task_is_an_environment_in_which_who_knows_the_answer_is_rewarded()
    {
        using var folder = new TemporaryFolder();
        var said = PythonProcess.Run(PythonProcess.Need(), folder.Path, "environment.py");
        Assert.Equal("every task\nchoices\nregistered\n", said);
    }
}
