using System.CommandLine;
using Engram.App.Cluster;
using Engram.App.Parsing;

namespace Engram.App.Training;

/// <summary>The flags of <c>engram sweep</c>.</summary>
internal sealed class SweepFlags
{
    public Argument<string> What { get; } = Flag.Word(
        "task", "a task, as `engram list tasks` names it, or a file of a sweep, such as sweep.json; or `report`");

    public Argument<string?> Folder { get; } = Flag.OptionalWord("folder", "with `report`: the folder of a sweep, of which to write the page");

    public Option<string[]> Axes { get; } = Flag.Texts(
        "--sweep", "setting=a,b,c", "A setting and its values. Given several times, every combination is trained");

    public Option<string?> Seeds { get; } = Flag.Text("--seeds", "1..5|1,3,7", "Seeds with which each combination is trained (default 1)");

    public Option<string?> Preset { get; } = Flag.Text("--preset", "name", $"Recipe to start from (default {TrainFlags.DefaultPreset})");

    public Option<long?> Threads { get; } = Flag.Integer(
        "--threads", "Number of networks trained at once, at most one per core. Results do not depend on it (default: one per core)", null, 1, 1024);

    public Option<string?> Out { get; } = Flag.Text(
        "--out", "folder", "Folder of the runs (default: in sweeps, named after the file, or after the task and what is swept)");

    public Option<string?> Table { get; } = Flag.Text(
        "--table", "file.csv", "Write all networks to this table, one row each; the same bytes whatever machine trained them");

    public ClusterFlags Cluster { get; } = new();

    /// <summary>The flags that a file says instead.</summary>
    public IReadOnlyList<Option> Choices => [Axes, Seeds, Preset];

    public void AddTo(Command command)
    {
        command.Arguments.Add(What);
        command.Arguments.Add(Folder);
        foreach (var flag in Choices.Concat([Threads, Out, Table]))
        {
            command.Options.Add(flag);
        }

        Cluster.AddTo(command);
    }
}
