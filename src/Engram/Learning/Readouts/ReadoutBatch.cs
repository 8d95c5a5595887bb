using Engram.Equations;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// Runs trials of a task and gives each step with a target to what learns the readout, as it is made. Where the network gets its outputs back, a teacher
/// gives it the targets instead, unless the rule wants the outputs.
/// </summary>
internal sealed class ReadoutBatch(TaskBatch<float> batch, ReadoutFeatures features, ReadoutRule rule, ReadoutFit fit, TimeSpan dt) : IBatch<float>
{
    private readonly Room[] rooms = [.. Enumerable.Range(0, fit.Shape.Blocks).Select(_ => new Room(fit.Shape))];
    private int broken;

    /// <summary>Whether rates were found that are not finite.</summary>
    public bool IsBroken => Volatile.Read(ref broken) != 0;

    /// <inheritdoc/>
    public int Trials => batch.Trials;

    /// <inheritdoc/>
    public StreamKey Noise => batch.Noise;

    /// <inheritdoc/>
    public StreamKey Dropout => batch.Dropout;

    /// <summary>Whether the network gets its outputs back.</summary>
    public required bool HasFeedback { get; init; }

    /// <inheritdoc/>
    public bool Responds => batch.Responds || HasFeedback;

    /// <inheritdoc/>
    public bool Watches => !Responds;

    /// <inheritdoc/>
    public int Steps(int trial) => batch.Steps(trial);

    /// <inheritdoc/>
    public long NoiseIndex(int trial) => batch.NoiseIndex(trial);

    /// <inheritdoc/>
    public void WriteInputs(Block<float> block)
    {
        batch.WriteInputs(block);
        var room = rooms[block.Index];
        room.Begin(block);
        for (var row = 0; row < block.Rows; row++)
        {
            batch.Drawn(batch.Order(block.FirstTrial + row)).RenderTargets(
                room.Targets, room.Mask, row * fit.Shape.Outputs, block.Rows * fit.Shape.Outputs, block.Steps, dt);
            room.Last[row] = rule.Steps == ReadoutSteps.Last ? LastAsked(room, block, row) : -1;
        }
    }

    /// <inheritdoc/>
    public void Respond(Block<float> block, int step)
    {
        if (batch.Responds)
        {
            batch.Respond(block, step);
        }

        AfterSteps(block, step, 1);
        for (var row = 0; row < block.Rows && block.FeedbackAt is { } feedback; row++)
        {
            var room = rooms[block.Index];
            var back = feedback(step + 1, row);
            if (rule.FeedsBackOutputs)
            {
                _ = features.Read(block, step, row, room.Phi);
                fit.Predict(room.Phi, room.Y);
                for (var o = 0; o < back.Length; o++)
                {
                    back[o] = (float)room.Y[o];
                }
            }
            else
            {
                room.Targets.AsSpan(((step * block.Rows) + row) * back.Length, back.Length).CopyTo(back);
            }
        }
    }

    /// <inheritdoc/>
    public void AfterSteps(Block<float> block, int first, int count)
    {
        var (room, outputs) = (rooms[block.Index], fit.Shape.Outputs);
        for (var step = first; step < first + count; step++)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                var at = ((step * block.Rows) + row) * outputs;
                if (step >= batch.Steps(block.FirstTrial + row) || !IsAsked(room.Mask.AsSpan(at, outputs)) || (room.Last[row] >= 0 && room.Last[row] != step))
                {
                    continue;
                }

                for (var o = 0; o < outputs; o++)
                {
                    room.Y[o] = room.Targets[at + o];
                }

                if (features.Read(block, step, row, room.Phi))
                {
                    fit.Add(block.Index, room.Phi, room.Y);
                }
                else
                {
                    Volatile.Write(ref broken, 1);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void AfterForward(Block<float> block) => batch.AfterForward(block);

    private static bool IsAsked(ReadOnlySpan<float> mask) => mask.ContainsAnyExcept(0);

    private int LastAsked(Room room, Block<float> block, int row)
    {
        var outputs = fit.Shape.Outputs;
        var step = batch.Steps(block.FirstTrial + row) - 1;
        while (step > 0 && !IsAsked(room.Mask.AsSpan(((step * block.Rows) + row) * outputs, outputs)))
        {
            step--;
        }

        return step;
    }

    // What a block needs, apart from the engine's memory.
    private sealed class Room(ReadoutShape shape)
    {
        public double[] Phi { get; } = new double[shape.Features];

        public double[] Y { get; } = new double[shape.Outputs];

        public float[] Targets { get; private set; } = [];

        public float[] Mask { get; private set; } = [];

        public int[] Last { get; private set; } = [];

        public void Begin(Block<float> block)
        {
            var length = block.Steps * block.Rows * shape.Outputs;
            (Targets, Mask) = Targets.Length >= length ? (Targets, Mask) : (new float[length], new float[length]);
            Last = Last.Length >= block.Rows ? Last : new int[block.Rows];
        }
    }
}
