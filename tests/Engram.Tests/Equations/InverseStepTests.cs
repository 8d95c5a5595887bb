using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Equations;

/// <summary>A step that is undone leads back to where it came from, and one that cannot be undone says why.</summary>
public sealed class InverseStepTests
{
    private const int Inputs = 3, Outputs = 2;

    public static TheoryData<Cell> Reversible =>
    [
        .. CellVariants.Of(9).Where(cell => cell is ConsolidatorCell),
        new WrittenCell { Write = Integrators }, new WrittenCell { Write = Learned }, new WrittenCell { Write = Three }, new WrittenCell { Write = Divided },
        new WrittenCell { Write = Detached }, new WrittenCell { Write = Context },
    ];

    [Theory]
    [MemberData(nameof(Reversible))]
    public void A_step_back_leads_to_where_the_step_came_from(Cell cell)
    {
        var graph = cell.Graph(Inputs, Outputs, 20.Ms, cell is WrittenCell { Write.Method.Name: nameof(Context) } ? 2 : 0);
        var inverse = InverseStep.Of(graph, cell.Name);
        using var forth = new StepMap(graph);
        using var back = new StepMap(inverse.Graph);
        var parameters = CellContract.Parameters<double>(graph, 3);
        forth.Load(parameters);
        back.Load(parameters);
        var state = ByHand.Drawn(5 * graph.StateWidth);
        var inputs = ByHand.Drawn(5 * Inputs);
        var (next, found) = (new double[state.Length], new double[state.Length]);
        forth.Next(state, inputs, next);
        Assert.Contains(next.Zip(state), pair => Math.Abs(pair.First - pair.Second) > 1e-3);
        back.Next(next, inputs, found);
        Assert.All(state.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    [Fact]
    public void The_inverse_of_the_consolidator_is_that_of_the_paper()
    {
        var graph = new ConsolidatorCell { Units = 4 }.Graph(Inputs, Outputs, 20.Ms);
        Assert.Equal(
            ["h_b = (h_b' - 0.1 * w_ab·tanh(h_a')) / 0.9", "h_a = (h_a' - 0.1 * (w_in·u + w_ba·tanh(h_b))) / 0.9"],
            InverseStep.Of(graph, "consolidator").Lines());
    }

    public static TheoryData<string> Others => [.. Cell.Catalog.All.Where(cell => cell is not ConsolidatorCell).Select(cell => cell.Name)];

    [Theory]
    [MemberData(nameof(Others))]
    public void A_cell_that_cannot_be_undone_says_why(string name)
    {
        var fault = Refused(Cell.Catalog.Create(name) with { Units = 9 });
        Assert.Matches(@"^The (next value of '\w+'|step) .+ the .+ cell's step cannot be undone; .+\.$", fault);
        Assert.Contains($"the {name} cell's step", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sentence_names_what_stands_in_the_way()
    {
        Assert.Equal(
            "The next value of 'x' is made of 'x' through 'w_rec', not only of a multiple of it, so the leaky cell's step cannot be undone; use the consolidator cell, "
            + "whose populations take turns.",
            Refused(new LeakyCell()));
        Assert.StartsWith("The next value of 'h' is made of 'h' through 'w_rec', not only", Refused(new ElmanCell()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Function), "The next value of 'x' is made of 'x' through tanh, not only of a multiple of it, so")]
    [InlineData(nameof(Forgets), "The next value of 'x' has no multiple of 'x' in it, so what it was is lost and")]
    [InlineData(nameof(ForgetsOne), "The next value of 'x' has no multiple of 'x' in it, so what it was is lost and")]
    [InlineData(nameof(Together), "The next value of 'x' is made of 'y', and that of 'y' is made of 'x', all as they were before the step, so")]
    [InlineData(nameof(Noisy), "The step adds noise ('xi'), which is not known on the way back, so the written cell's step cannot be undone; set it to 0.")]
    [InlineData(nameof(Dropped), "The step drops units at random ('drop'), which are not known on the way back, so the written cell's step cannot be undone; set it to 0.")]
    [InlineData(nameof(Late), "The step looks back 2 steps, to what a way back has not reached yet, so")]
    [InlineData(nameof(Gated), "The next value of 'x' is made of 'x' times something that changes from step to step, so")]
    public void Each_obstacle_has_its_sentence(string write, string sentence) => Assert.StartsWith(
        sentence,
        Refused(new WrittenCell { Write = typeof(InverseStepTests).GetMethod(write, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.CreateDelegate<Action<Step, int>>() }),
        StringComparison.Ordinal);

    [Fact]
    public void A_time_constant_of_one_step_leaves_nothing() => Assert.Contains(
        "has no multiple of", Assert.Throws<UsageException>(() => InverseStep.Of(new ConsolidatorCell().Graph(1, 1, 200.Ms), "consolidator")).Message, StringComparison.Ordinal);

    private static string Refused(Cell cell) =>
        Assert.Throws<UsageException>(() => InverseStep.Of(cell.Graph(Inputs, Outputs, 20.Ms), cell.Name)).Message;

    // Units that hold what they are given, each with a factor of its own.
    private static void Integrators(Step step, int units)
    {
        var x = step.State("x", units);
        step.Next(x, (step.PerUnit("k", [.. Enumerable.Range(0, units).Select(i => 0.5 + (0.05 * i))]) * x) - step.Linear("w_in", step.Input, units));
        step.Rate(x);
    }

    private static void Learned(Step step, int units)
    {
        var (x, y) = (step.State("x", units), step.State("y", units));
        var alpha = step.Alpha(step.TimeConstants("tau", [.. Enumerable.Repeat(100.Ms, units)], 40.Ms, 1.Seconds));
        var next = x + (alpha * (step.Linear("w_xy", step.Apply(Activation.Tanh, y), units) + step.Linear("w_in", step.Input, units) - x));
        step.Next(x, next);
        step.Next(y, y + (alpha * (step.Linear("w_yx", step.Apply(Activation.Rectify, next), units) - y)));
        step.Rate(y);
    }

    private static void Three(Step step, int units)
    {
        Node[] h = [.. Enumerable.Range(1, 3).Select(k => step.State($"s{k}", units))];
        var first = (0.8 * h[0]) + step.Linear("w_1", step.Apply(Activation.Tanh, h[1] * h[2]), units);
        var second = (0.7 * h[1]) + step.Linear("w_2", first * h[2], units);
        step.Next(h[0], first);
        step.Next(h[1], second);
        step.Next(h[2], h[2] + (0.1 * (second - h[2])) + step.Linear("w_in", step.Input, units));
        step.Rate(h[2]);
    }

    private static void Divided(Step step, int units)
    {
        var (x, y) = (step.State("x", units), step.State("y", units));
        step.Next(x, x + y);
        step.Next(y, (y - (step.Apply(Activation.Sigmoid, step.Linear("w", x + y, units)) * 0.5)) / step.Constant(0.75));
        step.Rate(x);
    }

    private static void Detached(Step step, int units)
    {
        var (x, y) = (step.State("x", units), step.State("y", units));
        var next = (0.9 * step.Detach(x)) + step.Spike(y);
        step.Next(x, next);
        step.Next(y, (0.9 * y) - step.Detach(0.5 * step.Spike(next)) + step.Linear("w_in", step.Input, units));
        step.Rate(y);
    }

    private static void Context(Step step, int units)
    {
        var (x, held) = (step.State("x", units), step.State("c", step.Context));
        step.Next(x, (0.9 * x) + step.Linear("w_c", held, units) + step.Linear("w_in", step.Input, units));
        step.Next(held, held);
        step.Rate(x);
    }

    private static void Function(Step step, int units) => Alone(step, units, x => (0.5 * x) + step.Apply(Activation.Tanh, x));

    private static void Forgets(Step step, int units) => Alone(step, units, _ => step.Linear("w_in", step.Input, units));

    private static void ForgetsOne(Step step, int units) => Alone(step, units, x => step.PerUnit("k", [.. Enumerable.Range(0, units).Select(i => (double)i)]) * x);

    private static void Together(Step step, int units)
    {
        var (x, y) = (step.State("x", units), step.State("y", units));
        step.Next(x, (0.9 * x) + step.Apply(Activation.Tanh, y));
        step.Next(y, (0.9 * y) + step.Apply(Activation.Tanh, x));
        step.Rate(x);
    }

    private static void Noisy(Step step, int units) => Alone(step, units, x => (0.9 * x) + step.Noise("xi", units, 0.1));

    private static void Dropped(Step step, int units) => Alone(step, units, x => (0.9 * x) + step.Linear("w_in", step.Input, units) * step.Dropout("drop", units, 0.5));

    private static void Late(Step step, int units) => Alone(step, units, x => (0.9 * x) + step.Linear("w_in", step.Delay(step.Input, 2), units));

    private static void Gated(Step step, int units) => Alone(step, units, x => step.Apply(Activation.Sigmoid, step.Linear("w_in", step.Input, units)) * x);

    private static void Alone(Step step, int units, Func<Node, Node> next)
    {
        var x = step.State("x", units);
        step.Next(x, next(x));
        step.Rate(x);
    }

    /// <summary>A cell that a test writes.</summary>
    private sealed record WrittenCell : Cell
    {
        public WrittenCell() => Units = 9;

        [NotASetting]
        public Action<Step, int> Write { get; init; } = Integrators;

        protected override void Define(Step step) => Write(step, Units);
    }
}
