using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>The activity of a layer between the units and the outputs, such as a bottleneck, which analyses take in place of the units.</summary>
public static class LayerActivity
{
    /// <summary>The same recording with the activity of a layer in place of the rates of the units.</summary>
    /// <param name="recording">The recording of a network.</param>
    /// <param name="network">The network.</param>
    /// <param name="layer">Which layer, from 1.</param>
    /// <exception cref="UsageException">The network has no such layer, or other units than the recording, or a rate is not finite.</exception>
    public static Recording Of(Recording recording, Network network, int layer)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(network);
        var layers = network.Cell.Layers ?? [];
        if (layer < 1 || layer > layers.Count || network.Cell.Units != recording.Units)
        {
            throw new UsageException(
                layers.Count == 0 ? FormattableString.Invariant($"`Layer` is {layer}, but the network has no layers between units and outputs; leave `Layer` out, or train with `Layers`, such as 512:linear:0.5.")
                : network.Cell.Units != recording.Units ? FormattableString.Invariant($"The network has {network.Cell.Units} units, but {recording.Units} were recorded; give the recording of this network.")
                : FormattableString.Invariant($"`Layer` is {layer}, but the network has {Counted.Of(layers.Count, "layer")} between units and outputs; write 1 to {layers.Count}, or leave `Layer` out."));
        }

        Finite.Rates(recording);

        // g₁ = f₁(W₁ r + b₁), gₖ = fₖ(Wₖ gₖ₋₁ + bₖ)
        var (below, width) = (recording.Rates, recording.Units);
        for (var k = 1; k <= layer; k++)
        {
            var name = FormattableString.Invariant($"layer{k}");
            below = Through(below, width, network.Effective($"w_{name}"), network.Effective($"b_{name}"), layers[k - 1].Activation);
            width = layers[k - 1].Width;
        }

        return recording.With(below, width);
    }

    private static float[] Through(float[] below, int width, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Activation activation)
    {
        var (rows, units) = (below.Length / width, bias.Length);
        var made = new float[rows * units];
        var (columns, sums) = (new double[width * units], new double[units]);
        for (var i = 0; i < units; i++)
        {
            for (var j = 0; j < width; j++)
            {
                columns[(j * units) + i] = weights[(i * width) + j];
            }
        }

        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < units; i++)
            {
                sums[i] = bias[i];
            }

            for (var j = 0; j < width; j++)
            {
                Rows.AddScaled(sums, below[(row * width) + j], columns.AsSpan(j * units, units));
            }

            for (var i = 0; i < units; i++)
            {
                made[(row * units) + i] = (float)ActivationCurve.Of(activation, sums[i]).Value;
            }
        }

        return made;
    }
}
