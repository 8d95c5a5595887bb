using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Learning;

/// <summary>
/// φ, what the outputs of a network are a linear function of: z = Σₖ W_k φ_k + b, each φ_k being the rates after the step, their squares or the inputs.
/// </summary>
internal sealed class ReadoutFeatures
{
    private readonly IReadOnlyList<(ParameterShape Weights, Kind Kind)> parts;
    private readonly ParameterShape? bias;

    private ReadoutFeatures(IReadOnlyList<(ParameterShape Weights, Kind Kind)> parts, ParameterShape? bias)
    {
        (this.parts, this.bias) = (parts, bias);
        Count = parts.Sum(part => part.Weights.Columns);
    }

    private enum Kind
    {
        Rates,
        Squares,
        Inputs,
    }

    /// <summary>F.</summary>
    public int Count { get; }

    /// <summary>Whether the outputs have biases that are learned.</summary>
    /// <param name="parameters">The parameters of the network.</param>
    public bool HasBias(ParameterSet parameters) => bias is not null && parameters.IsLearned(bias.Name);

    /// <summary>What the outputs of a step are made of.</summary>
    /// <param name="graph">The step.</param>
    /// <param name="cell">Name of the cell, for the message.</param>
    /// <exception cref="UsageException">The outputs are no linear function of rates, squares and inputs.</exception>
    public static ReadoutFeatures Of(StepGraph graph, string cell)
    {
        var regrouped = Rewriting.Regroup([graph.Rate, graph.Output], _ => false, _ => false);
        var rate = regrouped[graph.Rate];
        Kind? KindOf(Node node) => node == rate ? Kind.Rates : node is InputNode ? Kind.Inputs
            : node is ElementNode { Function: ElementFunction.Multiply, Arguments: [var left, var right] } && left == rate && right == rate ? Kind.Squares : null;
        var terms = regrouped[graph.Output] is LinearNode linear ? linear.Terms : [];
        var kinds = terms.Select(term => (term.Weights, Kind: term is { Transposed: false, Weights.Role: ParameterRole.Readout } ? KindOf(term.Input) : null)).ToList();
        return kinds.Count > 0 && kinds.All(part => part.Kind is not null)
            ? new([.. kinds.Select(part => (part.Weights, part.Kind!.Value))], ((LinearNode)regrouped[graph.Output]).Bias?.Shape)
            : throw new UsageException($"The outputs of this {cell} network are no linear function of its rates, so `ReadoutRule` cannot learn them; set `ReadoutRule = none`, or "
                + "`Cell = echo-state` without `Layers`.");
    }

    /// <summary>Refuses weights that may not be what a rule makes them.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="UsageException">Readout weights have signs, are missing, or are not learned.</exception>
    public void RequireFree(Network network)
    {
        foreach (var (weights, _) in parts)
        {
            var constraint = network.Parameters.Constraint(weights.Name);
            if (!constraint.Trainable || constraint.Positivity != Positivity.None || !constraint.Mask.IsEmpty || !constraint.Fixed.IsEmpty || !constraint.Sign.IsEmpty)
            {
                throw new UsageException("`ReadoutRule` gives every readout weight any value, but here some are not learned, missing or of one sign; set `Readout = all`, "
                    + "`TrainReadout = true` and `Dale = none`.");
            }
        }
    }

    /// <summary>φ of a step.</summary>
    /// <param name="block">The block.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="row">Trial of the block.</param>
    /// <param name="phi">Receives φ (F).</param>
    /// <returns>Whether all of it is finite.</returns>
    public bool Read(Block<float> block, int step, int row, Span<double> phi)
    {
        var place = 0;
        var sum = 0.0;
        foreach (var (weights, kind) in parts)
        {
            var from = kind == Kind.Inputs ? block.Inputs.Span.Slice(((step * block.Rows) + row) * block.InputStride, weights.Columns) : block.RateAt(step + 1, row);
            var to = phi.Slice(place, weights.Columns);
            for (var k = 0; k < to.Length; k++)
            {
                to[k] = kind == Kind.Squares ? (double)from[k] * from[k] : from[k];
                sum += to[k] * 0;
            }

            place += to.Length;
        }

        return sum == 0;
    }

    /// <summary>Writes W and b where the network has them.</summary>
    /// <param name="readout">W (O × F) and b.</param>
    /// <param name="parameters">The parameters of the network.</param>
    /// <param name="raw">Its raw values.</param>
    public void Write(ReadoutWeights readout, ParameterSet parameters, Span<float> raw)
    {
        var place = 0;
        foreach (var (weights, _) in parts)
        {
            var own = parameters.Of(weights.Name, raw);
            for (var k = 0; k < own.Length; k++)
            {
                own[k] = (float)readout.W[(k / weights.Columns * Count) + place + (k % weights.Columns)];
            }

            place += weights.Columns;
        }

        for (var o = 0; bias is not null && o < readout.B.Length; o++)
        {
            parameters.Of(bias.Name, raw)[o] = (float)readout.B[o];
        }
    }
}
