using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>Tasks that turn one sequence of symbols into another: the layout of their channels, forcing, free running, judging.</summary>
public sealed class TransductionTaskTests
{
    private static readonly TimeSpan Dt = 20.Ms;
    private static readonly StreamKey Training = new(5, Purpose.TrainingTrials);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 4)]
    public void A_forced_trial_shows_the_source_then_what_was_to_be_written(bool reverseSource, int refinement)
    {
        var task = new ReverseTask { Symbols = 4, ReverseSource = reverseSource };
        string[] inputs = ["read-a", "read-b", "read-c", "read-d", "wrote-a", "wrote-b", "wrote-c", "wrote-d", "start", "go"];
        Assert.Equal(inputs, task.Inputs);
        Assert.Equal(["a", "b", "c", "d", "end"], task.Outputs);
        Assert.Equal(new Head("symbol", 5, "cross-entropy"), Assert.Single(task.Heads));
        for (var index = 0; index < 50; index++)
        {
            var trial = new Trial();
            task.Draw(trial, Training, index);
            var length = (int)trial.Factor("length");
            var rendered = Rendered.From(task, trial, Dt / refinement);
            Assert.Equal(refinement * ((2 * length) + 1), rendered.Steps);
            var u = rendered.Inputs.Chunk(10).Where((_, step) => step % refinement == 0).ToArray();
            var y = rendered.Targets.Chunk(5).Where((_, step) => step % refinement == 0).ToArray();
            Assert.Equal(rendered.Inputs, u.SelectMany(row => Enumerable.Repeat(row, refinement)).SelectMany(row => row));
            int[] read = [.. u[..length].Select(row => Array.IndexOf(row, 1))];
            Assert.All(u[..length], row => Assert.Equal(1, row.Sum()));
            int[] written = [.. y[length..].Select(row => Array.IndexOf(row, 1))];
            Assert.Equal(reverseSource ? read : read.Reverse(), written[..^1]);
            Assert.Equal(4, written[^1]);
            for (var k = 0; k <= length; k++)
            {
                var expected = new float[10];
                (expected[8], expected[9]) = (k == 0 ? 1 : 0, 1);
                if (k > 0)
                {
                    expected[4 + written[k - 1]] = 1;
                }

                Assert.Equal(expected, u[length + k]);
            }

            Assert.All(rendered.Mask.Chunk(5).Index(), row => Assert.All(row.Item, m => Assert.Equal(row.Index < refinement * length ? 0 : 1, m)));
            Assert.False(task.Responds(trial));
        }
    }

    [Fact]
    public void Outside_training_the_answer_lasts_for_the_longest_and_the_loss_ends_with_the_target()
    {
        var task = new ReverseTask();
        var trial = Rendered.Draw(task, 0);
        for (var index = 0; index < 20; index++)
        {
            task.Draw(trial, Rendered.Trials, index);
            var length = (int)trial.Factor("length");
            var rendered = Rendered.From(task, trial, Dt);
            Assert.Equal(length + 11, rendered.Steps);
            Assert.Equal([.. Enumerable.Range(length, length + 1)], rendered.Mask.Chunk(11).Index().Where(row => row.Item[0] > 0).Select(row => row.Index));
            Assert.True(task.Responds(trial));
            Assert.All(rendered.Inputs.Chunk(22), row => Assert.Equal(0, row[10..20].Sum()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_free_network_reads_what_it_wrote(int refinement)
    {
        var task = new ReverseTask { Symbols = 3, Length = [4] };
        var dt = Dt / refinement;
        var trial = Rendered.Draw(task, 1);
        var rendered = Rendered.From(task, trial, dt);
        int[] written = [2, 0, 3, 1, 1];
        var z = Written(written, 4, 4, refinement);
        trial.Play(rendered.Inputs, z, rendered.Targets, rendered.Mask, dt);
        var u = rendered.Inputs.Chunk(8).ToArray();
        for (var step = 0; step < u.Length; step++)
        {
            var k = (step / refinement) - 4;
            float[] expected = k < 0 ? [0, 0, 0] : k == 0 || written[k - 1] == 3 ? [0, 0, 0] : [.. Enumerable.Range(0, 3).Select(c => c == written[k - 1] ? 1f : 0)];
            Assert.Equal(expected, u[step][3..6]);
        }
    }

    [Fact]
    public void The_share_of_right_symbols_falls_with_the_index_of_the_trial_and_again_the_same()
    {
        var task = new ReverseTask { TeacherForcing = 0.9, TeacherForcingEnd = 0.1, TeacherForcingTrials = 1000, Length = [10] };
        Assert.Equal([0.9, 0.5, 0.1, 0.1], new long[] { 0, 500, 1000, 1_000_000 }.Select(task.TeacherForcingAt), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0.9, Share(0), 0.03);
        Assert.Equal(0.1, Share(5000), 0.03);
        Assert.Equal(Share(0), Share(0));
        Assert.All(Enumerable.Range(0, 50), index => Assert.False(task.Responds(Drawn(new ReverseTask(), index))));
        Assert.All(Enumerable.Range(0, 50), index => Assert.True(task.Responds(Drawn(new ReverseTask { TeacherForcing = 0 }, index))));

        double Share(long from)
        {
            var fed = Enumerable.Range(0, 200).Select(k => Rendered.From(task, Drawn(task, from + (k % 40)), Dt))
                .Sum(rendered => rendered.Inputs.Chunk(22).Sum(row => row[10..20].Sum()));
            return fed / (200 * 10);
        }

        static Trial Drawn(ReverseTask task, long index)
        {
            var trial = new Trial();
            task.Draw(trial, Training, index);
            return trial;
        }
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2, 3 }, true, 0)]
    [InlineData(new[] { 0, 1, 2, 3, 1, 2 }, true, 0)]
    [InlineData(new[] { 0, 1, 3 }, false, 1)]
    [InlineData(new[] { 0, 1, 2, 2, 3 }, false, 1)]
    [InlineData(new[] { 1, 2, 3 }, false, 1)]
    [InlineData(new[] { 2, 1, 0, 3 }, false, 2)]
    [InlineData(new[] { 3 }, false, 3)]
    [InlineData(new[] { 0, 0, 1, 1, 2, 2 }, false, 3)]
    public void An_answer_is_judged_up_to_its_first_end(int[] written, bool isCorrect, int edits)
    {
        // Written as places of the target, which is of three different symbols; 3 is the end.
        var task = new ReverseTask { Symbols = 3, Length = [3, 5] };
        var trial = new Trial();
        int[] target;
        long index = 0;
        do
        {
            task.Draw(trial, Rendered.Trials, index++);
            target = [.. Rendered.From(task, trial, Dt).Targets.Chunk(4).Skip(3).Take(3).Select(row => Array.IndexOf(row, 1))];
        }
        while (trial.Factor("length") != 3 || target.Distinct().Count() < 3);
        var z = Written([.. written.Select(place => place < 3 ? target[place] : 3)], 3, 6, 1);
        Assert.Equal(isCorrect, trial.IsCorrect(z, 0, 4, Dt));
        var error = new double[1];
        trial.Measure(z, 0, 4, Dt, error);
        Assert.Equal(edits / 3.0, error[0], 1e-12);
    }

    [Theory]
    [InlineData(Purpose.TrainingTrials, 1)]
    [InlineData(Purpose.TrainingTrials, 0.5)]
    [InlineData(Purpose.TestTrials, 1)]
    public void A_trial_gives_the_same_bits_alone_as_beside_longer_ones(Purpose set, double forcing)
    {
        var task = new ReverseTask { TeacherForcing = forcing };
        var graph = new GruCell { Units = 24 }.Graph(task.Inputs.Count, task.Outputs.Count, Dt);
        var together = Run(64, 0, 64);
        Assert.True(together.Select(one => one.Length).Distinct().Count() > 5);
        for (var index = 0; index < 12; index++)
        {
            Assert.Equal(together[index], Run(1, index, 1)[0]);
        }

        float[][] Run(int capacity, long first, int count)
        {
            var batch = new TaskBatch<float>(task, new SquaredError(), Dt, capacity, 1, set);
            using var engine = new Engine<float>(graph);
            engine.Load(Network(graph).EffectiveValues);
            batch.Draw(first, count);
            var kept = new Kept(batch);
            engine.Forward(kept);
            return kept.Outputs;
        }
    }

    [Fact]
    public void Forced_trials_are_run_at_once_to_the_bits_of_step_by_step()
    {
        var task = new ReverseTask();
        var graph = new GruCell { Units = 24 }.Graph(task.Inputs.Count, task.Outputs.Count, Dt);
        float[][] Run(bool? responds)
        {
            var batch = new TaskBatch<float>(task, new SquaredError(), Dt, 20, 1, Purpose.TrainingTrials);
            using var engine = new Engine<float>(graph);
            engine.Load(Network(graph).EffectiveValues);
            batch.Draw(0);
            Assert.False(batch.Responds);
            var kept = new Kept(batch, responds);
            engine.Forward(kept);
            return kept.Outputs;
        }

        Assert.Equal(Run(null), Run(true));
    }

    [Fact]
    public void A_step_longer_than_a_symbol_is_refused()
    {
        var task = new ReverseTask();
        var network = Network(new GruCell { Units = 8 }.Graph(task.Inputs.Count, task.Outputs.Count, 40.Ms), 8);
        var fault = Assert.Throws<UsageException>(() => new Experiment { Network = network, Task = task, Dt = 40.Ms, Trials = 3 }
            .Run(TestContext.Current.CancellationToken));
        Assert.Contains("a period 'symbol' of 20ms, less than one step of 40ms", fault.Message, StringComparison.Ordinal);
        Assert.Contains("set a longer `Symbol`, or set `Dt` to at most 20ms", fault.Message, StringComparison.Ordinal);
    }

    private static Network Network(StepGraph graph, int units = 24) => Engram.Networks.Network.Create(
        new GruCell { Units = units }, graph, new NetworkOptions { Readout = ReadoutKind.All, ReadoutScale = 1, InputScale = 1 }, 3);

    // One-hot outputs that write these symbols after so many of the source, and nothing afterwards.
    private static float[] Written(int[] symbols, int source, int parts, int refinement)
    {
        var outputs = symbols.Max() < 3 ? 4 : symbols.Max() + 1;
        var z = new float[(source + parts + 1) * refinement * outputs];
        for (var step = source * refinement; step < (source + Math.Min(symbols.Length, parts + 1)) * refinement; step++)
        {
            z[(step * outputs) + symbols[(step / refinement) - source]] = 1;
        }

        return z;
    }

    private sealed class Kept(TaskBatch<float> batch, bool? responds = null) : IBatch<float>
    {
        public float[][] Outputs { get; } = new float[batch.Trials][];

        public int Trials => batch.Trials;

        public StreamKey Noise => batch.Noise;

        public StreamKey Dropout => batch.Dropout;

        public bool Responds => responds ?? batch.Responds;

        public int Steps(int trial) => batch.Steps(trial);

        public long NoiseIndex(int trial) => batch.NoiseIndex(trial);

        public void WriteInputs(Block<float> block) => batch.WriteInputs(block);

        public void Respond(Block<float> block, int step) => batch.Respond(block, step);

        public void AfterForward(Block<float> block)
        {
            batch.AfterForward(block);
            for (var row = 0; row < block.Rows; row++)
            {
                var place = block.FirstTrial + row;
                Outputs[batch.Order(place)] =
                [
                    .. Enumerable.Range(0, batch.Steps(place)).SelectMany(step =>
                        block.Outputs.Span.Slice(((step * block.Rows) + row) * block.OutputStride, 11).ToArray()),
                ];
            }
        }
    }
}
