using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Generate a sum of sines without any input.</summary>
/// <remarks>
/// The target at time t is Σ a_i sin(2πt/p_i). Its defaults are the four sines of Sussillo and Abbott (2009), whose slowest takes 120 time constants: here 600 samples, for units of 100 ms and
/// samples of 20 ms. Where a trial begins is the factor <c>start</c>, in samples; a network without input can only know it by the targets of the warm-up, which are fed back to it, or if all
/// trials begin alike (<c>Starts = 0</c>).
/// </remarks>
[Cite("10.1016/j.neuron.2009.07.018", "Sussillo & Abbott 2009, Generating coherent patterns of activity from chaotic neural networks")]
public sealed record SinesTask : TimeSeriesTask
{
    private static readonly string[] Output = ["sum"];

    /// <summary>Trials of five of the slowest periods.</summary>
    public SinesTask() => (WarmUp, Length, TestLength) = ([600], [3000], [3000]);

    /// <summary>Periods p of the sines.</summary>
    [Range(2, 1e6), Unit("samples")]
    public Levels Periods { get; init; } = [600, 300, 200, 150];

    /// <summary>Amplitudes a of the sines, one for each period.</summary>
    [Range(-1e6, 1e6)]
    public Levels Amplitudes { get; init; } = [0.867, 0.433, 0.144, 0.289];

    /// <summary>Over which share of the longest period the beginnings of trials are drawn; 0 for all at time 0.</summary>
    [Range(0, 1)]
    public double Starts { get; init; } = 1;

    /// <summary>None.</summary>
    public override IReadOnlyList<string> Inputs => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Output;

    /// <inheritdoc/>
    protected override void Check(IList<string> faults)
    {
        base.Check(faults);
        if (Periods.Count != Amplitudes.Count)
        {
            faults.Add($"`Periods` has {Counted.Of(Periods.Count, "number")}, but `Amplitudes` has {Amplitudes.Count}; give one amplitude for each period.");
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Trial trial, TrialSeries? inputs, TrialSeries targets)
    {
        ArgumentNullException.ThrowIfNull(trial);
        ArgumentNullException.ThrowIfNull(targets);
        var start = trial.Draw("start", 0, Starts * Periods.Maximum);
        for (var k = 0; k < targets.Samples; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < Periods.Count; i++)
            {
                sum += Amplitudes[i] * Math.Sin(2 * Math.PI * (start + k) / Periods[i]);
            }

            targets[k] = sum;
        }
    }
}
