using System.Globalization;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Analysis;

/// <summary>
/// Lyapunov exponents: at what rates small deviations grow or shrink along a long run, from Jacobian products that are made orthogonal again after
/// every step, Q_{t+1} R_t = J_t Q_t, λ_j = ⟨ln R_t[j, j]⟩. Benettin et al. (1980), <see href="https://doi.org/10.1007/BF02128236"/>; for recurrent networks
/// Engelken, Wolf &amp; Abbott (2023), <see href="https://doi.org/10.1103/PhysRevResearch.5.043044"/>.
/// </summary>
public sealed record LyapunovSpectrum
{
    private const int Points = 200;

    /// <summary>k, how many exponents, the greatest; at most as many as there are states.</summary>
    [Range(1, 100_000)]
    public int Exponents { get; init; } = 10;

    /// <summary>Steps that count.</summary>
    [Range(2, 1_000_000_000)]
    public int Steps { get; init; } = 4000;

    /// <summary>Steps before these, in which the state and the directions settle.</summary>
    [Range(0, 1_000_000_000)]
    public int Transient { get; init; } = 400;

    /// <summary>Decides the directions at the start.</summary>
    public ulong Seed { get; init; } = 2;

    /// <summary>The exponents of a run.</summary>
    /// <param name="map">One step.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="state">Where the run starts (S).</param>
    /// <param name="inputs">
    /// u of each step (n × I): one row for an input that is held, several that are given one after the other and then from the first again.
    /// </param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">The lengths do not fit each other, or a number is not finite.</exception>
    public LyapunovExponents Of(
        StepMap map, TimeSpan dt, ReadOnlySpan<double> state, ReadOnlySpan<double> inputs, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(map);
        Settings.Check(this);
        var rows = map.Inputs == 0 ? 1 : inputs.Length / map.Inputs;
        if (dt <= TimeSpan.Zero || state.Length != map.Width || rows < 1 || inputs.Length != rows * map.Inputs)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"`dt` is {TimeText.Format(dt)}, `state` has {state.Length} values and `inputs` {inputs.Length}; give a time above 0ms, a state of {map.Width}, and rows of {map.Inputs} inputs."));
        }

        Finite.Values(state, "state");
        Finite.Values(inputs, "inputs");
        var count = Math.Min(Exponents, map.Width);
        var frame = new OrthogonalFrame(map.Width, count, Seed);
        var (now, next, jacobian) = (state.ToArray(), new double[map.Width], new double[map.Width * map.Width]);
        var (sums, half) = (new double[count], new double[count]);
        var running = new List<(int Step, double[] Sums)>();
        var counted = 0;
        for (var step = 0; step < Transient + Steps; step++)
        {
            if (step % 64 == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }

            if (step == Transient)
            {
                Array.Clear(sums);
            }

            var input = inputs.Slice(step % rows * map.Inputs, map.Inputs);
            map.Jacobian(now, input, jacobian);
            map.Next(now, input, next);
            (now, next) = (next, now);
            if (!Array.TrueForAll(now, double.IsFinite) || !Array.TrueForAll(jacobian, double.IsFinite))
            {
                return LyapunovExponents.Of(dt, map.Width, sums, half, running, counted, step);
            }

            frame.Move(jacobian, sums);
            counted = step + 1 - Transient;
            if (counted == Steps / 2)
            {
                sums.CopyTo(half, 0);
            }

            if (counted > 0 && (counted % Math.Max(1, Steps / Points) == 0 || counted == Steps))
            {
                running.Add((counted, [.. sums]));
            }
        }

        return LyapunovExponents.Of(dt, map.Width, sums, half, running, counted, null);
    }
}
