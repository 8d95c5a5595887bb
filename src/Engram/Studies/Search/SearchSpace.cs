using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Studies;

/// <summary>The settings that a search varies, checked against the configurations that they are settings of.</summary>
internal sealed class SearchSpace
{
    private const string SeedName = "seed";
    private readonly Func<IReadOnlyList<KeyValuePair<string, string>>, RunConfiguration> configure;
    private readonly IReadOnlyList<RunConfiguration> variants;
    private readonly List<string> faults = [];

    private SearchSpace(
        Func<IReadOnlyList<KeyValuePair<string, string>>, RunConfiguration> configure, RunConfiguration basis, IReadOnlyList<SearchAxis> axes)
    {
        (this.configure, Axes) = (configure, axes);

        // A setting may be one of a cell that is itself searched.
        variants =
        [
            basis,
            .. axes.OfType<SearchChoice>().SelectMany(choice => choice.Values.Select(value => Told(basis, choice.Name, value))).OfType<RunConfiguration>(),
        ];
        if (axes.Count == 0)
        {
            faults.Add("Nothing is searched; give a setting with its range, such as `Range = learning-rate=1e-4..1e-2`.");
        }

        faults.AddRange(axes.GroupBy(Identity).Where(group => group.Count() > 1).Select(group =>
            $"'{group.First().Name}' is searched {group.Count()} times; give it once."));
        Dimensions = [.. axes.Select(Dimension).OfType<SearchDimension>()];
        if (faults.Count == 0)
        {
            Reference = FirstThatFits();
        }
    }

    /// <summary>The settings as they were given.</summary>
    public IReadOnlyList<SearchAxis> Axes { get; }

    /// <summary>The settings in the order given.</summary>
    public IReadOnlyList<SearchDimension> Dimensions { get; }

    /// <summary>A configuration in the middle of the space, or else at one of its ends.</summary>
    public RunConfiguration? Reference { get; }

    /// <summary>Checks the settings.</summary>
    /// <param name="configure">Gives the configuration for a value of each setting, or of some of them.</param>
    /// <param name="basis">What the settings are those of.</param>
    /// <param name="axes">The settings.</param>
    /// <exception cref="UsageException">
    /// There are none, one is not known or given twice, an end or a value is not allowed, a range is empty or reversed, or no values that were tried fit together; all
    /// faults together.
    /// </exception>
    public static SearchSpace Of(
        Func<IReadOnlyList<KeyValuePair<string, string>>, RunConfiguration> configure, RunConfiguration basis, IReadOnlyList<SearchAxis> axes)
    {
        var space = new SearchSpace(configure, basis, axes);
        return space.faults.Count == 0 ? space : throw new UsageException([.. space.faults.Distinct()]);
    }

    /// <summary>The configuration of a trial, or why there is none: values that are allowed one by one need not fit together.</summary>
    /// <param name="settings">A value of each setting.</param>
    public (RunConfiguration? Configuration, string Refusal) Configure(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        try
        {
            return (configure(settings), "");
        }
        catch (UsageException refused)
        {
            return (null, string.Join(" ", refused.Faults));
        }
    }

    private static RunConfiguration? Told(RunConfiguration configuration, string name, string value)
    {
        try
        {
            return configuration.Told([new(name, value)]);
        }
        catch (UsageException)
        {
            return null;
        }
    }

    private string Identity(SearchAxis axis) =>
        variants.Select(variant => variant.SettingOf(axis.Name)).FirstOrDefault(found => found is not null) is var (section, binding)
            ? $"{section}.{binding.Name}" : axis.Name;

    private SearchDimension? Dimension(SearchAxis axis)
    {
        var before = faults.Count;
        if (axis.Name == SeedName)
        {
            faults.Add("'seed' cannot be searched, because every trial gets every seed; give `Seeds = 1..5` instead.");
        }
        else if (axis.Probes.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add($"{axis.Subject} has an empty value; write the values in full.");
        }

        if (axis is SearchRange words && NoNumber(words) is { } fault)
        {
            faults.Add(fault);
        }

        foreach (var value in faults.Count > before ? [] : axis.Probes.Where(value => variants.All(variant => Told(variant, axis.Name, value) is null)))
        {
            // The message is that of whoever makes configurations, who may know the setting by another name.
            faults.AddRange(Faults(axis.Name, value));
        }

        return faults.Count > before ? null
            : axis is SearchRange range ? Range(range)
            : Choice((SearchChoice)axis);
    }

    private IReadOnlyList<string> Faults(string name, string value)
    {
        try
        {
            configure([new(name, value)]);
            return [$"'{name}': '{value}' is not allowed here; write another value."];
        }
        catch (UsageException refused)
        {
            return refused.Faults;
        }
    }

    private ChoiceDimension? Choice(SearchChoice choice)
    {
        string[] values = [.. choice.Values.Select(value => value.Trim())];
        if (values.Length < 2)
        {
            faults.Add($"{choice.Subject} has {Counted.Of(values.Length, "value")}; write at least two, separated by commas, or give it as a setting of all networks.");
        }

        var homes = variants.Where(variant => Told(variant, choice.Name, values.FirstOrDefault("")) is not null);
        var same = values.GroupBy(value => homes.Select(home => Told(home, choice.Name, value)).FirstOrDefault(told => told is not null) is { } told
            ? Settings.Hash(told.ToJson()) : value).FirstOrDefault(group => group.Count() > 1)?.ToList();
        if (same is [var first, var second, ..])
        {
            faults.Add(first == second ? $"{choice.Subject} has the value '{first}' twice; write it once."
                : $"{choice.Subject}: '{second}' is the same as '{first}'; leave one of the two out.");
        }

        return new(choice.Name, values);
    }

    // What is not known at all is told with the names that are.
    private string? NoNumber(SearchRange range)
    {
        var binding = BindingOf(range.Name);
        return binding is null ? (variants[0].Sections.Any(part => part.Section == range.Name) ? Sentence("a name") : null)
            : IsDuration(binding) || IsWhole(binding) || TypeOf(binding) == typeof(double) || TypeOf(binding) == typeof(float) || TypeOf(binding) == typeof(IReadOnlyList<double>) ? null
            : Sentence(binding.Form.Allowed);

        string Sentence(string allowed) =>
            $"{range.Subject}: '{range.Name}' takes {allowed}, which has no range; give its values, as in `Choose = {range.Name}=<value>,<value>`.";
    }

    private NumberDimension? Range(SearchRange range)
    {
        var binding = BindingOf(range.Name)!;
        var (isDuration, isWhole) = (IsDuration(binding), IsWhole(binding));
        var (low, high) = (Number(range.Low), Number(range.High));
        if (Fault(range, binding, low, high, isWhole) is { } fault)
        {
            faults.Add(fault);
            return null;
        }

        return new(range.Name, binding.Form, low, high, range.Logarithmic, isWhole, isDuration);

        // NaN for none, and for a duration that is drawn in each trial.
        double Number(string text) => binding.Form.Bounds(binding.Form.Parse(text))?.ToList() is [var (least, greatest)] && least == greatest ? least : double.NaN;
    }

    private Binding? BindingOf(string name) => variants.Select(variant => variant.SettingOf(name)).FirstOrDefault(found => found is not null)?.Binding;

    private static Type TypeOf(Binding binding) => Nullable.GetUnderlyingType(binding.Property.PropertyType) ?? binding.Property.PropertyType;

    private static bool IsDuration(Binding binding) => TypeOf(binding) == typeof(TimeSpan) || TypeOf(binding) == typeof(Duration);

    private static bool IsWhole(Binding binding) =>
        TypeOf(binding) is var type && (type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong));

    private static string? Fault(SearchRange range, Binding binding, double low, double high, bool isWhole) =>
        !double.IsFinite(low) || !double.IsFinite(high)
            ? $"{range.Subject}: '{(double.IsFinite(low) ? range.High : range.Low)}' is not one number; write two, such as {range.With("0.1", "2")}."
        : low > high ? $"{range.Subject} is reversed; write {range.With(range.High, range.Low)}."
        : low == high ? $"{range.Subject} holds one value alone; write two different ends, or give {binding.Subject} as a setting of all networks."
        : range.Logarithmic && low <= 0
            ? $"{range.Subject} begins at {range.Low}, but a logarithmic scale has no place for numbers up to 0; write a greater one, such as "
                + $"{range.With(isWhole ? "1" : binding.Form.FormatBound(high / 1000), range.High)}, or search on a linear scale by {(range with { Logarithmic = false }).Subject}."
        : null;

    // In the middle, and with one setting at each of its ends or values and the others in the middle.
    private RunConfiguration? FirstThatFits()
    {
        const double Middle = 0.5;
        var middle = Dimensions.Select(dimension => KeyValuePair.Create(dimension.Name, dimension.Text(Middle))).ToList();
        IEnumerable<List<KeyValuePair<string, string>>> others = Dimensions.SelectMany((dimension, k) =>
            (dimension is ChoiceDimension choice ? choice.Values : [dimension.Text(0), dimension.Text(1)]).Select(value =>
                middle.Select((setting, j) => j == k ? KeyValuePair.Create(setting.Key, value) : setting).ToList()));
        List<(RunConfiguration? Configuration, string Refusal)> tried = [.. others.Prepend(middle).Select(Configure)];
        if (tried.All(one => one.Configuration is null))
        {
            faults.Add(tried[0].Refusal);
        }

        return tried.FirstOrDefault(one => one.Configuration is not null).Configuration;
    }
}
