using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Refuses numbers that are not finite, and names the first. Every analysis asks here before it counts: one NaN among thousands of rates is
/// no error of arithmetic and would come out as a plausible result.
/// </summary>
internal static class Finite
{
    /// <summary>Rates of a recording.</summary>
    public static void Rates(Recording recording) => Course(recording, recording.Rates, recording.Units, "rate of unit");

    /// <summary>Outputs of a recording.</summary>
    public static void Outputs(Recording recording) => Course(recording, recording.Output, recording.Outputs, "output");

    /// <summary>Inputs of a recording.</summary>
    public static void Inputs(Recording recording) => Course(recording, recording.Input, recording.Inputs, "input");

    /// <summary>States of a recording.</summary>
    public static void States(Recording recording) => Course(recording, recording.States, recording.StateWidth, "state");

    /// <summary>Targets of a recording.</summary>
    public static void Targets(Recording recording) => Course(recording, recording.Target, recording.Outputs, "target of output");

    /// <summary>Values of channels, laid out as those of the recording (T × B × channels).</summary>
    public static void Course(Recording recording, ReadOnlySpan<float> values, int channels, string what)
    {
        if (All(values))
        {
            return;
        }

        var place = 0;
        while (float.IsFinite(values[place]))
        {
            place++;
        }

        var (row, channel) = (place / channels, place % channels);
        Refuse(
            $"The {what} {channel} in step {row / recording.TrialCount} of trial {row % recording.TrialCount} is", values[place],
            "(all counted from 0). The network may have diverged; leave that trial out, or record another network.");
    }

    /// <summary>Values of trajectories (K × T × D).</summary>
    public static void Trajectories(ReadOnlySpan<double> values, int steps, int dimensions)
    {
        if (First(values) is var place and >= 0)
        {
            Refuse(
                $"Dimension {place % dimensions} in step {place / dimensions % steps} of trial {place / dimensions / steps} is",
                values[place], "(all counted from 0). Trajectories must be finite; leave out trials in which the network diverged.");
        }
    }

    /// <summary>Samples, one after the other (n × columns).</summary>
    public static void Rows(ReadOnlySpan<double> rows, int columns)
    {
        if (First(rows) is var place and >= 0)
        {
            Refuse(
                $"Value {place % columns} of sample {place / columns} is", rows[place],
                "(both counted from 0). Samples must be finite; leave out those of a network that diverged.");
        }
    }

    /// <summary>A matrix, row after row.</summary>
    public static void Matrix(ReadOnlySpan<double> matrix, int columns, string what)
    {
        if (First(matrix) is var place and >= 0)
        {
            Refuse($"Row {place / columns}, column {place % columns} of the {what} is", matrix[place], "(both counted from 0); all must be finite.");
        }
    }

    /// <summary>A matrix.</summary>
    public static void Matrix(double[,] matrix, string what)
    {
        if (matrix.Length > 0)
        {
            Matrix(MemoryMarshal.CreateReadOnlySpan(ref matrix[0, 0], matrix.Length), matrix.GetLength(1), what);
        }
    }

    /// <summary>One course or list of numbers.</summary>
    public static void Values(ReadOnlySpan<double> values, string what)
    {
        if (First(values) is var place and >= 0)
        {
            Refuse($"Number {place} of the {what} is", values[place], "(counted from 0); all must be finite.");
        }
    }

    /// <summary>The weights of a network as the equations use them.</summary>
    public static void Weights(Network network)
    {
        foreach (var shape in network.Parameters.Shapes)
        {
            var values = network.Effective(shape.Name).ToArray();
            if (Array.FindIndex(values, value => !float.IsFinite(value)) is var place and >= 0)
            {
                Refuse(
                    $"Row {place / shape.Columns}, column {place % shape.Columns} of the network's {shape.Name} is", values[place],
                    "(both counted from 0): training diverged. Train again with a smaller `LearningRate`.");
            }
        }
    }

    /// <summary>Columns of a loading space, each of one value a unit.</summary>
    /// <returns>The columns.</returns>
    public static IReadOnlyList<double[]> Columns(IReadOnlyList<double[]> columns, string letter)
    {
        foreach (var (c, column) in columns.Index())
        {
            if (First(column) is var place and >= 0)
            {
                Refuse(
                    $"The {letter}{(columns.Count == 1 ? "" : $"{c + 1}")} of unit {place} is", column[place],
                    "(units counted from 0), and a loading space must be finite; the network may have diverged.");
            }
        }

        return columns;
    }

    /// <summary>The populations of a mixture.</summary>
    public static void Mixture(ConnectivityFit fit)
    {
        foreach (var (place, population) in fit.Populations.Index())
        {
            Values([population.Weight, .. population.Mean], $"weight and means of population {place}");
            Matrix(population.Covariance, $"covariance of population {place}");
        }
    }

    // v − v is 0 for every number that is finite, and NaN for the others.
    private static bool All(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var v in vectors)
        {
            if (!Vector.EqualsAll(v - v, Vector<float>.Zero))
            {
                return false;
            }
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static int First(ReadOnlySpan<double> values)
    {
        for (var k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
            {
                return k;
            }
        }

        return -1;
    }

    private static void Refuse(string what, double value, string advice) => throw new UsageException(
        $"{what} {(double.IsNaN(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite")} {advice}");
}
