using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>Which units are silent in a task, where each task of a chain has a set of its own.</summary>
[Cite("10.1073/pnas.1803839115", "Masse, Grant & Freedman 2018, Alleviating catastrophic forgetting using context-dependent gating")]
internal static class TaskGate
{
    /// <summary>The network in which these units send nothing; its recurrent weights are scaled to the spectral radius that it had with all.</summary>
    internal static Network Apply(Network network, double share, StreamKey key, int task)
    {
        var gated = network.Gate(Silent(network, share, key, task));
        var raw = gated.RawValues.ToArray();
        foreach (var shape in gated.Parameters.Shapes.Where(shape => shape.Role == ParameterRole.Recurrent
            && gated.Parameters.Constraint(shape.Name) is { Trainable: true, Fixed.IsEmpty: true }))
        {
            // What is left after half of the units fall silent would otherwise begin too weak to carry anything through time.
            if (gated.SpectralRadius(shape.Name) is var left and > 0)
            {
                var factor = (float)(network.SpectralRadius(shape.Name) / left);
                foreach (ref var weight in gated.Parameters.Of(shape.Name, raw.AsSpan()))
                {
                    weight *= factor;
                }
            }
        }

        return gated.WithRaw(raw);
    }

    /// <summary>Draws them among excitatory and inhibitory units apart, so that both are left; without Dale's law among all units.</summary>
    /// <param name="network">The network.</param>
    /// <param name="share">Share of the units that are silent; one of each kind is left at least.</param>
    /// <param name="key">Of whom.</param>
    /// <param name="task">The place of the task in its chain.</param>
    /// <returns>The units, from 0, in order.</returns>
    public static IReadOnlyList<int> Silent(Network network, double share, StreamKey key, int task)
    {
        var stream = new RandomStream(key, task);
        var sign = network.Parameters.Shapes.Where(shape => shape.Role == ParameterRole.Recurrent)
            .Select(shape => network.Parameters.Constraint(shape.Name).Sign.ToArray()).FirstOrDefault(signs => signs.Length > 0);
        var silent = new List<int>();
        foreach (var kind in Enumerable.Range(0, network.Units).GroupBy(unit => sign?[unit]).OrderByDescending(kind => kind.Key))
        {
            // Fisher–Yates: the first units of a shuffle.
            int[] units = [.. kind];
            var count = Math.Min(units.Length - 1, (int)Math.Round(share * units.Length));
            for (var k = 0; k < count; k++)
            {
                var other = k + stream.NextInt(units.Length - k);
                (units[k], units[other]) = (units[other], units[k]);
                silent.Add(units[k]);
            }
        }

        silent.Sort();
        return silent;
    }
}
