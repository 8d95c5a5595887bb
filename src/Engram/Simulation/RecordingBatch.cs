using System.Numerics;
using Engram.Equations;
using Engram.Learning;
using Engram.Numerics;

namespace Engram.Simulation;

/// <summary>
/// Lets a batch of trials run and copies what its blocks hold into a recording, back in the order drawn. Blocks write disjoint rows, so
/// that nothing depends on which thread runs which.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; what is recorded is single.</typeparam>
internal sealed class RecordingBatch<T>(TaskBatch<T> batch, Recording recording, Experiment experiment) : IBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RecordedTrial[] trials = [.. recording.Trials];
    private int first;

    /// <summary>The recording, whole after the last <see cref="Finish"/>.</summary>
    public Recording Recording => recording;

    /// <inheritdoc/>
    public int Trials => batch.Trials;

    /// <inheritdoc/>
    public StreamKey Noise => batch.Noise;

    /// <inheritdoc/>
    public bool HasNoise => experiment.Noise;

    /// <inheritdoc/>
    public StreamKey Dropout => batch.Dropout;

    /// <inheritdoc/>
    public bool Responds => batch.Responds;

    /// <inheritdoc/>
    public void Respond(Block<T> block, int step) => batch.Respond(block, step);

    /// <inheritdoc/>
    public int Steps(int trial) => batch.Steps(trial);

    /// <inheritdoc/>
    public long NoiseIndex(int trial) => batch.NoiseIndex(trial);

    /// <summary>Takes note that the batch was drawn anew.</summary>
    /// <param name="firstIndex">Place in the recording of its first trial.</param>
    public void Begin(int firstIndex) => first = firstIndex;

    /// <summary>Takes note of the answers, the targets and the covariates, which may follow what was done, after the batch was run.</summary>
    public void Finish()
    {
        for (var drawn = 0; drawn < batch.Trials; drawn++)
        {
            var measured = batch.Measured(drawn).ToArray();
            trials[first + drawn] = trials[first + drawn] with
            {
                IsCorrect = batch.IsCorrect(drawn),
                Choice = batch.Choice(drawn),
                Measures = measured.Length == 0 ? trials[first + drawn].Measures
                    : recording.MeasureNames.Zip(measured).ToDictionary(measure => measure.First, measure => measure.Second),
            };
            batch.Drawn(drawn).RenderTargets(
                recording.Target,
                recording.Mask,
                (first + drawn) * recording.Outputs,
                recording.TrialCount * recording.Outputs,
                trials[first + drawn].Steps,
                experiment.Dt,
                cleared: true);
            var covariates = recording.CovariateNames.Count;
            batch.Drawn(drawn).RenderCovariates(recording.Covariates, (first + drawn) * covariates, recording.TrialCount * covariates, experiment.Dt);
        }

        recording.Trials = trials;
    }

    /// <inheritdoc/>
    public void WriteInputs(Block<T> block)
    {
        batch.WriteInputs(block);
        Copy(block, block.Inputs.Span, block.InputStride, recording.InputAt, recording.Exact?.Input);
        WriteMask(block);
    }

    /// <inheritdoc/>
    public void AfterForward(Block<T> block)
    {
        // Applies the output non-linearity in place and judges the answers.
        batch.AfterForward(block);
        if (Responds)
        {
            // What was shown is known only now.
            Copy(block, block.Inputs.Span, block.InputStride, recording.InputAt, recording.Exact?.Input);
        }

        Copy(block, block.Outputs.Span, block.OutputStride, recording.OutputAt, recording.Exact?.Output);

        // Rates begin with the initial ones, which belong to no step.
        Copy(block, block.Rates.Span[(block.Rows * block.RateStride)..], block.RateStride, recording.Rate, recording.Exact?.Rates);
        var states = new T[recording.StateWidth];
        for (var row = 0; row < block.Rows && recording.StateWidth > 0; row++)
        {
            var trial = first + batch.Order(block.FirstTrial + row);
            for (var step = 0; step < trials[trial].Steps; step++)
            {
                block.CopyState(step + 1, row, states);
                Narrow(states, recording.State(step, trial));
                Keep(states, recording.Exact?.States, step, trial);
            }
        }
    }

    private void Copy(Block<T> block, ReadOnlySpan<T> values, int stride, RowOf target, double[]? exact)
    {
        for (var row = 0; row < block.Rows; row++)
        {
            var trial = first + batch.Order(block.FirstTrial + row);
            for (var step = 0; step < trials[trial].Steps; step++)
            {
                var to = target(step, trial);
                var from = values.Slice(((step * block.Rows) + row) * stride, to.Length);
                Narrow(from, to);
                Keep(from, exact, step, trial);
            }
        }
    }

    private void Keep(ReadOnlySpan<T> from, double[]? exact, int step, int trial)
    {
        for (var i = 0; exact is not null && i < from.Length; i++)
        {
            exact[(((step * recording.TrialCount) + trial) * from.Length) + i] = double.CreateTruncating(from[i]);
        }
    }

    private static void Narrow(ReadOnlySpan<T> from, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = float.CreateTruncating(from[i]);
        }
    }

    // 0 where a unit is silent, else 1.
    private void WriteMask(Block<T> block)
    {
        if (experiment.Drives.Count > 0)
        {
            WriteDrives(block);
            return;
        }

        block.Mask.Span.Fill(T.One);
        foreach (var lesion in experiment.Lesions)
        {
            for (var row = 0; row < block.Rows; row++)
            {
                var (from, end) = recording.StepsOf(lesion.Period, first + batch.Order(block.FirstTrial + row)) ?? (0, 0);
                for (var step = from; step < end; step++)
                {
                    foreach (var unit in lesion.Units)
                    {
                        block.Mask.Span[(((step * block.Rows) + row) * block.MaskStride) + unit] = T.Zero;
                    }
                }
            }
        }
    }

    // Numbers are drawn for every step and unit, so that a unit has the same noise whichever others have some.
    private void WriteDrives(Block<T> block)
    {
        block.Mask.Span.Clear();
        foreach (var (place, drive) in experiment.Drives.Index())
        {
            for (var row = 0; row < block.Rows; row++)
            {
                var trial = first + batch.Order(block.FirstTrial + row);
                var (from, end) = drive.Period is null ? (0, trials[trial].Steps) : recording.StepsOf(drive.Period, trial) ?? (0, 0);
                var stream = new RandomStream(new(experiment.Seed, Purpose.Drive), trial + ((long)place << 40));
                var noise = new double[recording.Units];
                for (var step = 0; step < end; step++)
                {
                    for (var unit = 0; unit < noise.Length && drive.Noise > 0; unit++)
                    {
                        noise[unit] = drive.Noise * stream.NextNormal();
                    }

                    foreach (var unit in step >= from ? drive.Units : [])
                    {
                        block.Mask.Span[(((step * block.Rows) + row) * block.MaskStride) + unit] += T.CreateTruncating(drive.Current + noise[unit]);
                    }
                }
            }
        }
    }

    private delegate Span<float> RowOf(int step, int trial);
}
