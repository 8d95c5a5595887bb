using System.CommandLine;
using Engram.App.Cluster;
using Engram.App.Parsing;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Training;

/// <summary>The flags of <c>engram search</c>.</summary>
internal sealed class SearchFlags
{
    public Argument<string> Task { get; } = Flag.Word("task", "a task, as `engram list tasks` names it");

    public Option<string[]> Ranges { get; } = Flag.Texts(
        "--range", "setting=low..high", "A setting with numbers or durations to search between; can be repeated, as --log and --choose");

    public Option<string[]> Logs { get; } = Flag.Texts("--log", "setting=low..high", "The same on a logarithmic scale, from a number above 0");

    public Option<string[]> Choices { get; } = Flag.Texts("--choose", "setting=a,b,c", "A setting with values to choose from, such as names");

    public Option<long?> Trials { get; } = Flag.Integer("--trials", "Combinations of values to try; trials of a batch are --training-trials", 100, 1, Sweep.MaxCount);

    public Option<string?> Seeds { get; } = Flag.Text("--seeds", "1..3|1,3,7", "Seeds with which each trial is trained; its objective is the mean (default 1)");

    public Option<string?> Objective { get; } = Flag.OneOf(
        "--objective", "What to look for at the last check: least loss or error, greatest share correct over all trials or in the worst condition, or fewest updates to the criterion",
        [.. Enum.GetNames<SearchObjective>().Select(Kebab.Of)]);

    public Option<string?> Sampler { get; } = Flag.Text(
        "--sampler", "name", $"Who proposes trials: {string.Join(", ", Studies.Sampler.Catalog.Names)}; its settings follow after colons, as in tpe:startup=32 (default tpe)");

    public Option<long?> SamplerSeed { get; } = Flag.Integer("--sampler-seed", "Seed of what the sampler draws", 1, 0);

    public Option<long?> Round { get; } = Flag.Integer(
        "--round", "Trials that are proposed before the next results are looked at, by a sampler that learns; a part of the search, whatever the threads", 8, 1, Sweep.MaxCount);

    public Option<string?> Preset { get; } = Flag.Text("--preset", "name", $"Recipe to start from (default {TrainFlags.DefaultPreset})");

    public Option<long?> Threads { get; } = Flag.Integer(
        "--threads", "Number of networks trained at once, at most one per core. Results do not depend on it (default: one per core)", null, 1, 1024);

    public Option<string?> Out { get; } = Flag.Text("--out", "folder", "Folder of the search (default: in searches, named after the task and what is searched)");

    public Option<string?> Table { get; } = Flag.Text("--table", "file.csv", "Write all networks of all trials to this table, one row each");

    public ClusterFlags Cluster { get; } = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(Task);
        foreach (var flag in new Option[] { Ranges, Logs, Choices, Trials, Seeds, Objective, Sampler, SamplerSeed, Round, Preset, Threads, Out, Table })
        {
            command.Options.Add(flag);
        }

        Cluster.AddTo(command);
    }
}
