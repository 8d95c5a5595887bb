using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Which arrays of a file are which parameters: <c>w_rec=W,b=bias_ih+bias_hh,m=m1:m2</c>. A sign + adds arrays, and a colon puts vectors side
/// by side as columns.
/// </summary>
internal sealed class WeightMap
{
    private readonly List<(string Target, string[][] Terms)> entries = [];

    /// <summary>Reads the map.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <exception cref="UsageException">It is no map, or names a parameter twice.</exception>
    public WeightMap(string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            string[][] terms = equals < 1 ? [] : [.. part[(equals + 1)..].Split(':').Select(column => column.Split('+', StringSplitOptions.TrimEntries))];
            if (equals < 1 || terms.Any(column => column.Any(name => name.Length == 0)))
            {
                throw new UsageException($"`Map`: '{part}' does not say which array is which parameter; write PARAMETER=ARRAY, such as `Map = w_rec=W`.");
            }

            var target = part[..equals].Trim();
            if (entries.Exists(entry => entry.Target == target))
            {
                throw new UsageException($"`Map` gives {target} twice; give each parameter once.");
            }

            entries.Add((target, terms));
        }
    }

    /// <summary>The parameters that are given.</summary>
    public IReadOnlyList<string> Targets => [.. entries.Select(entry => entry.Target)];

    /// <summary>The arrays by parameter.</summary>
    /// <exception cref="UsageException">The file lacks some; it says which it has.</exception>
    public Dictionary<string, ForeignArray> Resolve(ForeignFile file)
    {
        var faults = entries.SelectMany(entry => entry.Terms.SelectMany(column => column.Where(name => !file.Has(name)).Select(name => (entry.Target, name))))
            .Select(missing => $"`Map = {missing.Target}={missing.name}`: {file.Lacks(missing.name)}").ToList();
        return faults.Count > 0 ? throw new UsageException(faults) : entries.ToDictionary(entry => entry.Target, entry =>
        {
            ForeignArray[] columns = [.. entry.Terms.Select(names => names.Select(file.Get).Aggregate((sum, next) => sum.Plus(next)))];
            return columns.Length == 1 ? columns[0] : ForeignArray.Beside(columns);
        });
    }
}
