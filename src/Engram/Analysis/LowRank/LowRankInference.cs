using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Infers a low-rank network from recorded activity: one whose rates follow the recorded ones, r_i(t), under the same inputs, with m, n and
/// I learned. What rank is needed, and what such a network does, tells about the one that was recorded.
/// </summary>
/// <remarks>
/// Valente, Pillow &amp; Ostojic (2022), Extracting computational mechanisms from neural data using low-rank RNNs, Advances in Neural
/// Information Processing Systems 35.
/// </remarks>
public sealed record LowRankInference
{
    private const float Waking = 0.1f;

    /// <summary>R.</summary>
    [Range(1, 1000)]
    public int Rank { get; init; } = 1;

    /// <summary>Updates.</summary>
    [Range(1, 10_000_000)]
    public int Updates { get; init; } = 500;

    /// <summary>Trials of one update; all there are, if fewer.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 32;

    /// <summary>Learning rate of Adam at the start; half a cosine leads it to zero.</summary>
    [Range(0, 10, Above = true)]
    public double LearningRate { get; init; } = 3e-2;

    /// <summary>Greatest norm of the gradient.</summary>
    [Range(0, 1e9, Above = true)]
    public double ClipNorm { get; init; } = 1;

    /// <summary>Share of the trials that is held out, to measure the fit on.</summary>
    [Range(0.01, 0.9)]
    public double HeldOut { get; init; } = 0.2;

    /// <summary>Updates between two checks.</summary>
    [Range(1, 10_000_000)]
    public int CheckEvery { get; init; } = 100;

    /// <summary>Recorded units to follow, from 0; none for all.</summary>
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>Seed of the first weights, of which trials are held out, and of the order of the others.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work; the result has the same bits on any number.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Fits.</summary>
    /// <param name="recording">Inputs and rates.</param>
    /// <param name="tau">τ of the units.</param>
    /// <param name="activation">φ, from current to rate.</param>
    /// <param name="teacher">The network that was recorded, where it is known.</param>
    /// <param name="cancel">Looked at before each update.</param>
    /// <exception cref="UsageException">Settings and recording do not fit, all faults together; or a rate or input is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public InferredNetwork Fit(
        Recording recording, TimeSpan tau, Activation activation, InferenceTeacher? teacher = null, CancellationToken cancel = default)
    {
        int[] units = [.. Units ?? [.. Enumerable.Range(0, recording.Units)]];
        Check(recording, units, tau, teacher);
        var order = Shuffled([.. Enumerable.Range(0, recording.TrialCount)], 0);
        var held = Math.Clamp((int)Math.Round(HeldOut * order.Length), 1, order.Length - 1);
        var (test, training) = (order[..held], order[held..]);

        var cell = new LowRankCell { Units = units.Length, Rank = Rank, Tau = tau, Activation = activation };
        using var engine = new Engine<float>(cell.Graph(recording.Inputs, units.Length, recording.Dt), Threads);
        engine.Stop = cancel;
        var network = Start(engine.Graph, cell);
        var update = new UpdateStep<float>(
            engine, network, new Adam { LearningRate = LearningRate }, new CosineSchedule(Updates), new Penalties(),
            new GradientClip { MaximumNorm = ClipNorm });
        var (batch, probe) = (new RateBatch(recording, units), new RateBatch(recording, units));
        var total = SumOfSquares(recording, units, test);
        double R2()
        {
            update.Load();
            probe.Take(test);
            engine.Forward(probe);
            return 1 - (probe.SquaredError / total);
        }

        var checks = new List<InferenceCheck>();
        var (sum, since, next, pass) = (0.0, 0, training.Length, 0);
        for (var made = 1; made <= Updates; made++)
        {
            var count = Math.Min(Trials, training.Length);
            if (next + count > training.Length)
            {
                (training, next) = (Shuffled(training, ++pass), 0);
            }

            batch.Take(training[next..(next + count)]);
            next += count;
            update.Run(batch);
            (sum, since) = (sum + batch.Loss, since + 1);
            if (made % CheckEvery == 0 || made == Updates)
            {
                checks.Add(new(made, sum / since, R2()));
                (sum, since) = (0, 0);
            }
        }

        return Result(LoadingSpace.Of(network.WithRaw(update.Raw)), units, checks, teacher?.Only(units));
    }

    private static InferredNetwork Result(
        LoadingSpace space, int[] units, IReadOnlyList<InferenceCheck> checks, InferenceTeacher? teacher)
    {
        if (teacher is null)
        {
            return new(space, units, checks[^1].R2, null, null, checks);
        }

        var j = FullRankTwin.Recurrent(space);
        var own = ConnectivityAgreement.Effective(j, [.. space.M, .. space.I]);
        var theirs = ConnectivityAgreement.Effective(
            teacher.J, teacher.M is null ? [.. space.M, .. space.I] : [.. teacher.M, .. teacher.I]);
        return new(
            space with { W = teacher.W }, units, checks[^1].R2, ConnectivityAgreement.Correlation(j, teacher.J),
            ConnectivityAgreement.Correlation(own, theirs), checks);
    }

    // m, n ~ N(0, 1) and I = 0, which has nothing to unlearn; the readout copies the rates. Where φ and its slope are 0 at 0, such a network
    // would stay silent and have no gradient for ever. There I is small and positive instead: of either sign, half of the units would be lost.
    private Network Start(StepGraph graph, LowRankCell cell)
    {
        var options = new NetworkOptions
        {
            Autapses = true, Readout = ReadoutKind.Identity, SpectralRadius = null, InitialState = 0, TrainInitialState = false,
        };
        var network = Network.Create(cell, graph, options, Seed);
        var raw = network.RawValues.ToArray();
        var draws = new RandomStream(new StreamKey(Seed, Purpose.Weights), 0);
        foreach (var name in new[] { "m", "n" })
        {
            foreach (ref var value in network.Parameters.Of(name, raw.AsSpan()))
            {
                value = (float)draws.NextNormal();
            }
        }

        network.Parameters.Of("w_in", raw.AsSpan()).Fill(IsSilentAtRest(cell.Activation) ? Waking : 0);
        return network.WithRaw(raw);
    }

    private static bool IsSilentAtRest(Activation activation) =>
        activation is Activation.Rectify or Activation.RectifySquare or Activation.RectifyTanh;

    private int[] Shuffled(int[] items, int pass)
    {
        var draws = new RandomStream(new StreamKey(Seed, Purpose.Analysis), pass);
        int[] order = [.. items];
        for (var k = 0; k < order.Length; k++)
        {
            var other = k + draws.NextInt(order.Length - k);
            (order[k], order[other]) = (order[other], order[k]);
        }

        return order;
    }

    // Σ (r − r̄)², with the mean of each unit over all steps of the trials.
    private static double SumOfSquares(Recording recording, int[] units, int[] trials)
    {
        var (sum, squares, count) = (new double[units.Length], 0.0, 0L);
        foreach (var trial in trials)
        {
            for (var step = 0; step < recording.Trials[trial].Steps; step++, count++)
            {
                var rates = recording.Rate(step, trial);
                for (var k = 0; k < units.Length; k++)
                {
                    double r = rates[units[k]];
                    sum[k] += r;
                    squares += r * r;
                }
            }
        }

        return squares - sum.Sum(value => value * value / count);
    }

    private void Check(Recording recording, int[] units, TimeSpan tau, InferenceTeacher? teacher)
    {
        var faults = Settings.Faults(this).ToList();
        if (units.Length == 0 || units.Distinct().Count() != units.Length || units.Any(unit => unit < 0 || unit >= recording.Units))
        {
            faults.Add($"`Units` must be one or more different numbers from 0 to {recording.Units - 1}; leave it out for all units.");
        }

        if (Rank > units.Length)
        {
            faults.Add($"`Rank` is {Rank}, but there are only {units.Length} units; set `Rank` to at most {units.Length}.");
        }

        if (recording.TrialCount < 2)
        {
            faults.Add($"The recording has {recording.TrialCount} trial, but some trials are held out; record at least two.");
        }

        if (tau < recording.Dt)
        {
            faults.Add($"`tau` is {TimeText.Format(tau)}, shorter than a step of the recording; give at least {TimeText.Format(recording.Dt)}.");
        }

        if (teacher is not null && teacher.Units != recording.Units)
        {
            faults.Add($"The teacher has {teacher.Units} units, but the recording has {recording.Units}; give the network that was recorded.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        Finite.Rates(recording);
        Finite.Inputs(recording);
    }
}
