using System.Text;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.App.Interop;

/// <summary>
/// The blocks of trials that a task in Python has filled, the last few of them. A block is filled as a whole, from its place in the stream
/// alone, so that a trial is the same whatever was asked for before, and by whichever thread.
/// </summary>
/// <param name="task">The task.</param>
internal sealed unsafe class PythonBlocks(PythonTask task)
{
    private const int Kept = 6;
    private const int NotLoaded = -1;
    private static delegate* unmanaged<FillRequest*, int> fill;
    private readonly Lock gate = new();
    private readonly LinkedList<Block> blocks = [];
    private readonly Trial scratch = new();

    /// <summary>Takes the function that fills blocks: it gives 0, −1 where it has no such task, or the number of a fault of its own.</summary>
    public static void Use(delegate* unmanaged<FillRequest*, int> function) => fill = function;

    /// <summary>Fills a trial whose periods and factors are drawn.</summary>
    /// <exception cref="UsageException">The class is not loaded, or filled in what cannot be used.</exception>
    /// <exception cref="PythonFault">The class failed.</exception>
    public void Fill(Trial trial)
    {
        var (draws, index, kind) = trial.Place;
        lock (gate)
        {
            Take(draws, index / task.Block, kind).Show(trial, (int)(index % task.Block), task);
        }
    }

    private Block Take(StreamKey draws, long number, TrialKind kind)
    {
        for (var node = blocks.First; node is not null; node = node.Next)
        {
            if (node.Value.Draws == draws && node.Value.Number == number && node.Value.Kind == kind)
            {
                blocks.Remove(node);
                blocks.AddFirst(node);
                return node.Value;
            }
        }

        var made = Make(draws, number, kind);
        blocks.AddFirst(made);
        if (blocks.Count > Kept)
        {
            blocks.RemoveLast();
        }

        return made;
    }

    private Block Make(StreamKey draws, long number, TrialKind kind)
    {
        if (fill == null)
        {
            throw new UsageException(task.Missing);
        }

        var layout = task.Layout;
        int trials = task.Block, periods = task.PeriodList.Count, factors = task.FactorList.Count;
        var (lengths, bounds, values) = (new long[trials], new long[periods * trials * 2], new double[factors * trials]);
        for (var place = 0; place < trials; place++)
        {
            scratch.Begin(task, draws, (number * trials) + place, kind);
            layout.Draw(scratch);
            lengths[place] = Math.Max(1, StepGrid.Count(scratch.Duration, task.Sample));
            for (var period = 0; period < periods; period++)
            {
                var (first, end) = scratch.Periods[period].Steps(task.Sample);
                (bounds[((period * trials) + place) * 2], bounds[(((period * trials) + place) * 2) + 1]) = (first, end);
            }

            for (var factor = 0; factor < factors; factor++)
            {
                values[(factor * trials) + place] = scratch.FactorValues[periods + factor].Value;
            }
        }

        var block = new Block(draws, number, kind, lengths, (int)lengths.Max(), task);
        Ask(block, lengths, bounds, values);
        block.Check(task);
        return block;
    }

    private void Ask(Block block, long[] lengths, long[] bounds, double[] values)
    {
        var name = Encoding.UTF8.GetBytes(task.Identity);
        int code;
        fixed (byte* identity = name)
        fixed (long* length = lengths, bound = bounds, condition = block.Condition, answer = block.Answer)
        fixed (double* value = values)
        fixed (float* input = block.Input, target = block.Target, mask = block.Mask)
        {
            var request = new FillRequest
            {
                Task = identity, TaskLength = name.Length, Trials = lengths.Length, Steps = block.Steps, Inputs = task.InputNames.Count,
                Outputs = task.OutputNames.Count, Periods = task.PeriodList.Count, Factors = task.FactorList.Count,
                Purpose = (int)block.Draws.Purpose, Seed = block.Draws.Seed, Block = block.Number, Sample = task.Sample.TotalSeconds,
                Lengths = length, Bounds = bound, Values = value, Input = input, Target = target, Mask = mask, Condition = condition, Answer = answer,
            };
            code = fill(&request);
        }

        if (code == NotLoaded)
        {
            throw new UsageException(task.Missing);
        }

        if (code != 0)
        {
            CallScope.Current?.Note(code);
            throw new PythonFault();
        }
    }

    /// <summary>Trials that were filled together: inputs (T × B × I), targets and mask (T × B × O).</summary>
    private sealed class Block(StreamKey draws, long number, TrialKind kind, long[] lengths, int steps, PythonTask task)
    {
        public StreamKey Draws => draws;

        public long Number => number;

        public TrialKind Kind => kind;

        public int Steps => steps;

        public float[] Input { get; } = new float[steps * lengths.Length * task.InputNames.Count];

        public float[] Target { get; } = new float[steps * lengths.Length * task.OutputNames.Count];

        public float[] Mask { get; } = new float[steps * lengths.Length * task.OutputNames.Count];

        public long[] Condition { get; } = new long[lengths.Length];

        public long[] Answer { get; } = new long[lengths.Length];

        public void Check(PythonTask task)
        {
            Finite(Input, "inputs");
            Finite(Target, "targets");
            Finite(Mask, "mask");
            if (Array.FindIndex(Mask, weight => weight < 0) is >= 0 and var below)
            {
                throw new UsageException(FormattableString.Invariant(
                    $"{task.Class} fills its mask with {Mask[below]}; give 0 where the loss does not count, and more than that where it does."));
            }

            Within(Condition, task.ConditionNames, 0, "condition");
            Within(Answer, task.Choices, -1, "answer");

            void Finite(float[] values, string what)
            {
                if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var odd)
                {
                    throw new UsageException(FormattableString.Invariant($"{task.Class} fills its {what} with {values[odd]}; give finite numbers."));
                }
            }

            void Within(long[] places, IReadOnlyList<string> names, int least, string what)
            {
                if (Array.FindIndex(places, place => place < least || place >= names.Count) is >= 0 and var odd)
                {
                    throw new UsageException(FormattableString.Invariant(
                        $"{task.Class} gives a trial the {what} {places[odd]}; give a place from {least} to {names.Count - 1} ({string.Join(", ", names)})."));
                }
            }
        }

        public void Show(Trial trial, int place, PythonTask task)
        {
            var whole = new Period("trial", TimeSpan.Zero, trial.Duration);
            if (task.InputNames.Count > 0)
            {
                trial.Input(.., Along(trial, whole, place, Input, task.InputNames.Count, task.Sample), whole);
            }

            var (outputs, samples) = (task.OutputNames.Count, (int)lengths[place]);
            var targets = Along(trial, whole, place, Target, outputs, task.Sample);
            for (var output = 0; output < outputs; output++)
            {
                for (var from = 0; from < samples;)
                {
                    var weight = Mask[(((from * lengths.Length) + place) * outputs) + output];
                    var end = from + 1;
                    while (end < samples && Mask[(((end * lengths.Length) + place) * outputs) + output] == weight)
                    {
                        end++;
                    }

                    if (weight > 0)
                    {
                        var start = from * task.Sample;
                        var until = end == samples ? trial.Duration : end * task.Sample;
                        trial.Target(output, targets, new Period("trial", start, until), output, start, weight);
                    }

                    from = end;
                }
            }

            (trial.Condition, trial.Answer) = ((int)Condition[place], (int)Answer[place]);
            trial.IsScored = Answer[place] >= 0 || task.Tolerance is not null;
        }

        private TrialSeries Along(Trial trial, Period whole, int place, float[] values, int columns, TimeSpan every)
        {
            // A network of a finer step may have steps after the last sample, which then still holds.
            var series = trial.Series(columns, every, whole, Reading.Hold);
            for (var sample = 0; sample < series.Samples; sample++)
            {
                var from = ((Math.Min(sample, lengths[place] - 1) * lengths.Length) + place) * columns;
                for (var column = 0; column < columns; column++)
                {
                    series[sample, column] = values[from + column];
                }
            }

            return series;
        }
    }
}
