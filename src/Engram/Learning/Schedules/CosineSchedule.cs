using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// A linear rise over the first <paramref name="WarmUp"/> updates, Factor(u) = (u + 1) / warmup, then half a cosine down to
/// <paramref name="Floor"/> at update <paramref name="Updates"/>, where it stays: Factor(u) = floor + (1 − floor) ½ (1 + cos π(u −
/// warmup)/(updates − warmup)).
/// </summary>
/// <param name="Updates">Updates until the floor is reached, those of the warm-up included.</param>
/// <param name="WarmUp">Updates of the linear rise.</param>
/// <param name="Floor">The factor at the end.</param>
[Cite("10.48550/arXiv.1608.03983", "Loshchilov & Hutter 2017, SGDR: stochastic gradient descent with warm restarts")]
public sealed record CosineSchedule(
    [property: Range(1), Unit("updates")] long Updates,
    [property: Range(0), Unit("updates")] long WarmUp = 0,
    [property: Range(0, 1)] double Floor = 0)
    : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long update)
    {
        if (update < WarmUp)
        {
            return (update + 1.0) / WarmUp;
        }

        var phase = update >= Updates ? 1.0 : (double)(update - WarmUp) / (Updates - WarmUp);
        return Floor + ((1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * phase)));
    }
}
