using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Analysis;

/// <summary>Networks under Dale's law of a few units with given weights.</summary>
internal static class SignedNetworks
{
    /// <summary>One input, no biases unless given; a unit has no connection to itself.</summary>
    /// <param name="excitatory">E; the first units.</param>
    /// <param name="magnitudes">|W| (N × N).</param>
    /// <param name="input">W_in (N).</param>
    /// <param name="readout">W_out (O × N).</param>
    /// <param name="bias">b (N).</param>
    public static Network Of(int excitatory, float[] magnitudes, float[]? input = null, float[]? readout = null, float[]? bias = null)
    {
        var units = (int)Math.Sqrt(magnitudes.Length);
        var outputs = (readout?.Length ?? units) / units;
        var cell = new LeakyCell { Units = units };
        var network = Network.Create(
            cell,
            cell.Graph(1, outputs, 10.Ms),
            new NetworkOptions
            {
                Dale = Positivity.Rectify, ExcitatoryFraction = (double)excitatory / units, SpectralRadius = null, InitialState = 0,
                TrainInitialState = false,
            },
            1);
        return network.WithRaw(
        [
            .. network.Parameters.Shapes.SelectMany(shape => shape.Name switch
            {
                "w_rec" => magnitudes,
                "w_in" => input ?? new float[units],
                "w_out" => readout ?? new float[outputs * units],
                "b" => bias ?? new float[units],
                _ => new float[shape.Count],
            }),
        ]);
    }

    public static SignedNetwork Signed(int excitatory, float[] magnitudes, float[]? input = null, float[]? bias = null) =>
        SignedNetwork.Of(Of(excitatory, magnitudes, input, null, bias));
}
