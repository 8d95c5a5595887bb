using Engram.Numerics;
using MathNet.Numerics;

namespace Engram.Analysis;

/// <summary>The Gaussians of a mixture from its responsibilities.</summary>
internal static class MixtureUpdates
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>
    /// N_p = Σ r, α_p = N_p/N, μ_p = Σ r x/N_p (0 where means are held), σ_p = Σ r xxᵀ/N_p − μ_pμ_pᵀ + ridge.
    /// </summary>
    public static void Maximise(GaussianMixture settings, MixtureData data, MixtureState state)
    {
        var c = data.Columns;
        for (var p = 0; p < state.Counts.Length; p++)
        {
            var (mean, sigma) = (state.Means[p], state.Whiteners[p]);
            data.Moments(state.Responsibilities[p], out state.Counts[p], mean, sigma);
            var n = state.Counts[p];
            if (!(n > 1e-9))
            {
                state.Offsets[p] = state.PlainOffsets[p] = double.NegativeInfinity;
                continue;
            }

            for (var a = 0; a < c; a++)
            {
                mean[a] = settings.ZeroMean ? 0 : mean[a] / n;
                for (var b = 0; b <= a; b++)
                {
                    sigma[(a * c) + b] = (sigma[(a * c) + b] / n) - (mean[a] * mean[b]) + (a == b ? settings.Ridge : 0);
                }
            }

            var logDeterminant = LowerTriangle.Whiten(sigma, c);
            state.Offsets[p] = state.PlainOffsets[p] = Math.Log(n / data.Count) - (0.5 * ((c * LogTwoPi) + logDeterminant));
        }
    }

    /// <summary>
    /// α_p = α₀ + N_p, β_p = β₀ + N_p, ν_p = C + N_p, m_p = Σ r x/β_p, and W_p⁻¹ = W₀⁻¹ + Σ r xxᵀ − β_p m_p m_pᵀ, in coordinates in which
    /// the mean of the prior is 0.
    /// </summary>
    /// <returns>The variational bound without the entropy of the responsibilities and without constants.</returns>
    /// <remarks>Bishop (2006), equations 10.57 to 10.63, 10.46 and, for the bound, 10.70 after the update.</remarks>
    public static double Infer(GaussianMixture settings, MixtureData data, MixtureState state, ReadOnlySpan<double> prior)
    {
        var (c, populations) = (data.Columns, state.Counts.Length);
        var (alpha0, beta0) = (1.0 / populations, settings.ZeroMean ? 1e5 : 1.0);
        var alphas = data.Count + (populations * alpha0);
        var bound = 0.0;
        for (var p = 0; p < populations; p++)
        {
            var (mean, sigma) = (state.Means[p], state.Whiteners[p]);
            data.Moments(state.Responsibilities[p], out state.Counts[p], mean, sigma);
            var n = state.Counts[p];
            var (alpha, beta, nu) = (alpha0 + n, beta0 + n, c + n);
            for (var a = 0; a < c; a++)
            {
                mean[a] /= beta;
                for (var b = 0; b <= a; b++)
                {
                    sigma[(a * c) + b] += prior[(a * c) + b] - (beta * mean[a] * mean[b]);
                }
            }

            // E ln|Λ| = Σᵢ ψ((ν + 1 − i)/2) + C ln 2 + ln|W|; the whitener is that of the mean precision νW.
            var logW = -LowerTriangle.Whiten(sigma, c);
            var (digammas, gammas) = (0.0, 0.0);
            for (var a = 0; a < c; a++)
            {
                digammas += SpecialFunctions.DiGamma((nu - a) / 2);
                gammas += SpecialFunctions.GammaLn((nu - a) / 2);
            }

            var root = Math.Sqrt(nu);
            foreach (ref var k in sigma.AsSpan())
            {
                k *= root;
            }

            var logLambda = digammas + (c * Math.Log(2)) + logW;
            state.Offsets[p] = SpecialFunctions.DiGamma(alpha) - SpecialFunctions.DiGamma(alphas)
                + (0.5 * (logLambda - (c / beta) - (c * LogTwoPi)));
            state.PlainOffsets[p] = Math.Log(alpha / alphas) + (0.5 * ((c * Math.Log(nu)) + logW - (c * LogTwoPi)));
            bound += (0.5 * nu * (logW + (c * Math.Log(2)))) + gammas - (0.5 * c * Math.Log(beta)) + SpecialFunctions.GammaLn(alpha);
        }

        return bound;
    }
}
