using Engram.Simulation;

namespace Engram.Studies.SequenceShift;

/// <summary>
/// The document's measure with its defects: the difference of the times of the greatest values, whatever they are; more than 25 ms is set
/// to 0, an output that is silent gives 0, and all outputs are averaged.
/// </summary>
internal sealed class PublishedMeasure(Recording intact)
{
    private const double Most = 0.025;
    private readonly int[] places = Greatest(intact);

    /// <summary>Measures the shift of a perturbed network.</summary>
    /// <returns>Mean shift in s, and the share of outputs that were set to 0.</returns>
    public (double Mean, double Zeroed) Of(Recording perturbed)
    {
        var (sum, zeroed) = (0.0, 0);
        foreach (var (before, after) in places.Zip(Greatest(perturbed)))
        {
            var shift = (before - after) * intact.Dt.TotalSeconds;
            if (before < 0 || after < 0 || Math.Abs(shift) > Most)
            {
                zeroed++;
            }
            else
            {
                sum += shift;
            }
        }

        return (sum / places.Length, zeroed / (double)places.Length);
    }

    // −1 for an output that is never positive.
    private static int[] Greatest(Recording recording) =>
    [
        .. Enumerable.Range(0, recording.Outputs).Select(output =>
        {
            var place = Enumerable.Range(0, recording.Trials[0].Steps).MaxBy(step => recording.OutputAt(step, 0)[output]);
            return recording.OutputAt(place, 0)[output] > 0 ? place : -1;
        }),
    ];
}
