using Engram.Cells;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Engram.Tests.Networks;

/// <summary>Material for the tests of networks.</summary>
internal static class Some
{
    public static ParameterShape[] Leaky(int units = 20, int inputs = 3, int outputs = 2) =>
    [
        new("w_rec", ParameterRole.Recurrent, units, units),
        new("w_in", ParameterRole.Input, units, inputs),
        new("b", ParameterRole.Bias, units, 1),
        new("w_out", ParameterRole.Readout, outputs, units),
        new("b_out", ParameterRole.ReadoutBias, outputs, 1),
        new("x0", ParameterRole.InitialState, units, 1),
    ];

    public static Network Network(
        NetworkOptions? options = null, ulong seed = 1, int units = 20, Activation activation = Activation.Rectify) =>
        Engram.Networks.Network.Create(
            new LeakyCell { Units = units, Activation = activation }, Leaky(units), options ?? new(), seed);

    public static RandomStream Stream(int seed) => new(new StreamKey((ulong)seed, Purpose.Analysis), 0);

    public static double[] Normal(int seed, int count)
    {
        var stream = Stream(seed);
        return [.. Enumerable.Range(0, count).Select(_ => stream.NextNormal())];
    }

    public static float[] Single(double[] values) => Array.ConvertAll(values, v => (float)v);

    /// <summary>A random constraint: any combination of mask, fixed part, signs and positivity.</summary>
    public static Constraint Constraint(int seed, int rows, int columns, Positivity positivity)
    {
        var stream = Stream(seed);
        var mask = new float[rows * columns];
        var fixedPart = new float[rows * columns];
        for (var k = 0; k < mask.Length; k++)
        {
            mask[k] = stream.NextInt(3) == 0 ? 0 : 1;
            fixedPart[k] = mask[k] == 0 && stream.NextInt(2) == 0 ? (float)stream.NextUniform() : 0;
        }

        var sign = Enumerable.Range(0, columns).Select(_ => stream.NextInt(2) == 0 ? 1f : -1f).ToArray();
        var (masked, signed) = (stream.NextInt(4) != 0, stream.NextInt(3) != 0);
        return new(rows, columns, masked ? mask : null, masked ? fixedPart : null, signed ? sign : null, positivity);
    }

    /// <summary>Checks a property for many seeds.</summary>
    public static void ForSeeds(Action<int> property) =>
        Prop.ForAll<int>(property).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));
}
