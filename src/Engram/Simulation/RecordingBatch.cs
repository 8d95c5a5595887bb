using Engram.Equations;
using Engram.Learning;
using Engram.Numerics;

namespace Engram.Simulation;

/// <summary>
/// Lets a batch of trials run and copies what its blocks hold into a recording, back in the order drawn. Blocks write disjoint rows, so
/// that nothing depends on which thread runs which.
/// </summary>
internal sealed class RecordingBatch(TaskBatch batch, Recording recording, TimeSpan dt, bool noise) : IBatch<float>
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
    public bool HasNoise => noise;

    /// <inheritdoc/>
    public StreamKey Dropout => batch.Dropout;

    /// <inheritdoc/>
    public int Steps(int trial) => batch.Steps(trial);

    /// <inheritdoc/>
    public long NoiseIndex(int trial) => batch.NoiseIndex(trial);

    /// <summary>Takes note that the batch was drawn anew.</summary>
    /// <param name="firstIndex">Place in the recording of its first trial.</param>
    public void Begin(int firstIndex)
    {
        first = firstIndex;
        for (var drawn = 0; drawn < batch.Trials; drawn++)
        {
            batch.Drawn(drawn).RenderTargets(
                recording.Target,
                recording.Mask,
                (first + drawn) * recording.Outputs,
                recording.TrialCount * recording.Outputs,
                trials[first + drawn].Steps,
                dt,
                cleared: true);
            var covariates = recording.CovariateNames.Count;
            batch.Drawn(drawn).RenderCovariates(recording.Covariates, (first + drawn) * covariates, recording.TrialCount * covariates, dt);
        }
    }

    /// <summary>Takes note of the answers, after the batch was run.</summary>
    public void Finish()
    {
        for (var drawn = 0; drawn < batch.Trials; drawn++)
        {
            trials[first + drawn] = trials[first + drawn] with { IsCorrect = batch.IsCorrect(drawn), Choice = batch.Choice(drawn) };
        }

        recording.Trials = trials;
    }

    /// <inheritdoc/>
    public void WriteInputs(Block<float> block)
    {
        batch.WriteInputs(block);
        Copy(block, block.Inputs.Span, block.InputStride, recording.InputAt);
    }

    /// <inheritdoc/>
    public void AfterForward(Block<float> block)
    {
        // Applies the output non-linearity in place and judges the answers.
        batch.AfterForward(block);
        Copy(block, block.Outputs.Span, block.OutputStride, recording.OutputAt);
        Measure(block);

        // Rates begin with the initial ones, which belong to no step.
        Copy(block, block.Rates.Span[(block.Rows * block.RateStride)..], block.RateStride, recording.Rate);
        for (var row = 0; row < block.Rows && recording.StateWidth > 0; row++)
        {
            var trial = first + batch.Order(block.FirstTrial + row);
            for (var step = 0; step < trials[trial].Steps; step++)
            {
                block.CopyState(step + 1, row, recording.State(step, trial));
            }
        }
    }

    private void Measure(Block<float> block)
    {
        var names = recording.MeasureNames;
        var values = new double[names.Count];
        for (var row = 0; row < block.Rows && values.Length > 0; row++)
        {
            var drawn = batch.Order(block.FirstTrial + row);
            batch.Drawn(drawn).Measure(block.Outputs.Span, row * block.OutputStride, block.Rows * block.OutputStride, dt, values);
            trials[first + drawn] = trials[first + drawn] with
            {
                Measures = names.Zip(values).ToDictionary(measure => measure.First, measure => measure.Second),
            };
        }
    }

    private void Copy(Block<float> block, ReadOnlySpan<float> values, int stride, RowOf target)
    {
        for (var row = 0; row < block.Rows; row++)
        {
            var trial = first + batch.Order(block.FirstTrial + row);
            for (var step = 0; step < trials[trial].Steps; step++)
            {
                var to = target(step, trial);
                values.Slice(((step * block.Rows) + row) * stride, to.Length).CopyTo(to);
            }
        }
    }

    private delegate Span<float> RowOf(int step, int trial);
}
