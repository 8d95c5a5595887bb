using Engram.Learning;
using Engram.Numerics;
using Engram.Storage;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Studies.Reservoirs;

/// <summary>
/// How the delta rule learns along the eigenvectors q_i of the states' correlations R = E[φ φᵀ], φ being the rates and 1 for the bias. With the readout that is best,
/// w*, the mean squared error of w is greater than the least by Σ λ_i v_i², v_i = q_i·(w* − w). For small steps the mean of v_i decays as (1 − μ λ_i)^t.
/// </summary>
/// <param name="Eigenvalues">λ_i, descending.</param>
/// <param name="Begin">v_i before the first sample.</param>
/// <param name="End">v_i after the last.</param>
/// <param name="Samples">After how many samples there is more.</param>
/// <param name="Measured">Σ λ_i v_i² after as many.</param>
/// <param name="Predicted">The same with v_i (1 − μ λ_i)^t.</param>
/// <param name="Least">Mean squared error of w*.</param>
/// <param name="Needed">Samples after which the root mean squared error of the prediction is twice that of w*.</param>
/// <param name="Disagreement">How far the weights are from those that the program's delta rule ended with, relative to the size of these.</param>
/// <param name="Early">Samples that the delta rule on whitened states learned from.</param>
/// <param name="Whitened">Error in new series of the delta rule on whitened states, after as many samples, relative to that of w*.</param>
/// <param name="WhitenedModes">How many modes were whitened: those that are above rounding.</param>
internal sealed record StateModes(
    IReadOnlyList<double> Eigenvalues, IReadOnlyList<double> Begin, IReadOnlyList<double> End, IReadOnlyList<double> Samples, IReadOnlyList<double> Measured,
    IReadOnlyList<double> Predicted, double Least, double Needed, double Disagreement, IReadOnlyList<double> Early, IReadOnlyList<double> Whitened, int WhitenedModes)
{
    // Rates are kept to 24 bits, so that modes below this share of the greatest eigenvalue are made of rounding.
    private const double Rounding = 1e-12;

    private static readonly int[] Late = [100, 1000, 10_000, 100_000], Soon = [100, 300, 1000, 3000, 10_000];

    /// <summary>How much slower the median mode is than the fastest.</summary>
    public double Spread => Eigenvalues[0] / Eigenvalues[Eigenvalues.Count / 2];

    /// <summary>Follows the delta rule through the training trials of a network that was trained by it.</summary>
    /// <param name="run">The network.</param>
    /// <param name="ridge">λ of the ridge regression that w* is of.</param>
    public static StateModes Of(TrainedRun run, double ridge)
    {
        var (stretches, mu) = ((int)run.Configuration.Stopping.MaxUpdates, ((LmsRule)run.Configuration.ReadoutRule!).StepSize);
        var samples = ReadoutSamples.Of(run, Purpose.TrainingTrials, stretches).SelectMany(trial => trial).ToList();
        var (length, width) = (samples.Count, samples[0].Phi.Length);
        var (r, p) = Moments(samples);
        var evd = r.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(i => evd.EigenValues[i].Real)];
        double[] eigenvalues = [.. order.Select(i => Math.Max(0, evd.EigenValues[i].Real))];
        var q = Matrix<double>.Build.DenseOfColumnVectors(order.Select(i => evd.EigenVectors.Column(i)));
        double[] along = [.. q.TransposeThisAndMultiply(p).Select((value, i) => value / (eigenvalues[i] + (ridge / length)))];
        var best = q * Vector<double>.Build.Dense(along);
        var least = samples.Average(one => Math.Pow(one.Y - Dot(best.AsArray(), one.Phi), 2));
        int[] moments = [.. Late.Where(count => count < length), length];
        int[] early = [.. Soon.Where(count => count < length / 10), length / 10];

        double[] w = new double[width], white = new double[width];
        int modes = eigenvalues.Count(value => value > Rounding * eigenvalues[0]);
        var whitening = Matrix<double>.Build.Dense(width, width, (i, j) => i < modes ? q[j, i] / Math.Sqrt(eigenvalues[i]) : 0);
        var tests = ReadoutSamples.Of(run, Purpose.TestTrials, 10).SelectMany(trial => trial).ToList();
        var (measured, predicted, whitened) = (new List<double>(), new List<double>(), new List<double>());
        var reference = Error(tests, best.AsArray());
        for (var t = 0; t < length; t++)
        {
            Learn(w, samples[t].Phi, samples[t].Y, mu);
            if (t < length / 10)
            {
                Learn(white, (whitening * Vector<double>.Build.Dense(samples[t].Phi)).AsArray(), samples[t].Y, 0.1 / modes);
            }

            if (early.Contains(t + 1))
            {
                whitened.Add(Error(tests, whitening.TransposeThisAndMultiply(Vector<double>.Build.Dense(white)).AsArray()) / reference);
            }

            if (moments.Contains(t + 1))
            {
                measured.Add(Left(w).Zip(eigenvalues, (v, lambda) => lambda * v * v).Sum());
                predicted.Add(Expected(t + 1));
            }
        }

        double[] made = [.. run.Network.Effective("w_out").ToArray().Select(value => (double)value), run.Network.Effective("b_out")[0]];
        return new(
            eigenvalues, along, Left(w), [.. moments.Select(count => (double)count)], measured, predicted, least, Needed(), Norm(made.Zip(w, (a, b) => a - b)) / Norm(made),
            [.. early.Select(count => (double)count)], whitened, modes);

        double[] Left(double[] weights) => [.. q.TransposeThisAndMultiply(best - Vector<double>.Build.Dense(weights))];
        double Expected(double t) => along.Zip(eigenvalues, (v, lambda) => lambda * v * v * Math.Exp(2 * t * Math.Log(1 - (mu * lambda)))).Sum();

        double Needed()
        {
            var (low, high) = (0.0, 20.0);
            while (high - low > 1e-3)
            {
                var middle = (low + high) / 2;
                (low, high) = Expected(Math.Pow(10, middle)) > 3 * least ? (middle, high) : (low, middle);
            }

            return Math.Pow(10, high);
        }
    }

    // W ← W + μ e φᵀ
    private static void Learn(double[] w, double[] phi, double y, double mu)
    {
        var step = mu * (y - Dot(w, phi));
        for (var i = 0; i < w.Length; i++)
        {
            w[i] += step * phi[i];
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Error(List<(double[] Phi, double Y)> samples, double[] w) => Math.Sqrt(samples.Average(one => Math.Pow(one.Y - Dot(w, one.Phi), 2)));

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    // R and E[φ y].
    private static (Matrix<double> R, Vector<double> P) Moments(List<(double[] Phi, double Y)> samples)
    {
        var width = samples[0].Phi.Length;
        var (sums, p) = (new double[width * width], new double[width]);
        foreach (var (phi, y) in samples)
        {
            for (var i = 0; i < width; i++)
            {
                p[i] += phi[i] * y / samples.Count;
                var row = sums.AsSpan(i * width, width);
                var scaled = phi[i] / samples.Count;
                for (var j = i; j < width; j++)
                {
                    row[j] += scaled * phi[j];
                }
            }
        }

        return (Matrix<double>.Build.Dense(width, width, (i, j) => sums[(Math.Min(i, j) * width) + Math.Max(i, j)]), Vector<double>.Build.Dense(p));
    }
}
