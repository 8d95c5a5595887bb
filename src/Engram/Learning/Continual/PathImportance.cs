using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// What each weight contributes to lowering the loss while it is learned, ω_i = −Σ_updates g_i Δθ_i, for synaptic intelligence. The
/// importance of a weight is Ω_i = max(0, ω_i) / ((θ_i − θ⁰_i)² + ξ).
/// </summary>
/// <remarks>g is the gradient of the task's loss on the batch, before clipping; with noisy gradients ω is larger than the true integral.</remarks>
[Cite("10.48550/arXiv.1703.04200", "Zenke, Poole & Ganguli 2017, Continual learning through synaptic intelligence")]
internal sealed class PathImportance
{
    private readonly float[] before;

    /// <summary>Nothing contributed yet.</summary>
    /// <param name="start">θ⁰, raw.</param>
    public PathImportance(ReadOnlySpan<float> start) => (Start, Path, before) = (start.ToArray(), new float[start.Length], new float[start.Length]);

    /// <summary>θ⁰.</summary>
    public float[] Start { get; }

    /// <summary>ω, live.</summary>
    public float[] Path { get; }

    /// <summary>Takes note of the weights before an update.</summary>
    /// <param name="theta">θ.</param>
    public void Begin(ReadOnlySpan<float> theta) => theta.CopyTo(before);

    /// <summary>Adds what an update contributed.</summary>
    /// <param name="theta">θ after it.</param>
    /// <param name="gradient">The gradient as it was clipped.</param>
    /// <param name="scale">What undoes the clipping.</param>
    public void End(ReadOnlySpan<float> theta, ReadOnlySpan<float> gradient, double scale)
    {
        // ω ← ω − g (θ − θ_before)
        var s = (float)scale;
        for (var i = 0; i < theta.Length; i++)
        {
            Path[i] -= s * gradient[i] * (theta[i] - before[i]);
        }
    }

    /// <summary>Ω.</summary>
    /// <param name="path">ω.</param>
    /// <param name="start">θ⁰.</param>
    /// <param name="end">θ.</param>
    /// <param name="damping">ξ.</param>
    public static float[] Importance(ReadOnlySpan<float> path, ReadOnlySpan<float> start, ReadOnlySpan<float> end, double damping)
    {
        var importance = new float[path.Length];
        for (var i = 0; i < importance.Length; i++)
        {
            var moved = (double)end[i] - start[i];
            importance[i] = (float)(Math.Max(0, path[i]) / ((moved * moved) + damping));
        }

        return importance;
    }
}
