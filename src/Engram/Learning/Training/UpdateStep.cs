using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Learning;

/// <summary>
/// One update after another of the raw weights of a network, on whatever batch is given: effective weights, gradient, penalties,
/// constraints, clipping, optimiser. Allocates nothing once it has seen the longest trial.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class UpdateStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Engine<T> engine;
    private readonly ParameterSet parameters;
    private readonly ParameterShape[] shapes;
    private readonly bool[] frozen;
    private readonly T[] raw, effective, gradient, initial;
    private readonly Optimiser optimiser;
    private readonly LearningRateSchedule schedule;
    private readonly Penalties penalties;
    private readonly StatePenalties statePenalties;
    private readonly GradientClip clip;
    private readonly ElasticPenalty? elastic;
    private readonly ActivityProjection? projection;
    private readonly int count;

    /// <summary>Starts from the raw weights of a network.</summary>
    /// <param name="engine">The engine, compiled for the penalties (see <see cref="Learning.Penalties.Needs"/>); stays the caller's.</param>
    /// <param name="network">The network.</param>
    /// <param name="optimiser">The optimiser.</param>
    /// <param name="schedule">The factor on its learning rate.</param>
    /// <param name="penalties">Terms added to the loss.</param>
    /// <param name="clip">Clipping of the gradient; null for none.</param>
    /// <param name="elastic">What holds the weights to earlier ones; null for nothing.</param>
    /// <param name="track">Whether to note down what each weight contributes.</param>
    /// <param name="projection">What updates are kept out of; null for nothing.</param>
    public UpdateStep(
        Engine<T> engine,
        Network network,
        Optimiser optimiser,
        LearningRateSchedule schedule,
        Penalties penalties,
        GradientClip? clip,
        ElasticPenalty? elastic = null,
        bool track = false,
        ActivityProjection? projection = null)
    {
        (this.engine, this.optimiser, this.schedule, this.penalties) = (engine, optimiser, schedule, penalties);
        statePenalties = new(penalties.L2Rates, penalties.Omega, penalties.OmegaBound);
        this.clip = clip ?? new GradientClip { MaximumNorm = double.PositiveInfinity };
        parameters = network.Parameters;
        shapes = [.. parameters.Shapes];
        frozen = [.. shapes.Select(shape => !parameters.Constraint(shape.Name).Trainable)];
        raw = [.. network.RawValues.ToArray().Select(T.CreateTruncating)];
        initial = [.. raw];
        count = raw.Length;
        (effective, gradient) = (new T[engine.ParameterCount], new T[engine.ParameterCount]);
        State = optimiser.Start<T>(raw.Length);
        (this.elastic, this.projection) = (elastic, projection);
        if (typeof(T) != typeof(float) && (elastic is not null || projection is not null || track))
        {
            throw new UsageException(
                $"Protection and importance tracking work in single precision only; use UpdateStep<float>.");
        }

        if (elastic is not null)
        {
            // An optimiser that does not say how large its steps are is refused before the first.
            optimiser.StepSizes(optimiser.Start<float>(1), new float[1], optimiser.LearningRate);
        }

        Path = track ? new PathImportance(network.RawValues) : null;
    }

    /// <summary>What each weight has contributed so far; null unless it is tracked.</summary>
    public PathImportance? Path { get; }

    /// <summary>Through what errors go back in place of the network's own matrices, which the engine was compiled for; null for nothing.</summary>
    internal BackwardMatrices<T>? Backward { get; init; }

    /// <summary>Updates made.</summary>
    public long Updates { get; set; }

    /// <summary>‖g‖ of the last update before clipping; null before the first.</summary>
    public double? GradientNorm { get; set; }

    /// <summary>Ω of the last update; null before the first, and where Ω takes no part.</summary>
    public double? Omega { get; set; }

    /// <summary>η of the next update.</summary>
    public double LearningRate => optimiser.LearningRate * schedule.Factor(Updates);

    /// <summary>Raw weights, live.</summary>
    public Span<T> Raw => raw;

    /// <summary>Effective weights as of the last <see cref="Load"/> or <see cref="Run(IBatch{T})"/>.</summary>
    public ReadOnlySpan<T> Effective => effective.AsSpan(0, count);

    /// <summary>What the optimiser remembers, live.</summary>
    public OptimiserState<T> State { get; }

    /// <summary>Goes on from other raw weights; what is never learned stays as it is in them.</summary>
    /// <param name="values">Raw weights, in the layout of the network.</param>
    public void Restart(ReadOnlySpan<T> values)
    {
        values.CopyTo(raw);
        values.CopyTo(initial);
    }

    /// <summary>Gives the engine the effective weights that the raw ones stand for.</summary>
    public void Load()
    {
        parameters.Refresh<T>(raw, effective.AsSpan(0, count));
        Backward?.Write(effective);
        engine.Load(effective);
    }

    /// <summary>Gives the engine what the next update is made with.</summary>
    /// <returns>Effective weights, then the matrices through which errors go back in their place.</returns>
    public ReadOnlySpan<T> LoadNext()
    {
        Backward?.Redraw(Updates);
        Load();
        return effective;
    }

    /// <summary>
    /// Penalties on the weights as of the last <see cref="Load"/> or <see cref="Run(IBatch{T})"/>, without that which holds them to earlier ones: it is
    /// 0 where training begins, so that the weights of the lowest sum would often be those of the first check.
    /// </summary>
    public double WeightPenalty => Penalise([]);

    /// <summary>Makes one update. A gradient that is not finite leaves the weights as they are.</summary>
    /// <param name="batch">The trials; they write dL/dz.</param>
    /// <returns>‖g‖ before clipping; NaN or infinity where training has diverged.</returns>
    /// <exception cref="OperationCanceledException">The engine was stopped; the weights are those before the update.</exception>
    public double Run(IBatch<T> batch)
    {
        LoadNext();
        engine.Gradient(batch, gradient, statePenalties);
        Omega = statePenalties.Omega > 0 ? engine.Omega : null;
        return Apply();
    }

    /// <summary>Makes one update by a gradient that is computed elsewhere, on trials of its own.</summary>
    /// <param name="other">Where.</param>
    /// <returns>As the other.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; the weights are those before the update.</exception>
    internal double Run(ReconstructedGradient other)
    {
        Load();
        other.Compute(Single(effective), Single(gradient));
        return Apply();
    }

    private double Apply()
    {
        var own = gradient.AsSpan(0, count);
        Penalise(own);
        parameters.Pull<T>(raw, own);
        var norm = clip.Apply<T>(own);
        GradientNorm = norm;
        if (double.IsFinite(norm))
        {
            Path?.Begin(Single(raw));
            projection?.Begin(Single(raw));
            optimiser.Apply(State, raw, own, LearningRate);
            var clipped = Math.Max(1, norm / clip.MaximumNorm);
            elastic?.Pull(optimiser, (OptimiserState<float>)(object)State, Single(raw), LearningRate, 1 / clipped);
            projection?.Keep(Single(raw));
            Freeze();
            Backward?.Follow(parameters, raw, Effective);
            Path?.End(Single(raw), Single(own), clipped);
            Updates++;
        }

        return norm;
    }

    /// <summary>Puts back what is never learned, which may have been drawn anew or have decayed.</summary>
    public void Freeze()
    {
        var start = 0;
        for (var p = 0; p < shapes.Length; p++)
        {
            var count = shapes[p].Count;
            if (frozen[p])
            {
                initial.AsSpan(start, count).CopyTo(raw.AsSpan(start, count));
            }

            start += count;
        }
    }

    private static Span<float> Single(Span<T> values) => MemoryMarshal.Cast<T, float>(values);

    private double Penalise(Span<T> gradients)
    {
        var (sum, start) = (0.0, 0);
        foreach (var shape in shapes)
        {
            sum += penalties.Accumulate<T>(
                shape.Role, effective.AsSpan(start, shape.Count), gradients.IsEmpty ? [] : gradients.Slice(start, shape.Count));
            start += shape.Count;
        }

        return sum;
    }
}
