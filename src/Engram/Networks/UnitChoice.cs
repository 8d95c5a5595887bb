using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// Some units, named by where they are and how many: an area, <c>all</c> for the whole network, or <c>excitatory</c> or <c>inhibitory</c> under
/// Dale's law. Written <c>name</c>, <c>name:share</c> or <c>name:count units</c>, such as <c>prefrontal:0.5</c> or <c>all:10units</c>.
/// </summary>
public sealed record UnitChoice : IParsable<UnitChoice>
{
    private const string All = "all", Excitatory = "excitatory", Inhibitory = "inhibitory", Suffix = "units";
    private const string Forms = "write name, name:share or a number of units, such as prefrontal, prefrontal:0.5 or all:10units";

    /// <summary>A share of the units that are there.</summary>
    /// <param name="name">An area, <c>all</c>, <c>excitatory</c> or <c>inhibitory</c>.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <exception cref="UsageException">The share is not allowed, or the name is empty.</exception>
    public UnitChoice(string name, double share = 1)
    {
        (Name, Share) = (Named(name), share);
        if (!(share is >= 0 and <= 1))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"The share of the units of '{name}' is {share}; give one from 0 to 1, or a number of units such as {name}:10units."));
        }
    }

    private UnitChoice(string name, int? count) => (Name, Count, Share) = (Named(name), count, 1);

    /// <summary>So many units.</summary>
    /// <param name="name">An area, <c>all</c>, <c>excitatory</c> or <c>inhibitory</c>.</param>
    /// <param name="count">Their number, not negative.</param>
    /// <exception cref="UsageException">The number is negative, or the name is empty.</exception>
    public static UnitChoice Exactly(string name, int count) => count >= 0 ? new(name, (int?)count) : throw new UsageException(string.Create(
        CultureInfo.InvariantCulture, $"The number of units of '{name}' is {count}; give at least 0."));

    /// <summary>An area, <c>all</c>, <c>excitatory</c> or <c>inhibitory</c>.</summary>
    public string Name { get; }

    /// <summary>Share of the units; 1 where there is a number.</summary>
    public double Share { get; }

    /// <summary>Number of units; null where there is a share.</summary>
    public int? Count { get; }

    /// <summary>
    /// The units, in order. Which they are is drawn by the seed, and of the same seed and name a larger share has all units of a smaller one.
    /// </summary>
    /// <param name="cell">The cell, with its units and areas.</param>
    /// <param name="options">How the network was built: Dale's law says which units are excitatory.</param>
    /// <param name="seed">Decides which units.</param>
    /// <exception cref="UsageException">The network has no such units, or fewer.</exception>
    public IReadOnlyList<int> Of(Cell cell, NetworkOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(options);
        int[] pool = [.. Pool(cell, options)];
        if (Count > pool.Length)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"`{this}` asks for {Count} units, but '{Name}' has {Counted.Of(pool.Length, "unit")}; ask for at most {pool.Length}."));
        }

        // Fisher–Yates from the front: the first k of the order are the same for every k.
        var stream = new RandomStream(new(seed, Purpose.UnitChoice), StreamIndex.Of(Name));
        var count = Count ?? (int)Math.Round(Share * pool.Length, MidpointRounding.AwayFromZero);
        for (var k = 0; k < count; k++)
        {
            var other = k + stream.NextInt(pool.Length - k);
            (pool[k], pool[other]) = (pool[other], pool[k]);
        }

        return [.. pool.Take(count).Order()];
    }

    /// <summary>The units of a network, in order.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Decides which units.</param>
    /// <exception cref="UsageException">The network has no such units, or fewer.</exception>
    public IReadOnlyList<int> Of(Network network, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Of(network.Cell, network.Options, seed);
    }

    /// <summary>Reads a choice.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are always written with a point.</param>
    /// <exception cref="UsageException">The text is no choice of units.</exception>
    public static UnitChoice Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        var parts = s.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length == 1)
        {
            return new(parts[0]);
        }

        return parts.Length == 2 && parts[1].EndsWith(Suffix, StringComparison.Ordinal)
            && int.TryParse(parts[1][..^Suffix.Length].TrimEnd(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? Exactly(parts[0], count)
            : parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? new(parts[0], share)
            : throw new UsageException($"'{s}' names no units; {Forms}.");
    }

    /// <summary>Reads a choice.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The choice.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out UnitChoice result) =>
        (result = TriedText.Read(s, text => Parse(text, provider))) is not null;

    /// <summary>The text that <see cref="Parse"/> reads back as the same choice.</summary>
    public override string ToString() => Count is { } count ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{count}{Suffix}")
        : Share == 1 ? Name : $"{Name}:{Share.ToString("R", CultureInfo.InvariantCulture)}";

    private static string Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 ? name : throw new UsageException($"A choice of units has no name; {Forms}.");
    }

    private IEnumerable<int> Pool(Cell cell, NetworkOptions options)
    {
        if (Name == All)
        {
            return Enumerable.Range(0, cell.Units);
        }

        if (Name is Excitatory or Inhibitory)
        {
            var signs = options.Signs(cell) ?? throw new UsageException(
                $"There are no {Name} units, because the network does not follow Dale's law; name an area, or all.");
            return Enumerable.Range(0, cell.Units).Where(unit => signs[unit] > 0 == (Name == Excitatory));
        }

        var areas = cell.UnitsOfAreas();
        var area = areas.FirstOrDefault(one => one.Name == Name) ?? throw new UsageException(
            $"There is no area '{Name}'{(areas.Count == 0 ? ", because the network has no areas; name all units as all." : $". {Nearest.Hint(Name, [.. areas.Select(one => one.Name), All, Excitatory, Inhibitory])}")}");
        return Enumerable.Range(area.First, area.Count);
    }
}
