namespace Engram.Analysis;

/// <summary>A mixture during its fit: the responsibilities of K Gaussians for N units, and the Gaussians.</summary>
internal sealed class MixtureState
{
    private readonly MixtureData data;
    private readonly double[] logs;

    public MixtureState(MixtureData data, int populations)
    {
        this.data = data;
        Responsibilities = Arrays(populations, data.Stride);
        Means = Arrays(populations, data.Columns);
        Whiteners = Arrays(populations, data.Columns * data.Columns);
        (Offsets, Counts, PlainOffsets) = (new double[populations], new double[populations], new double[populations]);
        logs = new double[populations];
    }

    /// <summary>r (K × N, padded).</summary>
    public double[][] Responsibilities { get; }

    /// <summary>μ (K × C).</summary>
    public double[][] Means { get; }

    /// <summary>K with |K (x − μ)|² the squared distance from μ in units of the covariance (K × C × C), lower triangular.</summary>
    public double[][] Whiteners { get; }

    /// <summary>What is added to −½|K (x − μ)|² in the logarithm of a responsibility; −∞ for an empty population.</summary>
    public double[] Offsets { get; }

    /// <summary>The same for the density of the mixture at the mean of its parameters.</summary>
    public double[] PlainOffsets { get; }

    /// <summary>Σᵢ rᵢ of each population.</summary>
    public double[] Counts { get; }

    /// <summary>−Σ r ln r over units and populations.</summary>
    public double Entropy { get; private set; }

    /// <summary>Log-likelihood of all units, in the columns' own scale.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>What an iteration increases: the log-likelihood, or the variational bound up to a constant.</summary>
    public double Objective { get; private set; }

    /// <summary>Whether a population holds fewer units than its covariance needs: its likelihood says nothing.</summary>
    public bool IsDegenerate => Counts.Any(count => count < data.Columns + 1);

    /// <summary>A mixture whose responsibilities are given labels.</summary>
    public static MixtureState OfLabels(MixtureData data, int[] labels, int populations)
    {
        var state = new MixtureState(data, populations);
        for (var i = 0; i < labels.Length; i++)
        {
            state.Responsibilities[labels[i]][i] = 1;
        }

        return state;
    }

    /// <summary>The Gaussians of the greatest likelihood under the responsibilities.</summary>
    public void Maximise(GaussianMixture settings) => MixtureUpdates.Maximise(settings, data, this);

    /// <summary>The posterior of the Gaussians under the responsibilities.</summary>
    public void Infer(GaussianMixture settings, ReadOnlySpan<double> prior) =>
        Objective = Entropy + MixtureUpdates.Infer(settings, data, this, prior);

    /// <summary>The responsibilities under the Gaussians, r_p ∝ exp(offset_p − ½|K_p (x − μ_p)|²), and the likelihood.</summary>
    public void Expect()
    {
        LogLikelihood = Evaluate(Offsets);
        Objective = LogLikelihood;
    }

    /// <summary>The responsibilities under the posterior of the Gaussians.</summary>
    public void ExpectUnderPosterior() => Evaluate(Offsets);

    /// <summary>The likeliest population of each unit; the first of equal ones.</summary>
    public int[] Labels() => Labels([.. Enumerable.Range(0, Responsibilities.Length)]);

    /// <summary>The likeliest population of each unit among those that so have enough units for a covariance.</summary>
    public int[] LabelsOfLarge()
    {
        var labels = Labels();
        int[] large =
        [
            .. Enumerable.Range(0, Responsibilities.Length).Where(p => labels.Count(label => label == p) > data.Columns),
        ];
        return large.Length == 0 ? labels : Labels(large);
    }

    /// <summary>The likelihood at the mean of the parameters; the responsibilities change with it.</summary>
    public void Measure() => LogLikelihood = Evaluate(PlainOffsets);

    private int[] Labels(int[] among)
    {
        var labels = new int[data.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = among[0];
            foreach (var p in among)
            {
                labels[i] = Responsibilities[p][i] > Responsibilities[labels[i]][i] ? p : labels[i];
            }
        }

        return labels;
    }

    private double Evaluate(double[] offsets)
    {
        var populations = Responsibilities.Length;
        for (var p = 0; p < populations; p++)
        {
            if (!double.IsNegativeInfinity(offsets[p]))
            {
                data.Distances(Whiteners[p], Means[p], Responsibilities[p]);
            }
        }

        var (total, entropy) = (-data.Count * data.LogScale, 0.0);
        for (var i = 0; i < data.Count; i++)
        {
            var most = double.NegativeInfinity;
            for (var p = 0; p < populations; p++)
            {
                logs[p] = offsets[p] - (0.5 * Responsibilities[p][i]);
                most = Math.Max(most, logs[p]);
            }

            var sum = 0.0;
            for (var p = 0; p < populations; p++)
            {
                logs[p] -= most;
                Responsibilities[p][i] = logs[p] == 0 ? 1 : logs[p] < -40 ? 0 : Math.Exp(logs[p]);
                sum += Responsibilities[p][i];
            }

            var log = Math.Log(sum);
            for (var p = 0; p < populations; p++)
            {
                var r = Responsibilities[p][i] /= sum;
                entropy += r > 0 ? r * (log - logs[p]) : 0;
            }

            total += most + log;
        }

        foreach (var r in Responsibilities)
        {
            r.AsSpan(data.Count).Clear();
        }

        Entropy = entropy;
        return total;
    }

    private static double[][] Arrays(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
