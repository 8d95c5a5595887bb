using System.Reflection;
using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Networks;
using Engram.Studies;
using Engram.Tasks;

namespace Engram.App.Catalogue;

/// <summary>A kind of things that <c>engram list</c> lists. The things themselves are found by catalogs.</summary>
/// <param name="Plural">As <c>engram list</c> takes it.</param>
/// <param name="Singular">As a thing is called.</param>
/// <param name="Use">How a thing of this kind is used, with its name as <c>{0}</c>.</param>
/// <param name="Find">Finds all of them.</param>
internal sealed record Kind(string Plural, string Singular, string Use, Func<Kind, IEnumerable<Entry>> Find)
{
    // Read once: an assembly of its own, whose types all have to be looked at.
    private static readonly Lazy<Catalog<Study>> AllStudies = new(() => new(StudyAssembly));
    private static readonly Lazy<Catalog<RunAnalysis>> AllAnalyses = new(() => new(StudyAssembly));

    /// <summary>All kinds, in the order listed.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        new("tasks", "task", "engram train {0}", kind => kind.Things(CognitiveTask.Catalog)),
        new("cells", "cell", "engram train <task> --cell {0}", kind => kind.Things(Cell.Catalog)),
        new("presets", "preset", "engram train <task> --preset {0}", kind => kind.Things(
            Preset.Catalog, preset => $"{preset.Summary} {Documentation.Summary(preset.GetType())}")),
        new("optimisers", "optimiser", "engram train <task> --optimiser {0}", kind => kind.Things(Optimiser.Catalog)),
        new("readout-rules", "readout-rule", "engram train <task> --readout-rule {0}", kind => kind.Things(
            ReadoutRule.Catalog, rule => $"{rule.Summary} {Documentation.Summary(rule.GetType())}")),
        new("settings", "settings", "engram train <task> --<setting> <value>", _ => Parts),
        new("losses", "loss", "engram train <task> --loss {0}", kind => kind.Things(Loss.Catalog)),
        new("schedules", "schedule", "engram train <task> --schedule {0}", kind => kind.Types(LearningRateSchedule.Catalog)),
        new("initialisers", "initialiser", "engram train <task> --recurrent {0}", kind => kind.Types(Initialiser.Catalog)),
        new("analyses", "analysis", "engram analyse {0} <run>", kind => kind.Things(Analyses, analysis => analysis.Summary)),
        new("classifiers", "classifier", "engram analyse decoding <run> --classifier {0}", kind => kind.Things(Classifier.Catalog)),
        new("samplers", "sampler", "engram search <task> --range <setting>=<low>..<high> --sampler {0}", kind => kind.Things(Sampler.Catalog)),
        new("figures", "figure", "engram figure <folder>/figures/<name>.vl.json --svg", kind => kind.Types(Figure.Catalog)),
        new("studies", "study", "engram study {0}", kind => kind.Things(Studies, study => study.Summary)
            .Select(entry => entry with { Thing = null })),
    ];

    // Parts of a configuration that are not chosen by name.
    private static IEnumerable<Entry> Parts => new (string Name, object Record)[]
    {
        ("network", new NetworkOptions()), ("training", new TrainingOptions()), ("stopping", new Stopping()), ("penalties", new Penalties()),
        ("curriculum", new Curriculum()), ("credit", new Credit()), ("continual", new Continual()),
    }.Select(part => new Entry("settings", part.Name, part.Record.GetType(), part.Record));

    /// <summary>Every study of the program; their assembly is loaded only when it is asked for.</summary>
    public static Catalog<Study> Studies => AllStudies.Value;

    /// <summary>Every way to take a run apart.</summary>
    public static Catalog<RunAnalysis> Analyses => AllAnalyses.Value;

    /// <summary>The things of this kind, by name.</summary>
    public IReadOnlyList<Entry> Entries => [.. Find(this)];

    private static Assembly StudyAssembly => Assembly.Load("Engram.Studies");

    /// <summary>The kind of a name, singular or plural.</summary>
    public static Kind? Of(string name) => All.FirstOrDefault(kind => kind.Plural == name || kind.Singular == name);

    private IEnumerable<Entry> Things<T>(Catalog<T> catalog, Func<T, string>? description = null)
        where T : class => catalog.All.Select(thing =>
        {
            var entry = new Entry(Singular, Catalog<T>.NameOf(thing), thing.GetType(), thing);
            return description is null ? entry : entry with { Description = description(thing) };
        });

    // Those whose settings are the arguments of their constructors.
    private IEnumerable<Entry> Types<T>(Catalog<T> catalog)
        where T : class => catalog.Types.Select(type => new Entry(Singular, Catalog<T>.NameOf(type), type, null));
}
