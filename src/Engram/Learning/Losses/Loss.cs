using System.Numerics;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// How far outputs are from their targets. Arrays are rows (one per step and trial) of <c>stride</c> values, of which the first
/// <c>channels</c> are real; the mask weighs each value of each row, 0 where a trial has ended. The batch's loss is Σ mask · loss / Σ mask
/// over steps, trials and outputs, as in Song, Yang &amp; Wang 2016, or Σ mask · loss / Σ mask · y; the division is left to the caller, because a batch is summed block by
/// block.
/// </summary>
public abstract record Loss
{
    /// <summary>The losses of the library.</summary>
    public static Catalog<Loss> Catalog { get; } = new();

    /// <summary>Name on the command line: the type's name in kebab-case, such as <c>squared-error</c>.</summary>
    public string Name => Catalog<Loss>.NameOf(this);

    /// <summary>
    /// Whether the mean runs over rows, each weighed by Σ mask · y over its outputs, and not over outputs, each weighed by its mask: so it is
    /// where the targets of a row are the probabilities of classes.
    /// </summary>
    public virtual bool IsWeighedByTargets => false;

    /// <summary>Adds up one block and writes its adjoint. Sums run in double and in a fixed order; nothing is allocated.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="z">Readout before the output non-linearity.</param>
    /// <param name="target">y, in the same layout.</param>
    /// <param name="mask">Weights ≥ 0, in the same layout; padding lanes are not read as values.</param>
    /// <param name="channels">O, the real values of a row.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="adjoint">Receives weight · d(Σ mask · loss)/dz, zeros in padding lanes. Empty: the loss alone is computed.</param>
    /// <param name="weight">Usually 1 / Σ mask of the whole batch, or 1 / Σ mask · y.</param>
    /// <returns>Σ mask · loss, without <paramref name="weight"/>.</returns>
    public abstract double Accumulate<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Turns the readout into the network's output in place: the non-linearity that belongs to this loss.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="z">Readout; padding lanes stay as they are.</param>
    /// <param name="channels">O.</param>
    /// <param name="stride">Values from one row to the next.</param>
    public abstract void Output<T>(Span<T> z, int channels, int stride)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>
    /// A random dL/dz whose products with themselves are, on average, the Fisher information of the outputs z: E[g gᵀ], when −log-likelihood
    /// is the loss. g of different steps are independent with mean 0, so that squares of sums over steps have no cross terms on average.
    /// </summary>
    /// <param name="z">Readout before the output non-linearity.</param>
    /// <param name="target">y, which only weighs rows.</param>
    /// <param name="mask">Weights.</param>
    /// <param name="channels">O.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="adjoint">Receives g, zeros in padding lanes.</param>
    /// <param name="weight">1 / the divisor of the loss.</param>
    /// <param name="stream">Random numbers.</param>
    /// <exception cref="UsageException">The loss is no −log-likelihood, or does not say of what.</exception>
    protected internal virtual void Sample(
        ReadOnlySpan<float> z, ReadOnlySpan<float> target, ReadOnlySpan<float> mask, int channels, int stride, Span<float> adjoint,
        double weight, ref RandomStream stream) => throw new UsageException(
            $"The loss {Name} has no Fisher information, but elastic weight consolidation needs it; override Sample, or set another `Loss`.");

    /// <summary>Σ mask · (output − y)², for the error √(Σ mask (output − y)² / Σ mask).</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="output">Output after <see cref="Output"/>.</param>
    /// <param name="target">y.</param>
    /// <param name="mask">Weights.</param>
    /// <param name="channels">O.</param>
    /// <param name="stride">Values from one row to the next.</param>
    internal static double SquaredErrorSum<T>(ReadOnlySpan<T> output, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(output, target, mask, channels, stride, []);
        return SquaredError.Sum(output, target, mask, channels, stride, [], T.Zero);
    }

    /// <summary>Refuses arrays that do not fit each other.</summary>
    protected static void Check<T>(
        ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, ReadOnlySpan<T> adjoint)
    {
        if (channels < 1 || stride < channels || z.Length % stride != 0 || target.Length != z.Length || mask.Length != z.Length
            || (!adjoint.IsEmpty && adjoint.Length != z.Length))
        {
            throw new ArgumentException(
                $"Rows of {stride} values with {channels} channels do not fit {z.Length} outputs, {target.Length} targets, "
                + $"{mask.Length} mask values and {adjoint.Length} adjoints: all must have equal length, a multiple of the stride.");
        }
    }
}
