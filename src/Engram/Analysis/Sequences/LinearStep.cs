using Engram.Networks;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>One step of a linear account: the state goes on, and rates are read.</summary>
internal abstract class LinearStep
{
    /// <summary>Goes to the state before the first step.</summary>
    public abstract void Begin();

    /// <summary>Makes one step under the inputs of a recording.</summary>
    public abstract void Next(Recording intact, int step, int trial);

    /// <summary>Reads the rates after the step.</summary>
    public abstract void Rates(Recording intact, int step, int trial, Span<float> rates);

    /// <summary>A parameter in double precision.</summary>
    internal static double[] Wide(Network network, string name)
    {
        var values = network.Effective(name);
        var wide = new double[values.Length];
        for (var k = 0; k < wide.Length; k++)
        {
            wide[k] = values[k];
        }

        return wide;
    }
}
