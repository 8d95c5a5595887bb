using Engram.Cells;
using Engram.Equations;

namespace Engram.Tests.Equations;

/// <summary>Cells of any number of states, parameters and products run: nothing that a worker keeps has a size of its own.</summary>
public sealed class ManyStatesTests
{
    [Theory]
    [InlineData(120)]
    [InlineData(150)]
    [InlineData(400)]
    public void A_chain_of_states_has_the_gradient_of_central_differences(int states)
    {
        var graph = new ChainCell { Units = 3, States = states }.Graph(2, 1, TimeSpan.FromMilliseconds(20));
        using var engine = new Engine<double>(graph, 2);
        var parameters = CellContract.Parameters<double>(graph, 3);
        var batch = new RandomBatch<double>(4, states + 6, 2, 1, 11);
        double Loss()
        {
            engine.Load(parameters);
            engine.Forward(batch);
            return batch.Loss;
        }

        var gradient = new double[parameters.Length];
        engine.Load(parameters);
        engine.Gradient(batch, gradient);
        for (var i = 0; i < parameters.Length; i += 1 + (parameters.Length / 31))
        {
            var value = parameters[i];
            parameters[i] = value + 1e-5;
            var above = Loss();
            parameters[i] = value - 1e-5;
            var below = Loss();
            parameters[i] = value;
            Assert.Equal((above - below) / 2e-5, gradient[i], 1e-6 * (1 + Math.Abs(gradient[i])));
        }
    }

    private sealed record ChainCell : Cell
    {
        public int States { get; init; }

        protected override void Define(Step step)
        {
            var first = step.State("s0", Units);
            var last = first;
            step.Next(first, step.Apply(Activation.Tanh, step.Linear("w_in", step.Input, Units) + step.Linear("w_rec", first, Units)));
            for (var i = 1; i < States; i++)
            {
                var next = step.State($"s{i}", Units);
                step.Next(next, 0.99 * last);
                last = next;
            }

            step.Rate(step.Apply(Activation.Tanh, last + first));
        }
    }
}
