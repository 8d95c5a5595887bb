using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>Dale's law for weights that come from elsewhere: which units excite, in an order where these come first.</summary>
internal static class DaleImport
{
    private const string Auto = "auto";

    /// <summary>Applies the law.</summary>
    /// <param name="configuration">The configuration without it.</param>
    /// <param name="arrays">Arrays by parameter; those of units are put in another order where that is needed.</param>
    /// <param name="law"><c>auto</c>, or the share of units that excite.</param>
    /// <returns>The configuration, and for each unit the place that it had; null where the order stays.</returns>
    /// <exception cref="UsageException">It is no share, or the weights of a unit have both signs.</exception>
    public static (RunConfiguration Configuration, IReadOnlyList<int>? Order) Apply(RunConfiguration configuration, Dictionary<string, ForeignArray> arrays, string law)
    {
        var graph = configuration.Graph();
        var positive = graph.Parameters.Where(shape => shape.Role == ParameterRole.Input && arrays.ContainsKey(shape.Name))
            .All(shape => arrays[shape.Name].Values.All(value => value >= 0));
        RunConfiguration With(double fraction) => configuration with
        {
            Network = configuration.Network with
            {
                Dale = configuration.Network.Dale == Positivity.None ? Positivity.Rectify : configuration.Network.Dale, ExcitatoryFraction = fraction, PositiveInput = positive,
            },
        };
        if (law != Auto)
        {
            return double.TryParse(law, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? (With(share), null)
                : throw new UsageException($"`Ei` is {law}; write auto, or the share of units that excite, such as 0.8.");
        }

        if (configuration.Cell.Areas is { Count: > 1 })
        {
            throw new UsageException(
                "`Ei` is auto, which puts excitatory units first, but with `Areas` they come first in each area; give the share of units that excite, with the units of the file in that order, or "
                + "leave out `Areas`.");
        }

        var synapses = graph.Parameters.Where(shape => shape.Role == ParameterRole.Recurrent && arrays.ContainsKey(shape.Name)).ToList();
        var units = configuration.Cell.Units;
        var inhibits = new bool[units];
        for (var unit = 0; unit < units; unit++)
        {
            inhibits[unit] = synapses.Sum(shape => Sign(shape, arrays[shape.Name], unit)) < 0;
        }

        int[] order = [.. Enumerable.Range(0, units).OrderBy(unit => inhibits[unit])];
        var changed = With((double)inhibits.Count(one => !one) / units);
        if (order.Index().All(unit => unit.Index == unit.Item))
        {
            return (changed, null);
        }

        foreach (var shape in graph.Parameters.Where(shape => arrays.ContainsKey(shape.Name)))
        {
            arrays[shape.Name] = Ordered(arrays[shape.Name], shape, shape.ToUnits ? order : null, shape.FromUnits ? order : null);
        }

        return (InOrder(changed, order), order);
    }

    // What settings say of single units goes with them.
    private static RunConfiguration InOrder(RunConfiguration configuration, int[] order)
    {
        var network = configuration.Network;
        var ordered = configuration with
        {
            Cell = configuration.Cell is LeakyCell { UnitTaus: { } taus } leaky ? leaky with { UnitTaus = [.. order.Select(unit => taus[unit])] } : configuration.Cell,
            Network = network.Readout != ReadoutKind.Identity ? network : network with
            {
                ReadoutUnits = [.. Enumerable.Range(0, configuration.Task.Outputs.Count).Select(output => Array.IndexOf(order, network.ReadoutUnit(output)))],
            },
        };
        var before = ExportedNetwork.ConstantsOf(configuration.Graph()).ToDictionary(constant => constant.Name, constant => constant.Values);
        return ExportedNetwork.ConstantsOf(ordered.Graph()).FirstOrDefault(after => after.Values.Length == order.Length && !order.Select(unit => before[after.Name][unit]).SequenceEqual(after.Values)).Name is not { } other
            ? ordered
            : throw new UsageException(
                $"`Ei` is auto, which puts excitatory units first, but {other} of the {configuration.Cell.Name} cell goes by the place of a unit, so that its units cannot be put in "
                + "another order; put excitatory units first in the file, or leave out `Ei`.");
    }

    // 1 or −1; 0 where the unit sends nothing.
    private static int Sign(ParameterShape shape, ForeignArray array, int unit)
    {
        int Find(Func<double, bool> isSo) => Enumerable.Range(0, array.Rows).FirstOrDefault(row => isSo(array.Values[(row * array.Columns) + unit]), -1);
        var (plus, minus) = (Find(value => value > 0), Find(value => value < 0));
        return plus < 0 || minus < 0 ? (plus >= 0 ? 1 : 0) - (minus >= 0 ? 1 : 0)
            : throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{shape.Name} is {array.Values[(plus * array.Columns) + unit]:G4} at [{plus}, {unit}] and {array.Values[(minus * array.Columns) + unit]:G4} at [{minus}, {unit}], so unit {unit} both "
                + $"excites and inhibits; {(RowsHaveOneSign(array) ? $"its rows have one sign each, so add `Transpose = {shape.Name}`" : "leave out `Ei`")}."));
    }

    private static bool RowsHaveOneSign(ForeignArray array) => Enumerable.Range(0, array.Rows).All(row =>
        array.Values.AsSpan(row * array.Columns, array.Columns).ToArray() is var values && (values.All(value => value >= 0) || values.All(value => value <= 0)));

    private static ForeignArray Ordered(ForeignArray array, ParameterShape shape, int[]? rows, int[]? columns)
    {
        if (array.Values.Length != shape.Count)
        {
            return array;
        }

        var values = new double[array.Values.Length];
        for (var i = 0; i < shape.Rows; i++)
        {
            for (var j = 0; j < shape.Columns; j++)
            {
                values[(i * shape.Columns) + j] = array.Values[((rows?[i] ?? i) * shape.Columns) + (columns?[j] ?? j)];
            }
        }

        return array with { Values = values };
    }
}
