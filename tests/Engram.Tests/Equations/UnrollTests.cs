using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Equations;

/// <summary>Truncated back-propagation through time, for every cell: against the gradients of parts that begin with what was remembered.</summary>
public sealed class UnrollTests
{
    private const int Length = 41, Count = 5;

    public static TheoryData<Cell> Cells() => [.. CellVariants.Of(9)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Back_to_the_first_step_it_is_the_plain_gradient_bit_for_bit(Cell cell)
    {
        using var engine = Engine(cell);
        var plain = Gradient(engine, null);
        Assert.Equal(plain, Gradient(engine, new(Length, Length)));
        Assert.Equal(plain, Gradient(engine, new(Length, 7)));
        Assert.Equal(plain, Gradient(engine, new(1000, 1000)));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void It_is_the_sum_over_stretches_of_their_own_gradients(Cell cell)
    {
        using var engine = Engine(cell);
        var scale = Gradient(engine, null).Max(Math.Abs);
        var memories = Remembered(engine);
        foreach (var (back, every) in new[] { (10, 10), (1, 1), (17, 17), (20, 5), (9, 1), (40, 13) })
        {
            var (expected, found) = (BySeries(engine, memories, back, every), Gradient(engine, new(back, every)));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-11 * scale));
        }
    }

    [Fact]
    public void Errors_that_are_cut_off_do_not_arrive()
    {
        using var engine = Engine(new ElmanCell { Units = 9 });
        var plain = Gradient(engine, null);
        var cut = Gradient(engine, new(3, 3));
        Assert.Contains(plain.Zip(cut), pair => Math.Abs(pair.First - pair.Second) > 1e-3);

        // More steps back come nearer.
        double Distance(int back) => Math.Sqrt(plain.Zip(Gradient(engine, new(back, 1))).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
        Assert.True(Distance(1) > Distance(4) && Distance(4) > Distance(16), $"{Distance(1)}, {Distance(4)}, {Distance(16)}");
    }

    [Fact]
    public void A_training_unrolls_as_many_steps_as_it_is_told()
    {
        double Trained(params (string Name, string Value)[] settings)
        {
            var configuration = new ModernPreset().For(new DelayedMatchTask(), seed: 1)
                .With(settings.Append(("max-updates", "3")).Append(("units", "12")).Append(("omega", "0"))
                    .Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
            using var trainer = new Trainer(configuration, 1);
            return trainer.Run(new TrainerHooks(), TestContext.Current.CancellationToken).Loss;
        }

        var plain = Trained();
        Assert.Equal(plain, Trained(("unroll", "100000")));
        Assert.NotEqual(plain, Trained(("unroll", "5")));
        Assert.NotEqual(Trained(("unroll", "5")), Trained(("unroll", "5"), ("unroll-every", "1")));
    }

    [Theory]
    [InlineData("unroll-every = 9, unroll = 5", "`UnrollEvery` is 9 steps, but errors go back only 5")]
    [InlineData("unroll = 5, omega = 1", "`Omega` is 1, but it keeps errors alive back to the first step")]
    [InlineData("unroll = 0", "`Unroll`")]
    public void What_does_not_fit_is_refused(string settings, string sentence)
    {
        var fault = Assert.Throws<UsageException>(() => new ModernPreset().For(new DelayedMatchTask(), seed: 1).With(
            settings.Split(", ").Select(part => part.Split(" = ")).Select(parts => KeyValuePair.Create(parts[0], parts[1]))));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    private static Engine<double> Engine(Cell cell)
    {
        var graph = cell.Graph(3, 2, 20.Ms);
        var engine = new Engine<double>(graph);
        engine.Load(CellContract.Parameters<double>(graph, 3));
        return engine;
    }

    private static double[] Gradient(Engine<double> engine, Truncation? truncation)
    {
        engine.Truncation = truncation;
        var gradient = new double[engine.ParameterCount];
        engine.Gradient(new RandomBatch<double>(Count, Length, 3, 2, 11), gradient);
        return gradient;
    }

    // What every step leaves behind, by the step that begins with it.
    private static Dictionary<int, SeriesMemory<double>> Remembered(Engine<double> engine)
    {
        engine.Truncation = null;
        var memories = new Dictionary<int, SeriesMemory<double>>();
        for (var step = 0; step < Length; step++)
        {
            engine.Gradient(new Part(step, step + 1, step, memories), new double[engine.ParameterCount]);
        }

        return memories;
    }

    // Of each stretch: run on from what was remembered k₂ steps before its end, with the errors of its last k₁ steps alone.
    private static double[] BySeries(Engine<double> engine, Dictionary<int, SeriesMemory<double>> memories, int back, int every)
    {
        engine.Truncation = null;
        var (sum, own) = (new double[engine.ParameterCount], new double[engine.ParameterCount]);
        for (var first = 0; first < Length; first += every)
        {
            var last = Math.Min(first + every, Length);
            engine.Gradient(new Part(Math.Max(0, last - back), last, first, []) { Memories = memories }, own);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += own[i];
            }
        }

        return sum;
    }

    /// <summary>Steps of a random batch, beginning with what was remembered. All trials of the whole have the same places in their blocks.</summary>
    private sealed class Part(int from, int end, int own, Dictionary<int, SeriesMemory<double>> kept) : IBatch<double>
    {
        private readonly RandomBatch<double> whole = new(Count, Length, 3, 2, 11);

        public Dictionary<int, SeriesMemory<double>>? Memories { get; init; }

        public int Trials => whole.Trials;

        public StreamKey Noise => whole.Noise;

        public StreamKey Dropout => whole.Dropout;

        public int FirstStep => from;

        public int Steps(int trial) => Math.Max(0, Math.Min(end, whole.Steps(trial)) - from);

        public long NoiseIndex(int trial) => whole.NoiseIndex(trial);

        public void WriteMemory(Block<double> block) => (Memories ?? kept)[from].Write(block);

        public void WriteInputs(Block<double> block)
        {
            block.Inputs.Span.Clear();
            for (var row = 0; row < block.Rows; row++)
            {
                for (var step = 0; step < Math.Min(block.Steps, Steps(block.FirstTrial + row)); step++)
                {
                    whole.Trial(block.FirstTrial + row).Input.AsSpan((from + step) * 3, 3).CopyTo(block.Inputs.Span[(((step * block.Rows) + row) * block.InputStride)..]);
                }
            }
        }

        public void AfterForward(Block<double> block)
        {
            if (Memories is null)
            {
                lock (kept)
                {
                    kept.TryAdd(end, new(Count));
                }

                kept[end].Keep(block);
            }

            block.OutputAdjoints.Span.Clear();
            for (var row = 0; row < block.Rows; row++)
            {
                var (_, target, mask) = whole.Trial(block.FirstTrial + row);
                for (var step = Math.Max(0, own - from); step < Steps(block.FirstTrial + row); step++)
                {
                    for (var o = 0; o < 2; o++)
                    {
                        var (at, k) = ((((step * block.Rows) + row) * block.OutputStride) + o, ((from + step) * 2) + o);
                        block.OutputAdjoints.Span[at] = 2 * mask[k] * (block.Outputs.Span[at] - target[k]);
                    }
                }
            }
        }
    }
}
