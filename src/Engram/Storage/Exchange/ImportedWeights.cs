using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>Raw weights of which a network makes the effective weights that are wanted.</summary>
internal static class ImportedWeights
{
    private const double Tolerance = 1e-6;

    /// <summary>The network of a configuration with given effective weights.</summary>
    /// <param name="configuration">The configuration; where Dale's law holds, its readout becomes one that can have the given weights.</param>
    /// <param name="arrays">Effective weights by parameter.</param>
    /// <param name="zero">Parameters that are not given and are 0.</param>
    /// <exception cref="UsageException">Weights are missing, have other sizes, or cannot be had under the constraints; all of a kind together.</exception>
    public static Network Network(ref RunConfiguration configuration, IReadOnlyDictionary<string, ForeignArray> arrays, out IReadOnlyList<string> zero)
    {
        var graph = configuration.Graph();
        var given = Fitted(graph, configuration.Network, arrays, out zero);
        var faults = new List<string>();
        foreach (var options in Candidates(configuration.Network, configuration.Cell, graph, given))
        {
            faults.Clear();
            configuration = configuration with { Network = options };
            var network = Networks.Network.Create(configuration.Cell, graph, options, configuration.Seed);
            var raw = network.RawValues.ToArray();
            foreach (var (name, values) in given)
            {
                Invert(network.Parameters.Constraint(name), values, network.Parameters.Of(name, raw.AsSpan()));
            }

            network = network.WithRaw(raw);
            foreach (var shape in graph.Parameters.Where(shape => given.ContainsKey(shape.Name)))
            {
                Compare(shape, network, given[shape.Name], faults);
            }

            if (faults.Count == 0)
            {
                _ = configuration.CheckedGraph();
                return network;
            }
        }

        throw new UsageException(faults);
    }

    // Under Dale's law the readout that the weights allow; the first where none does, so that its faults are told.
    private static IEnumerable<NetworkOptions> Candidates(NetworkOptions options, Cell cell, StepGraph graph, Dictionary<string, double[]> given)
    {
        if (options.Dale == Positivity.None || options.Readout == ReadoutKind.Identity || graph.Parameters.FirstOrDefault(shape => shape.Role == ParameterRole.Readout) is not { } readout)
        {
            return [options];
        }

        var signs = options.Signs(cell)!;
        var weights = given[readout.Name];
        bool All(Func<double, float, bool> allowed) => Enumerable.Range(0, weights.Length).All(k => allowed(weights[k], signs[k % readout.Columns]));
        ReadoutKind[] kinds = options.Readout is ReadoutKind.Positive ? [ReadoutKind.Positive]
            : All((w, sign) => w >= 0 && (sign > 0 || w == 0)) ? [ReadoutKind.Excitatory]
            : All((w, _) => w >= 0) ? [ReadoutKind.Positive] : [ReadoutKind.All];
        return kinds.Select(kind => options with { Readout = kind });
    }

    // W' = pos(mask W + fixed) sign, or τ between its bounds
    private static void Invert(Constraint constraint, double[] wanted, Span<float> raw)
    {
        if (constraint.Range is { } range)
        {
            for (var k = 0; k < raw.Length; k++)
            {
                raw[k] = range.Raw(wanted[k]);
            }

            return;
        }

        var mask = constraint.Mask;
        var signs = constraint.Sign;
        for (var k = 0; k < raw.Length; k++)
        {
            if (mask.IsEmpty || mask[k] != 0)
            {
                raw[k] = (float)(signs.IsEmpty ? wanted[k] : wanted[k] * signs[k % constraint.Columns]);
            }
        }
    }

    private static Dictionary<string, double[]> Fitted(
        StepGraph graph, NetworkOptions options, IReadOnlyDictionary<string, ForeignArray> arrays, out IReadOnlyList<string> zero)
    {
        var (given, missing, faults) = (new Dictionary<string, double[]>(), new List<string>(), new List<string>());
        foreach (var shape in graph.Parameters.Where(shape => shape.IsInEquation))
        {
            if (shape.Role == ParameterRole.Readout && options.Readout == ReadoutKind.Identity)
            {
                continue;
            }

            if (arrays.TryGetValue(shape.Name, out var array))
            {
                if (Fits(shape, array, faults))
                {
                    given[shape.Name] = array.Values;
                }
            }
            else if (shape.Range is { } range)
            {
                given[shape.Name] = [.. range.Begins];
            }
            else if (shape.Role is ParameterRole.Bias or ParameterRole.ReadoutBias or ParameterRole.InitialState or ParameterRole.Diagonal)
            {
                given[shape.Name] = new double[shape.Count];
                missing.Add(shape.Name);
            }
            else
            {
                faults.Add($"No array is given for {shape.Name} ({shape.Rows}×{shape.Columns}); name it with `Map`, such as `Map = {shape.Name}=W`.");
            }
        }

        zero = missing;
        return faults.Count == 0 ? given : throw new UsageException(faults);
    }

    private static bool Fits(ParameterShape shape, ForeignArray array, List<string> faults)
    {
        var isVector = Math.Min(shape.Rows, shape.Columns) == 1 && Math.Min(array.Rows, array.Columns) == 1;
        if (isVector ? array.Values.Length == shape.Count : (array.Rows, array.Columns) == (shape.Rows, shape.Columns))
        {
            if (Array.FindIndex(array.Values, value => !float.IsFinite((float)value)) is >= 0 and var large)
            {
                faults.Add($"{shape.Name} is {array.Values[large].ToString("G3", CultureInfo.InvariantCulture)} at {Place(shape, large)}, too large for single precision.");
                return false;
            }

            return true;
        }

        var expected = shape.Columns == 1 ? $"{shape.Rows}" : $"{shape.Rows}×{shape.Columns}";
        faults.Add((array.Rows, array.Columns) == (shape.Columns, shape.Rows)
            ? $"{shape.Name} is {array.ShapeText} where {expected} is expected (W[i, j] is from j to i); add `Transpose = {shape.Name}`, or leave it out if it is given."
            : $"{shape.Name} is {array.ShapeText} where {expected} is expected; map another array than '{array.Name}'.");
        return false;
    }

    private static void Compare(ParameterShape shape, Network network, double[] wanted, List<string> faults)
    {
        var made = network.Effective(shape.Name);
        var allowed = Tolerance * wanted.Max(Math.Abs);
        for (var k = 0; k < wanted.Length; k++)
        {
            if (!(Math.Abs(made[k] - wanted[k]) <= allowed))
            {
                faults.Add($"{shape.Name} is {wanted[k].ToString("G4", CultureInfo.InvariantCulture)} at {Place(shape, k)}, {Reason(shape, network, k)}");
                return;
            }
        }
    }

    private static string Reason(ParameterShape shape, Network network, int k)
    {
        var constraint = network.Parameters.Constraint(shape.Name);
        var (row, column) = int.DivRem(k, shape.Columns);
        return shape.Range is not null ? "but time constants are learned between `TauMin` and `TauMax`, in seconds; set both so that it lies within them."
            : shape.Role == ParameterRole.Recurrent && row == column && !network.Options.Autapses
            ? "but no unit is connected to itself; set `Autapses = true`."
            : !constraint.Mask.IsEmpty && constraint.Mask[k] == 0
            ? $"but there is no connection under the settings of the network; leave out `PExcitatory`, `PInhibitory` and what is said of areas, or `Dale` with a readout from other units."
            : constraint.Sign.IsEmpty && constraint.Positivity != Positivity.None
            ? "but such weights cannot be negative here; set `PositiveInput = false`."
            : constraint.Positivity != Positivity.None
            ? $"but unit {column} {(constraint.Sign[column] > 0 ? "excites" : "inhibits")} under Dale's law; check which side of the matrix sends (`Transpose = {shape.Name}`), "
                + "or leave out `Ei`."
            : "but the cell makes another number of it.";
    }

    private static string Place(ParameterShape shape, int k) => shape.Columns == 1 ? $"[{k}]" : $"[{k / shape.Columns}, {k % shape.Columns}]";
}
