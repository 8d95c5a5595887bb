using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Say at every sample whether it belongs to a sine or to a square wave: periods of either come one after another at random.</summary>
/// <remarks>
/// A period has 12 samples: sin(2πj/12), or 1 in its first half and −1 in its second. The target is 0 in a sine and 1 in a square wave. Samples of 1 and −1 occur in both, so that a
/// network must remember the ones before. The measure <c>wrong</c> is the share of scored samples on the wrong side of 1/2. The waves follow from the factor <c>draw</c>: trials with the same number
/// have the same.
/// </remarks>
[Cite("10.1038/srep00287", "Paquot et al. 2012, Optoelectronic reservoir computing")]
public sealed record SineSquareTask : TimeSeriesTask
{
    private static readonly string[] Input = ["wave"], Output = ["square"];
    private static readonly string[] Errors = SeriesErrors.And("wrong");

    /// <summary>Samples of a period.</summary>
    [Range(4, 10_000), Unit("samples")]
    public int Points { get; init; } = 12;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Input;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Output;

    /// <summary>The errors, and the share of samples that are told wrong.</summary>
    public override IReadOnlyList<string> Measures => Errors;

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        var draws = Drawn(trial);
        var square = false;
        for (var k = 0; k < targets.Samples; k++)
        {
            var place = k % Points;
            square = place == 0 ? draws.NextInt(2) == 1 : square;
            inputs[k] = !square ? Math.Sin(2 * Math.PI * place / Points) : 2 * place < Points ? 1 : -1;
            targets[k] = square ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    private protected override void MeasureMore(Trial trial, in ScoredSamples scored, Span<double> values)
    {
        var wrong = 0;
        for (var k = scored.First; k < scored.End; k++)
        {
            wrong += scored.Targets[k] > 0.5 ? scored.At(k)[0] > 0.5f ? 0 : 1 : scored.At(k)[0] < 0.5f ? 0 : 1;
        }

        values[0] = (double)wrong / scored.Count;
    }
}
