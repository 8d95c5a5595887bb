using System.Numerics;
using System.Reflection;
using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// Changes parameters θ from the gradient g of the loss. A new optimiser is one record in one file: name its state arrays and write one
/// step; the catalogue, the command line, checkpoints and the contract tests follow.
/// </summary>
/// <remarks>
/// Every element is computed on its own, in the same order of operations at every SIMD width, so results do not depend on the machine's
/// vectors. Stored values below 1e-30 are set to zero, because denormal numbers would slow every later update.
/// </remarks>
public abstract record Optimiser
{
    /// <summary>The optimisers of the library.</summary>
    public static Catalog<Optimiser> Catalog { get; } = new();

    /// <summary>Name on the command line: the type's name in kebab-case, such as <c>rms-prop-graves</c>.</summary>
    public string Name => Catalog<Optimiser>.NameOf(this);

    /// <summary>Learning rate η before the schedule's factor.</summary>
    [Range(0, Above = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Names of the arrays that the rule keeps per parameter, in the order in which <see cref="Update"/> finds them.</summary>
    protected abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The state before the first update: zeros.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="count">Number of parameters.</param>
    /// <exception cref="UsageException">
    /// Two arrays have the same name or one has none, or the optimiser keeps something that is neither a setting nor a named array.
    /// </exception>
    public OptimiserState<T> Start<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var names = StateNames;
        if (names.Distinct().Count() < names.Count || names.Any(string.IsNullOrWhiteSpace))
        {
            throw new UsageException(
                $"The optimiser {Name} names its arrays '{string.Join("', '", names)}' in StateNames; give each a different name.");
        }

        // What a checkpoint does not have would be lost where a run goes on.
        var kept = Hidden(GetType()).Select(field => field.Name).ToList();
        return kept.Count == 0 ? new(names, count) : throw new UsageException(
            $"The optimiser {Name} keeps {string.Join(" and ", kept)}, which checkpoints would lose: name arrays in StateNames and take them from "
            + "state.Arrays, take the number of the update from state.Step, and make everything else a property with an init accessor.");
    }

    /// <summary>One update of all parameters. Allocates nothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="state">The state from <see cref="Start"/>; its arrays and step counter advance.</param>
    /// <param name="parameters">θ, changed in place.</param>
    /// <param name="gradient">g = dL/dθ, as long as θ.</param>
    /// <param name="learningRate">η of this update: <see cref="LearningRate"/> times the schedule's factor.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Apply<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parameters.Length != state.Count || gradient.Length != state.Count)
        {
            throw new ArgumentException(
                $"The state is for {state.Count} parameters, but there are {parameters.Length} parameters "
                + $"and {gradient.Length} gradient values.");
        }

        state.Step++;
        try
        {
            Update(state, parameters, gradient, learningRate);
        }
        catch (Exception fault) when (Mistakes.IsMistake(fault))
        {
            throw new UsageException(
                $"The optimiser {Name} cannot make update {state.Step}: {Mistakes.Told(fault, GetType())} It names {state.Arrays.Count} arrays in "
                + "StateNames. Fix its Update.");
        }
    }

    /// <summary>
    /// The size of the step that the last update took in each parameter for a gradient of 1 that lasts: what a constant gradient g moves θ by
    /// is −size · g. Allocates nothing.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="state">The state after at least one update.</param>
    /// <param name="sizes">Receives the sizes, one for each parameter.</param>
    /// <param name="learningRate">η of that update.</param>
    /// <exception cref="UsageException">The optimiser does not say.</exception>
    public virtual void StepSizes<T>(OptimiserState<T> state, Span<T> sizes, double learningRate)
        where T : unmanaged, IFloatingPointIeee754<T> => throw new UsageException(
            $"The optimiser {Name} does not say how large its steps are, but the protection of earlier tasks needs that; override StepSizes, or set "
            + "another `Optimiser`.");

    /// <summary>The rule itself; <see cref="OptimiserState{T}.Step"/> is already the number of this update, from 1.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="state">Arrays in the order of <see cref="StateNames"/>.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="gradient">g.</param>
    /// <param name="learningRate">η.</param>
    protected abstract void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate)
        where T : unmanaged, IFloatingPointIeee754<T>;

    // Fields that are not those behind init properties.
    private static IEnumerable<FieldInfo> Hidden(Type type) => type == typeof(Optimiser) ? [] : Hidden(type.BaseType!).Concat(
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(field => !type.GetProperties().Any(property => property.CanWrite && field.Name == $"<{property.Name}>k__BackingField")));
}
