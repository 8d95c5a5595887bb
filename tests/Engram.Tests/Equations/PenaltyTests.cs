using Engram.Cells;
using Engram.Equations;

namespace Engram.Tests.Equations;

public sealed class PenaltyTests
{
    private const int Units = 9, Trials = 5, Steps = 12;
    private static readonly TimeSpan Dt = TimeSpan.FromMilliseconds(20);

    public static TheoryData<Cell> Cells() => [.. CellVariants.Of(Units)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Rate_penalty_agrees_with_central_differences(Cell cell)
    {
        var graph = cell.Graph(3, 2, Dt);
        using var engine = new Engine<double>(graph, 1, new EngineOptions { Rates = true });
        var parameters = CellContract.Parameters<double>(graph, 3);
        var batch = new RandomBatch<double>(Trials, Steps, 3, 2, 11);
        var (gradient, penalised) = (new double[parameters.Length], new double[parameters.Length]);
        engine.Load(parameters);
        engine.Gradient(batch, gradient);
        engine.Gradient(batch, penalised, new StatePenalties(Rates: 3));
        double MeanSquare()
        {
            engine.Load(parameters);
            engine.Gradient(batch, gradient);
            return engine.RateSquares;
        }

        var plain = gradient.ToArray();
        for (var i = 0; i < parameters.Length; i += 7)
        {
            var value = parameters[i];
            parameters[i] = value + 1e-5;
            var above = MeanSquare();
            parameters[i] = value - 1e-5;
            var below = MeanSquare();
            parameters[i] = value;
            Assert.Equal(3 * (above - below) / 2e-5, penalised[i] - plain[i], 1e-7);
        }
    }

    [Fact]
    public void A_short_trial_beside_a_long_one_is_penalised_until_its_own_end()
    {
        var graph = new LeakyCell { Units = Units, Noise = 0 }.Graph(3, 2, Dt);
        using var engine = new Engine<double>(graph, 1, new EngineOptions { Rates = true });
        engine.Load(CellContract.Parameters<double>(graph, 3));
        var (squares, steps) = (0.0, 0);
        var together = new RandomBatch<double>(Trials, Steps, 3, 2, 11);
        var sum = new double[engine.ParameterCount];
        var gradient = new double[engine.ParameterCount];
        for (var trial = 0; trial < Trials; trial++)
        {
            var alone = new OneTrial(together, trial);
            engine.Gradient(alone, gradient, new StatePenalties(Rates: together.Steps(trial)));
            squares += engine.RateSquares * together.Steps(trial);
            steps += together.Steps(trial);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += gradient[i];
            }
        }

        engine.Gradient(together, gradient, new StatePenalties(Rates: steps));
        Assert.Equal(squares / steps, engine.RateSquares, 1e-12);
        Assert.All(sum.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * (1 + Math.Abs(pair.First))));
    }

    /// <summary>One trial of a batch as a batch of its own.</summary>
    private sealed class OneTrial(RandomBatch<double> all, int trial) : IBatch<double>
    {
        public int Trials => 1;

        public Engram.Numerics.StreamKey Noise => all.Noise;

        public Engram.Numerics.StreamKey Dropout => all.Dropout;

        public int Steps(int place) => all.Steps(trial);

        public long NoiseIndex(int place) => all.NoiseIndex(trial);

        public void WriteInputs(Block<double> block)
        {
            block.FirstTrial = trial;
            all.WriteInputs(block);
        }

        public void AfterForward(Block<double> block)
        {
            block.FirstTrial = trial;
            all.AfterForward(block);
        }
    }

    /// <summary>
    /// Ω written out for the leaky unit: vₜ = (1 − α) δₜ₊₁ + α f′(xₜ)∘(Wᵀδₜ₊₁), with δ and x computed by hand and held constant while W
    /// varies.
    /// </summary>
    [Theory]
    [InlineData(Activation.Rectify)]
    [InlineData(Activation.Tanh)]
    public void Omega_agrees_with_finite_differences_of_its_definition(Activation activation)
    {
        var cell = new LeakyCell { Units = Units, Activation = activation, Noise = 0 };
        var graph = cell.Graph(3, 2, Dt);
        var parameters = CellContract.Parameters<double>(graph, 3);
        var batch = new RandomBatch<double>(Trials, Steps, 3, 2, 11);
        using var engine = new Engine<double>(graph, 1, new EngineOptions { Omega = true });
        var (plain, penalised) = (new double[parameters.Length], new double[parameters.Length]);
        engine.Load(parameters);
        engine.Gradient(batch, plain);
        engine.Gradient(batch, penalised, new StatePenalties(Omega: 2));
        var ours = engine.Omega;

        var definition = new LeakyOmega(graph, parameters, batch, activation, Dt / cell.Tau);
        Assert.Equal(definition.Value(definition.Recurrent), ours, 1e-12);
        Assert.True(ours > 1e-4);
        var start = graph.Parameters.TakeWhile(shape => shape.Name != "w_rec").Sum(shape => shape.Count);
        for (var i = 0; i < parameters.Length; i++)
        {
            var expected = 0.0;
            if (i >= start && i < start + (Units * Units))
            {
                var (above, below) = (definition.Recurrent.ToArray(), definition.Recurrent.ToArray());
                above[i - start] += 1e-6;
                below[i - start] -= 1e-6;
                expected = 2 * (definition.Value(above) - definition.Value(below)) / 2e-6;
            }

            Assert.Equal(expected, penalised[i] - plain[i], 1e-7);
        }
    }

    // Before training, a large network on a long trial sends back adjoints whose squares are beyond the range of float.
    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e22)]
    public void Omega_does_not_depend_on_the_size_of_the_adjoints(double scale)
    {
        var graph = new LeakyCell { Units = Units, Noise = 0 }.Graph(3, 2, Dt);
        using var engine = new Engine<float>(graph, 1, new EngineOptions { Omega = true });
        engine.Load(CellContract.Parameters<float>(graph, 3));
        float[] Change(double size)
        {
            var batch = new RandomBatch<float>(Trials, Steps, 3, 2, 11) { AdjointScale = size };
            var (plain, penalised) = (new float[engine.ParameterCount], new float[engine.ParameterCount]);
            engine.Gradient(batch, plain);
            engine.Gradient(batch, penalised, new StatePenalties(Omega: size, OmegaBound: 0));
            return [.. penalised.Zip(plain, (with, without) => (float)((with - without) / size))];
        }

        var expected = Change(1);
        var omega = engine.Omega;
        var found = Change(scale);
        Assert.Equal(omega, engine.Omega, 1e-6 * omega);
        Assert.True(expected.Max(MathF.Abs) > 1e-3);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Omega_changes_what_errors_go_back_through_from_state_to_state_only(Cell cell)
    {
        var graph = cell.Graph(3, 2, Dt);
        var onState = Leaves.Depends(node => node is StateNode);
        var between = Differentiation.Topological(graph.States.Select(state => state.Next)).OfType<LinearNode>().SelectMany(linear => linear.Terms)
            .Where(term => onState(term.Input)).Select(term => term.Weights.Name).ToHashSet();
        Assert.Equal(cell is not TdnnCell, between.Count > 0);
        using var engine = new Engine<double>(graph, 1, new EngineOptions { Omega = true });
        engine.Load(CellContract.Parameters<double>(graph, 3));
        var batch = new RandomBatch<double>(Trials, Steps, 3, 2, 11);
        var (plain, penalised) = (new double[engine.ParameterCount], new double[engine.ParameterCount]);
        engine.Gradient(batch, plain);
        engine.Gradient(batch, penalised, new StatePenalties(Omega: 2));
        var at = 0;
        foreach (var shape in graph.Parameters)
        {
            var change = Enumerable.Range(at, shape.Count).Max(i => Math.Abs(penalised[i] - plain[i]));

            // No error goes back through the spikes of a liquid.
            Assert.Equal(between.Contains(shape.Name) && cell is not LiquidStateCell, change > 1e-9);
            at += shape.Count;
        }
    }
}
