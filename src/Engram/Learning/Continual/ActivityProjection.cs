using Engram.Configuration;
using Engram.Networks;

namespace Engram.Learning;

/// <summary>
/// Keeps each update out of what earlier tasks use: ΔW ← P_out ΔW P_in, P_in = (1 + λ E[z zᵀ])⁻¹, P_out = (1 + λ E[y yᵀ])⁻¹, with
/// the second moments of what a drive y = W z multiplied and gave in earlier tasks. Where λ → ∞, the same z gives the same y after
/// any update; P_out keeps, besides, what is new in the drive out of the directions that earlier tasks drive.
/// </summary>
/// <remarks>
/// What is projected is the update that the optimiser made, in effective weights, because an optimiser that scales each weight by itself
/// turns a projected gradient out of the subspace again. Weights that are not learned, such as those from a unit to itself, are left out
/// of a row exactly: ΔW_i is what minimises |ΔW_i − ΔW⁰_i|² + λ ΔW_i E[z zᵀ] ΔW_iᵀ among rows that leave them alone. With signs kept by
/// rectification a weight that stops at zero breaks this a little.
/// </remarks>
[Cite("10.48550/arXiv.1810.01256", "Zeng, Chen, Cui & Yu 2019, Continual learning of context-dependent processing in neural networks")]
internal sealed class ActivityProjection
{
    private readonly ParameterSet parameters;
    private readonly List<ProjectedDrive> drives;
    private readonly List<(int Start, int Count)> alone = [];
    private readonly float[] before, slope;
    private readonly float kept;

    /// <summary>Makes the projections.</summary>
    /// <param name="configuration">The training that continues.</param>
    /// <param name="network">Its network, whose constraints hold.</param>
    /// <param name="moments">Those of the earlier tasks, as <see cref="ActivityMoment.Of"/> orders them.</param>
    /// <exception cref="UsageException">The moments are those of another cell, or the connectivity is too irregular to hold.</exception>
    public ActivityProjection(RunConfiguration configuration, Network network, IReadOnlyList<ActivityMoment> moments)
    {
        var groups = ActivityMoment.Drives(configuration);
        if (groups.Count != moments.Count || groups.Zip(moments).Any(pair => pair.First.Columns * pair.First.Columns != pair.Second.Inputs.Length
            || pair.First.Rows * pair.First.Rows != pair.Second.Outputs.Length))
        {
            throw new UsageException("The remembered activity belongs to another cell; continue with the cell of the earlier run.");
        }

        parameters = network.Parameters;
        var strength = configuration.Continual.Strength;
        var bothSides = configuration.Continual.Protection == Protection.Projection;
        drives = [.. groups.Zip(moments, (group, moment) => new ProjectedDrive(parameters, group, moment, strength, bothSides))];

        // What adds to no product, such as an initial state, is multiplied by 1 in every task.
        kept = (float)(1 / (1 + strength));
        var driven = groups.SelectMany(group => group.Shapes).Select(shape => shape.Name).ToHashSet();
        alone.AddRange(parameters.Shapes.Where(shape => !driven.Contains(shape.Name)).Select(shape => (parameters.Offset(shape.Name), shape.Count)));
        (before, slope) = (new float[parameters.Count], new float[parameters.Count]);
    }

    /// <summary>Takes note of the weights before an update.</summary>
    /// <param name="theta">θ, raw.</param>
    public void Begin(ReadOnlySpan<float> theta) => theta.CopyTo(before);

    /// <summary>Projects what the optimiser did. Allocates nothing.</summary>
    /// <param name="theta">θ, raw, as the optimiser left it; changed in place.</param>
    public void Keep(Span<float> theta)
    {
        // dW/dθ, which constraints make 0, 1 or −1 for each weight by itself
        Array.Fill(slope, 1);
        parameters.Pull<float>(before, slope);
        foreach (var drive in drives)
        {
            drive.Keep(before, slope, theta);
        }

        foreach (var (start, count) in alone)
        {
            for (var k = start; k < start + count; k++)
            {
                theta[k] = before[k] + (kept * (theta[k] - before[k]));
            }
        }
    }
}
