namespace Engram.Cells;

/// <summary>The synapses of one kind in a liquid: how many, how strong, and how they change with use.</summary>
/// <param name="Density">C, the probability of a connection between units at no distance.</param>
/// <param name="Use">U, the part of the resources that a spike uses after a rest.</param>
/// <param name="Depression">D, the time constant in which resources recover, in seconds.</param>
/// <param name="Facilitation">F, the time constant in which use returns to U, in seconds.</param>
/// <param name="Strength">A, mean of the current that a synapse would cause with all its resources, in nA; negative where it inhibits.</param>
internal sealed record LiquidSynapse(double Density, double Use, double Depression, double Facilitation, double Strength)
{
    /// <summary>From excitatory to excitatory units.</summary>
    public static LiquidSynapse ExcitatoryToExcitatory { get; } = new(0.3, 0.5, 1.1, 0.05, 30);

    /// <summary>From excitatory to inhibitory units.</summary>
    public static LiquidSynapse ExcitatoryToInhibitory { get; } = new(0.2, 0.05, 0.125, 1.2, 60);

    /// <summary>From inhibitory to excitatory units.</summary>
    public static LiquidSynapse InhibitoryToExcitatory { get; } = new(0.4, 0.25, 0.7, 0.02, -19);

    /// <summary>From inhibitory to inhibitory units.</summary>
    public static LiquidSynapse InhibitoryToInhibitory { get; } = new(0.1, 0.32, 0.144, 0.06, -19);
}
