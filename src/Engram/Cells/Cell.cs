using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// A recurrent unit population, written as the equation of one time step. From <see cref="Define"/> follow the adjoint, the kernels,
/// Jacobians, the double-precision twin, the printed equation, the name on the command line and the tests.
/// </summary>
public abstract partial record Cell
{
    /// <summary>The cells of the library: every sealed record there that is a <see cref="Cell"/>.</summary>
    public static Catalog<Cell> Catalog { get; } = new();

    /// <summary>N, the number of units.</summary>
    [Range(1, 100_000)]
    public int Units { get; init; } = 100;

    /// <summary>
    /// Layers between the units and the outputs: width, activation and dropout of each, such as <c>64:tanh</c> or <c>512:linear:0.5</c>. None
    /// reads the outputs from the rates.
    /// </summary>
    [LaterSetting]
    public IReadOnlyList<ReadoutLayer>? Layers
    {
        get;

        // No layers and none are the same network, so they are the same configuration.
        init => field = value is { Count: > 0 } ? value : null;
    }

    /// <summary>
    /// Parts of the network, such as <c>sensory:1:50ms,prefrontal:1:200ms</c>: name, share of the units and time constant of each. The units
    /// are cut into areas in this order. None for a network of one piece.
    /// </summary>
    [LaterSetting]
    public IReadOnlyList<Area>? Areas { get; init => field = value is { Count: > 0 } ? value : null; }

    /// <summary>Name on the command line: the type's name without <c>Cell</c> at its end, in kebab-case.</summary>
    public string Name => Catalog<Cell>.NameOf(this);

    /// <summary>Whether the rates cannot be negative, as Dale's law needs.</summary>
    public virtual bool HasNonNegativeRates => false;

    /// <summary>
    /// Names of the last input channels that the cell needs, such as one that says when to answer; it refuses tasks whose last inputs are others.
    /// None unless overridden.
    /// </summary>
    public virtual IReadOnlyList<string> NeededInputs => [];

    /// <summary>
    /// a of units that are x ← (1 − a) x + a f(W x + …): the part of a unit that is new in each step, whatever its length. Null for other units.
    /// </summary>
    internal virtual double? StepLeak => null;

    /// <summary>Whether Dale's law is possible: rates are not negative, and what leads to units are synapses of units.</summary>
    internal bool CanHaveSigns => HasNonNegativeRates && Graph(1 + NeededInputs.Count, 1, Shortest).Parameters.All(shape => shape.Role != ParameterRole.Projection);

    // No time constant is shorter than this step.
    private static TimeSpan Shortest => TimeSpan.FromMicroseconds(1);

    /// <summary>The graph of one step.</summary>
    /// <param name="inputs">I, the input channels.</param>
    /// <param name="outputs">O, the output channels.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="contexts">C, the numbers that a trial is given before its first step.</param>
    /// <exception cref="UsageException">What <see cref="Define"/> writes is no step, or it fails; or <see cref="Areas"/> are not possible.</exception>
    public StepGraph Graph(int inputs, int outputs, TimeSpan dt, int contexts = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contexts);
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        CheckAreas();
        var step = new Step(inputs, outputs, Units, dt, contexts);
        try
        {
            Define(step);
        }
        catch (Exception fault) when (Mistakes.IsMistake(fault))
        {
            throw new UsageException($"{Name} cannot define its step: {Mistakes.Told(fault, GetType())} Fix its Define.");
        }

        if (Layers is { } layers && !step.HasReadLayers)
        {
            step.Output(layers);
        }

        return step.Build();
    }

    /// <summary>Writes the equation of a cell that is a part of another one.</summary>
    internal void DefinePart(Step part) => Define(part);

    /// <summary>Writes the equation.</summary>
    /// <param name="step">What it is written with.</param>
    protected abstract void Define(Step step);
}
