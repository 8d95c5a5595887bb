using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Storage;

/// <summary>
/// Networks of low rank by their vectors m, n, I and w. In <c>dubreuil2022</c> connectivity is m nᵀ/N and outputs are wᵀφ(x)/N, with gains
/// <c>si</c> and <c>so</c> of inputs and outputs that are folded in; a matrix <c>wrec</c> stands for full rank. In <c>mastrogiuseppe2018</c> a
/// random part <c>chi</c> may be added, which makes full rank of it. In <c>unscaled</c> there is no 1/N anywhere.
/// </summary>
/// <remarks>
/// Sources: Dubreuil et al. 2022, <see href="https://doi.org/10.1038/s41593-022-01088-4"/>, and Mastrogiuseppe and Ostojic 2018,
/// <see href="https://doi.org/10.1016/j.neuron.2018.07.003"/>. Both use tanh units and outputs after the step, as Engram does.
/// </remarks>
internal sealed class LowRankDialect : WeightDialect
{
    /// <summary>The conventions by name.</summary>
    public static IReadOnlyList<string> Conventions { get; } = ["dubreuil2022", "mastrogiuseppe2018", "unscaled"];

    private static readonly string[] InputNames = ["wi", "I", "w_in", "i"], OutputNames = ["wo", "w", "w_out"];

    /// <inheritdoc/>
    public override int Order => 3;

    /// <inheritdoc/>
    public override bool Recognises(ForeignFile file, ImportRequest request) => request.Convention is not null
        || (request.Map is null && ((file.Has("m") && file.Has("n")) || (file.Has("wrec") && file.Has("wi") && file.Has("wo"))));

    /// <inheritdoc/>
    public override ForeignNetwork Read(ForeignFile file, ImportRequest request)
    {
        var convention = request.Convention ?? Conventions[0];
        if (!Conventions.Contains(convention, StringComparer.Ordinal))
        {
            throw new UsageException($"`Convention` is {convention}; write one of {string.Join(", ", Conventions)}.");
        }

        var mapped = request.Map?.Resolve(file);
        if (mapped?.Keys.Except([.. InputNames, .. OutputNames, "m", "n", "si", "so", "h0", "chi", "wrec"]).FirstOrDefault() is { } unknown)
        {
            throw new UsageException($"`Map` gives {unknown}, which networks of the convention {convention} do not have; give m, n, I, w, and where there are any si, so, h0 and chi.");
        }

        ForeignArray? Find(params string[] names) => mapped is null ? file.First(names)
            : names.FirstOrDefault(mapped.ContainsKey) is { } name ? mapped[name] : null;
        ForeignArray Need(string name) => Find(name) ?? throw new UsageException(
            $"A network of low rank needs its vectors m and n. {file.Lacks(name)} Say which they are with `Map = m=…,n=…,I=…,w=…`.");

        var isFull = Find("wrec") is not null && Find("m") is null;
        var m = isFull ? null : Need("m");
        var units = m is null ? Find("wrec")!.Rows : Math.Max(m.Rows, m.Columns);
        var scale = convention == "unscaled" || isFull ? 1.0 : units;
        var (inputs, outputs) = (
            Oriented(Find(InputNames), units, channelsFirst: Find("wi") is not null), Oriented(Find(OutputNames), units, channelsFirst: false));
        var arrays = new Dictionary<string, ForeignArray>();
        if (inputs is not null)
        {
            arrays["w_in"] = Find("si") is { } gains ? Scaled(inputs, gains, "si") : inputs;
        }

        if (outputs is not null)
        {
            arrays["w_out"] = (Find("so") is { } gains ? Scaled(outputs, gains, "so") : outputs).Transposed().Times(1 / scale);
        }

        if (Find("h0") is { } beginning)
        {
            arrays["x0"] = beginning;
        }

        // x ← x + α (−x + J φ(x) + I u), J of full rank.
        if (isFull || Find("chi") is not null)
        {
            if (isFull && Find("b") is { } bias && bias.Values.Any(value => value != 0))
            {
                throw new UsageException($"'{file.Path}' has biases 'b', which its convention does not place; say with `Map` which arrays are which parameters of the leaky cell.");
            }

            arrays["w_rec"] = isFull ? Find("wrec")! : Product(Oriented(m, units, false)!, Oriented(Need("n"), units, false)!, scale).Plus(Find("chi")!);
            return new(new LeakyCell { Activation = Activation.Tanh, Noise = 0 }, arrays, $"{convention}, full rank");
        }

        arrays["m"] = Oriented(m, units, false)!;
        arrays["n"] = Oriented(Need("n"), units, false)!.Times(units / scale).Transposed();
        return new(new LowRankCell { Rank = arrays["m"].Columns }, arrays, convention);
    }

    // (units × channels)
    private static ForeignArray? Oriented(ForeignArray? array, int units, bool channelsFirst) => array is null ? null
        : array.Shape.Count < 2 ? array with { Shape = [array.Values.Length, 1] }
        : array.Columns == units && (array.Rows != units || channelsFirst) ? array.Transposed()
        : array;

    // Column c times the gain of channel c.
    private static ForeignArray Scaled(ForeignArray columns, ForeignArray gains, string name) => gains.Values.Length == columns.Columns
        ? columns with { Values = [.. columns.Values.Select((value, k) => value * gains.Values[k % columns.Columns])] }
        : throw new UsageException($"'{name}' has {gains.Values.Length} gains, but there are {columns.Columns} channels.");

    private static ForeignArray Product(ForeignArray m, ForeignArray n, double scale)
    {
        if (m.Columns != n.Columns || m.Rows != n.Rows)
        {
            throw new UsageException($"'{m.Name}' is {m.ShapeText} and '{n.Name}' {n.ShapeText}, but m and n have the same shape, units × rank.");
        }

        var values = new double[m.Rows * m.Rows];
        for (var i = 0; i < m.Rows; i++)
        {
            for (var j = 0; j < m.Rows; j++)
            {
                for (var r = 0; r < m.Columns; r++)
                {
                    values[(i * m.Rows) + j] += m.Values[(i * m.Columns) + r] * n.Values[(j * m.Columns) + r] / scale;
                }
            }
        }

        return new("m nᵀ", [m.Rows, m.Rows], values);
    }
}
