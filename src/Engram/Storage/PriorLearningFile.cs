using System.Globalization;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>
/// The file of what a run that continues from another began with, <c>memory.safetensors</c>: the weights, and what holds them. With it the run needs
/// nothing of the other's folder.
/// </summary>
internal static class PriorLearningFile
{
    /// <summary>Arrays of the weights file that say what each weight contributed begin with this.</summary>
    public const string ImportancePrefix = "importance.";

    private const string StartName = "start", WeightsSuffix = ".weights", ImportanceSuffix = ".importance", InputsSuffix = ".inputs", OutputsSuffix = ".outputs";

    /// <summary>What a run keeps of it, or, where it keeps nothing yet, what follows from the run that it continues from.</summary>
    /// <param name="run">The run; null before it is there.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="from">The folder of the earlier run; null where it is not known.</param>
    /// <returns>Null for a run that continues from nothing.</returns>
    /// <exception cref="UsageException">The earlier run is needed and not there, not finished, another, or without what it began with itself.</exception>
    public static PriorLearning? Of(RunFolder? run, RunConfiguration configuration, string? from)
    {
        if (configuration.After is null)
        {
            return null;
        }

        // What the configuration itself says wrong is told before the earlier run is looked at.
        _ = configuration.CheckedGraph();
        return run?.TryLoadMemory() is { } kept ? Read(kept) : Make(configuration, from ?? throw new UsageException(
            "This run continues from another run, which it has not read yet; give the folder of that run as `from`."));
    }

    /// <summary>Keeps it in its run, unless it is there.</summary>
    public static void Keep(RunFolder run, PriorLearning? prior)
    {
        if (prior is not null && run.TryLoadMemory() is null)
        {
            run.SaveMemory(Arrays(prior));
        }
    }

    /// <summary>What a weights file says each weight contributed, as arrays of it.</summary>
    public static IEnumerable<NamedArray> Importance(Network network, float[] importance) => network.Parameters.Shapes.Select(shape =>
        new NamedArray(ImportancePrefix + shape.Name, network.Parameters.Of(shape.Name, importance.AsSpan()).ToArray()));

    private static PriorLearning Make(RunConfiguration configuration, string from)
    {
        using var earlier = RunFolder.Open(from);
        if (earlier.Outcome is null)
        {
            throw new UsageException($"'{from}' has not ended; let it finish, or continue it with `resume`, before another run continues from it.");
        }

        var trained = TrainingRun.Load(from, configuration.After!);
        var parameters = trained.Network.Parameters;
        float[]? importance = null;
        if (configuration.Continual.Protection == Protection.SynapticIntelligence)
        {
            var file = earlier.LoadWeights();
            importance = [.. parameters.Shapes.SelectMany(shape => file.Float32(ImportancePrefix + shape.Name, shape.Count))];
        }

        return PriorLearning.Of(configuration, trained.Network, importance, configuration.After!.After is null ? null : Read(earlier.LoadMemory()));
    }

    /// <summary>Reads it from its file.</summary>
    public static PriorLearning Read(ArrayFile file)
    {
        var start = file.Float32(StartName);
        var anchors = new List<Anchor>();
        while (file.Has(Name(anchors.Count) + WeightsSuffix))
        {
            var name = Name(anchors.Count);
            anchors.Add(new(file.Float32(name + WeightsSuffix, start.Length), file.Float32(name + ImportanceSuffix, start.Length)));
        }

        var moments = new List<ActivityMoment>();
        while (file.Has(Activity(moments.Count) + InputsSuffix))
        {
            var name = Activity(moments.Count);
            moments.Add(new(file.Float64(name + InputsSuffix), file.Float64(name + OutputsSuffix)));
        }

        return new(start, anchors) { Moments = moments };
    }

    private static IEnumerable<NamedArray> Arrays(PriorLearning prior) =>
    [
        new NamedArray(StartName, prior.Start),
        .. prior.Anchors.SelectMany((anchor, place) => new[]
        {
            new NamedArray(Name(place) + WeightsSuffix, anchor.Weights), new NamedArray(Name(place) + ImportanceSuffix, anchor.Importance),
        }),
        .. prior.Moments.SelectMany((moment, place) => new[]
        {
            new NamedArray(Activity(place) + InputsSuffix, moment.Inputs), new NamedArray(Activity(place) + OutputsSuffix, moment.Outputs),
        }),
    ];

    private static string Name(int anchor) => string.Create(CultureInfo.InvariantCulture, $"anchor-{anchor}");

    private static string Activity(int drive) => string.Create(CultureInfo.InvariantCulture, $"activity-{drive}");
}
