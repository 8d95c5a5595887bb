using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Equations;

/// <summary>
/// How the states depend on all parameters, carried forward in time: Π₀ = ∂s₀/∂θ, Π_t = (∂F/∂s) Π_{t−1} + ∂F/∂θ, with s_t = F(s_{t−1}, u_t, θ). A loss
/// whose gradient by the outputs is dz then has the gradient dzᵀ (∂z/∂s Π_t + ∂z/∂θ), known at the step itself.
/// </summary>
/// <remarks>
/// Where the step sends errors back through other matrices, or not at all, the same recursion carries what takes the place of Π: with nothing through
/// recurrent weights, the eligibility traces of RFLO and e-prop.
/// </remarks>
internal sealed class StateSensitivity
{
    // Two matrices of 0.4 GB.
    private const long MostNumbers = 50_000_000;
    private readonly Pullback begins, step, output;
    private readonly int width;
    private readonly double[] unit, jacobian, byState;
    private double[] now, next;

    /// <summary>Differentiates a step.</summary>
    /// <param name="graph">One step.</param>
    /// <param name="parameters">θ, all of them, in the order of the graph.</param>
    /// <exception cref="UsageException">
    /// Next states or outputs are made of earlier steps, a state begins as a function of what a trial is given, or there are too many states and parameters.
    /// </exception>
    public StateSensitivity(StepGraph graph, double[] parameters)
    {
        width = graph.StateWidth;
        var numbers = (long)width * parameters.Length;
        if (numbers > MostNumbers)
        {
            throw new UsageException(FormattableString.Invariant(
                $"Real-time recurrent learning keeps the derivative of each of {width} states by each of {parameters.Length} parameters, {numbers:#,0} numbers, but at most {MostNumbers:#,0} are allowed; use fewer `Units`."));
        }

        begins = new(graph, parameters, [.. graph.States.Select(state => (state.Begins, state.State.Width))]);
        step = new(graph, parameters, [.. graph.States.Select(state => (state.Next, state.State.Width))]);
        output = new(graph, parameters, [(graph.Output, graph.Outputs)]);
        (unit, byState, jacobian) = (new double[width], new double[width], new double[width * width]);
        (now, next) = (new double[numbers], new double[numbers]);
        State = new double[width];
        Output = new double[graph.Outputs];
    }

    /// <summary>s_t.</summary>
    public double[] State { get; }

    /// <summary>z_t, of the last step.</summary>
    public double[] Output { get; }

    /// <summary>Goes to the state before the first step.</summary>
    public void Begin()
    {
        begins.Values([], [], State);
        Differentiate(begins, [], now);
    }

    /// <summary>Makes a step.</summary>
    /// <param name="input">u (I).</param>
    public void Step(ReadOnlySpan<double> input)
    {
        Differentiate(step, input, next);
        for (var i = 0; i < width; i++)
        {
            var row = next.AsSpan(i * step.Parameters, step.Parameters);
            for (var j = 0; j < width; j++)
            {
                if (jacobian[(i * width) + j] is var factor && factor != 0)
                {
                    Rows.AddScaled(row, factor, now.AsSpan(j * step.Parameters, step.Parameters));
                }
            }
        }

        (now, next) = (next, now);
        step.Values(State, input, byState);
        byState.CopyTo(State, 0);
        output.Values(State, input, Output);
    }

    /// <summary>Adds the gradient of the loss of the step that was made last.</summary>
    /// <param name="input">u of that step (I).</param>
    /// <param name="slopes">dz (O).</param>
    /// <param name="gradient">It is added to this (P).</param>
    public void AddGradient(ReadOnlySpan<double> input, ReadOnlySpan<double> slopes, Span<double> gradient)
    {
        if (!slopes.ContainsAnyExcept(0))
        {
            return;
        }

        output.Multiply(State, input, slopes, byState, gradient);
        for (var i = 0; i < width; i++)
        {
            Rows.AddScaled(gradient, byState[i], now.AsSpan(i * step.Parameters, step.Parameters));
        }
    }

    // Row after row of ∂y/∂s into the Jacobian, and of ∂y/∂θ into a matrix.
    private void Differentiate(Pullback of, ReadOnlySpan<double> input, double[] direct)
    {
        Array.Clear(direct);
        for (var i = 0; i < width; i++)
        {
            unit[i] = 1;
            of.Multiply(State, input, unit, jacobian.AsSpan(i * width, width), direct.AsSpan(i * of.Parameters, of.Parameters));
            unit[i] = 0;
        }
    }
}
