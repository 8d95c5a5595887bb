using System.Reflection;
using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Networks;
using Engram.Studies;
using Engram.Tasks;

namespace Engram.App.Catalogue;

/// <summary>A kind of things that <c>engram list</c> lists. The things themselves are found by the library's catalogues.</summary>
/// <param name="Plural">As <c>engram list</c> takes it.</param>
/// <param name="Singular">As a thing is called.</param>
/// <param name="Use">How a thing of this kind is used, with its name as <c>{0}</c>.</param>
/// <param name="Find">Finds all of them.</param>
internal sealed record Kind(string Plural, string Singular, string Use, Func<Kind, IEnumerable<Entry>> Find)
{
    /// <summary>All kinds, in the order listed.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        new("tasks", "task", "engram train {0}", kind => TaskCatalog.All.Select(task => kind.Entry(task.Name, task))),
        new("cells", "cell", "engram train <task> --cell {0}", kind => CellCatalog.All.Select(cell => kind.Entry(cell.Name, cell))),
        new("presets", "preset", "engram train <task> --preset {0}", kind => PresetCatalog.All.Select(
            preset => kind.Entry(preset.Name, preset)
                with { Description = $"{preset.Summary} {Documentation.Summary(preset.GetType())}" })),
        new("optimisers", "optimiser", "engram train <task> --optimiser {0}", kind => OptimiserCatalog.Names.Select(
            name => kind.Entry(name, OptimiserCatalog.Create(name)))),
        new("losses", "loss", "engram train <task> --loss {0}", kind => LossCatalog.Names.Select(
            name => kind.Entry(name, LossCatalog.Create(name)))),
        new("schedules", "schedule", "engram train <task> --schedule {0}", kind => Types<LearningRateSchedule>().Select(
            type => new Entry(kind.Singular, Kebab.Of(type.Name, "Schedule"), type, null))),
        new("initialisers", "initialiser", "engram train <task> --recurrent {0}", kind => Types<Initialiser>().Select(
            type => new Entry(kind.Singular, Kebab.Of(type.Name, nameof(Initialiser)), type, null))),
        new("analyses", "analysis", "engram analyse {0} <run>", kind => Analyses().Select(
            analysis => kind.Entry(analysis.Name, analysis) with { Description = analysis.Summary })),
        new("figures", "figure", "engram figure <folder>/figures/<name>.vl.json --svg", kind => Types<Figure>().Select(
            type => new Entry(kind.Singular, Kebab.Of(type.Name, nameof(Figure)), type, null))),
        new("studies", "study", "engram study {0}", kind => StudyCatalog.Of(Studies).Select(
            study => new Entry(kind.Singular, study.Name, study.GetType(), null) { Description = study.Summary })),
    ];

    /// <summary>The assembly that studies and analyses are found in; loaded only when it is asked for.</summary>
    public static Assembly Studies => Assembly.Load("Engram.Studies");

    /// <summary>Every analysis, by name.</summary>
    public static IReadOnlyList<RunAnalysis> Analyses() =>
    [
        .. Studies.GetTypes().Where(type => type.IsSubclassOf(typeof(RunAnalysis)) && !type.IsAbstract)
            .Select(type => (RunAnalysis)Activator.CreateInstance(type)!).OrderBy(one => one.Name, StringComparer.Ordinal),
    ];

    /// <summary>The things of this kind, by name.</summary>
    public IReadOnlyList<Entry> Entries => [.. Find(this).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>The kind of a name, singular or plural.</summary>
    public static Kind? Of(string name) => All.FirstOrDefault(kind => kind.Plural == name || kind.Singular == name);

    private static IEnumerable<Type> Types<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract);

    private Entry Entry(string name, object thing) => new(Singular, name, thing.GetType(), thing);
}
