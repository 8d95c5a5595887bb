using System.Globalization;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Studies;

/// <summary>The product of axes and seeds.</summary>
internal static class SweepCombinations
{
    private const int MostFaults = 10;

    public static IReadOnlyList<RunConfiguration> Of(
        Func<IReadOnlyList<KeyValuePair<string, string>>, RunConfiguration> configure,
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> axes,
        IReadOnlyList<ulong> seeds)
    {
        var faults = Faults(axes, seeds).ToList();
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        var combinations = new List<RunConfiguration>();
        var seen = new Dictionary<string, string>();
        foreach (var settings in Product(axes))
        {
            try
            {
                var made = configure(settings) with { Seed = seeds[0] };
                var words = string.Join(" ", settings.Select(setting => $"{setting.Key}={setting.Value}"));
                if (!seen.TryAdd(Settings.Hash(made.ToJson()), words))
                {
                    faults.Add($"{words} is the same as {seen[Settings.Hash(made.ToJson())]}; leave one of the two out.");
                }

                combinations.AddRange(seeds.Select(seed => made with { Seed = seed }));
            }
            catch (UsageException refused)
            {
                faults.AddRange(refused.Faults);
            }
        }

        // What is wrong with the basis is wrong with every combination, and is said once.
        return faults.Count == 0 ? combinations : throw new UsageException([.. faults.Distinct().Take(MostFaults)]);
    }

    /// <summary>What is wrong with axes and seeds by themselves.</summary>
    public static IEnumerable<string> Faults(
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> axes, IReadOnlyList<ulong> seeds)
    {
        foreach (var (name, values) in axes)
        {
            if (values.Count == 0 || values.Any(string.IsNullOrWhiteSpace))
            {
                yield return $"The axis '{name}' has {(values.Count == 0 ? "no values" : "an empty value")}; "
                    + $"write values separated by commas, such as {name}=a,b.";
            }

            foreach (var twice in values.GroupBy(value => value.Trim()).Where(group => group.Count() > 1 && group.Key.Length > 0))
            {
                yield return $"The axis '{name}' has the value '{twice.Key}' {twice.Count()} times; write it once.";
            }
        }

        foreach (var twice in axes.GroupBy(axis => axis.Key).Where(group => group.Count() > 1))
        {
            yield return $"The axis '{twice.Key}' is given {twice.Count()} times; write it once with all its values.";
        }

        if (axes.Any(axis => axis.Key == "seed"))
        {
            yield return "'seed' cannot be an axis, because every combination gets every seed; give `Seeds = 1..5` instead.";
        }

        if (seeds.Count == 0)
        {
            yield return "There are no seeds; write for example 1..5 or 1,3,7.";
        }

        foreach (var twice in seeds.GroupBy(seed => seed).Where(group => group.Count() > 1).Take(1))
        {
            yield return $"The seed {twice.Key} is given {twice.Count()} times; write it once.";
        }

        var count = axes.Aggregate((double)seeds.Count, (product, axis) => product * Math.Max(1, axis.Value.Count));
        if (count > Sweep.MaxCount)
        {
            var atLeast = seeds.Count > Sweep.MaxCount ? "at least " : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The sweep has {atLeast}{count} networks, but at most {Sweep.MaxCount} are allowed; write fewer values or seeds.");
        }
    }

    // The first axis outermost.
    private static IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> Product(
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> axes)
    {
        IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> product = [[]];
        foreach (var (name, values) in axes)
        {
            product = product.SelectMany(
                _ => values, (settings, value) => (IReadOnlyList<KeyValuePair<string, string>>)[.. settings, new(name, value.Trim())]);
        }

        return product;
    }
}
