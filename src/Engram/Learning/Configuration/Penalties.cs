using System.Numerics;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Learning;

/// <summary>
/// Terms added to the loss: λ₁ mean |W| and λ₂ mean W² for each kind of weights, λ₂ mean r² for the rates, and the vanishing-gradient term
/// Ω, which acts on the gradient alone.
/// </summary>
/// <remarks>
/// Means run over all entries of a matrix. W is the effective matrix, after mask, rectification and sign. pycog penalises the raw matrix
/// instead, so that weights which are masked or rectified away, and so do nothing, are counted; that is not repeated here. The gradient is
/// with respect to the effective matrix too and is to pass through the constraint like the gradient of the loss.
/// </remarks>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
public sealed record Penalties
{
    /// <summary>No penalties.</summary>
    public static Penalties None { get; } = new();

    /// <summary>λ₁ of the input weights.</summary>
    [Range(0)]
    public double L1Input { get; init; }

    /// <summary>λ₁ of the recurrent weights.</summary>
    [Range(0)]
    public double L1Recurrent { get; init; }

    /// <summary>λ₁ of the readout weights.</summary>
    [Range(0)]
    public double L1Readout { get; init; }

    /// <summary>λ₂ of the input weights.</summary>
    [Range(0)]
    public double L2Input { get; init; }

    /// <summary>λ₂ of the recurrent weights.</summary>
    [Range(0)]
    public double L2Recurrent { get; init; }

    /// <summary>λ₂ of the readout weights.</summary>
    [Range(0)]
    public double L2Readout { get; init; }

    /// <summary>λ₂ of the rates: λ₂ mean r² over units, trials and the steps of each trial until its own end.</summary>
    [Range(0)]
    public double L2Rates { get; init; }

    /// <summary>
    /// λ_Ω, the coefficient of the vanishing-gradient term; 2 in Song et al. 2016, 0 leaves it out. With a penalty on rates it takes the
    /// gradient of both, where the published code takes that of the data loss alone.
    /// </summary>
    [Range(0)]
    public double Omega { get; init; }

    /// <summary>Steps at which ‖dL/dx‖² is below this take no part in Ω.</summary>
    [Range(0, Above = true)]
    public double OmegaBound { get; init; } = 1e-20;

    /// <summary>What an engine must be compiled for so that these penalties can be part of its gradient.</summary>
    [NotASetting]
    internal EngineOptions Needs => new() { Rates = L2Rates > 0, Omega = Omega > 0 };

    /// <summary>λ₁ of a kind of parameters; 0 for biases and initial states.</summary>
    /// <param name="role">The kind.</param>
    internal double L1(ParameterRole role) => role switch
    {
        ParameterRole.Input => L1Input,
        ParameterRole.Recurrent or ParameterRole.Projection or ParameterRole.Diagonal => L1Recurrent,
        ParameterRole.Readout or ParameterRole.ReadoutLayer => L1Readout,
        _ => 0,
    };

    /// <summary>λ₂ of a kind of parameters; 0 for biases and initial states.</summary>
    /// <param name="role">The kind.</param>
    internal double L2(ParameterRole role) => role switch
    {
        ParameterRole.Input => L2Input,
        ParameterRole.Recurrent or ParameterRole.Projection or ParameterRole.Diagonal => L2Recurrent,
        ParameterRole.Readout or ParameterRole.ReadoutLayer => L2Readout,
        _ => 0,
    };

    /// <summary>The penalty on one matrix, λ₁ mean |W| + λ₂ mean W², and its gradient. Allocates nothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="role">What the matrix does, which selects λ₁ and λ₂.</param>
    /// <param name="weights">W, effective, without padding.</param>
    /// <param name="gradient">The gradient of the penalty is added to this. Empty: the value alone is computed.</param>
    /// <returns>The penalty; 0 for an empty matrix.</returns>
    internal double Accumulate<T>(ParameterRole role, ReadOnlySpan<T> weights, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => Add(L1(role), L2(role), weights, gradient);

    // P  = λ₁/n Σ |W| + λ₂/n Σ W²
    // dP = λ₁/n sign W + 2 λ₂/n W
    private static double Add<T>(double lambda1, double lambda2, ReadOnlySpan<T> weights, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!gradient.IsEmpty && gradient.Length != weights.Length)
        {
            throw new ArgumentException($"There are {weights.Length} weights, but {gradient.Length} gradient values.");
        }

        var n = weights.Length;
        if ((lambda1 == 0 && lambda2 == 0) || n == 0)
        {
            return 0;
        }

        T slope = T.CreateTruncating(lambda1 / n), pull = T.CreateTruncating(2 * lambda2 / n);
        double absolute = 0, squares = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var w = double.CreateTruncating(weights[i]);
            absolute += Math.Abs(w);
            squares += w * w;
            if (!gradient.IsEmpty && w != 0)
            {
                gradient[i] += T.CopySign(slope, weights[i]) + (pull * weights[i]);
            }
        }

        return ((lambda1 * absolute) + (lambda2 * squares)) / n;
    }
}
