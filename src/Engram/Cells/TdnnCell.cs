using System.Globalization;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The time-delay neural network: layers of units that see a window over time of the layer before them, with the same weights at every step:
/// g_l(t) = f(b_l + Σₖ W_l,k g_l−1(t − k·d_l)), k = 0 … K_l − 1, where g₀ are the inputs, and the units h are the last layer. Nothing is
/// recurrent: h depends on the inputs of the last R = 1 + Σ_l (K_l − 1)·d_l steps and on nothing before them.
/// </summary>
/// <remarks>
/// The defaults are the windows of Waibel et al. (1989): 8 units that see 3 frames, then units that see 5 frames of these 8. They read 16 mel
/// coefficients every 10 ms, had one unit for each of 3 syllables in the second layer, and decided by the sum of its squared activations over
/// time: <see cref="Integrate"/>. Otherwise each step has its own outputs, as those of a recurrent network are. Before the first step every
/// layer is 0, so that windows are whole from step R on. A window counts steps: with another dt it is another stretch of time.
/// </remarks>
[Cite("10.1109/29.21701", "Waibel, Hanazawa, Hinton, Shikano & Lang (1989). Phoneme recognition using time-delay neural networks.")]
public sealed record TdnnCell : Cell
{
    /// <summary>
    /// The layers before the units: units, frames that each sees, and, if not 1, steps from one frame to the next, such as <c>8:3</c> or
    /// <c>8:3,16:5:2</c>. None lets the units see the inputs.
    /// </summary>
    public IReadOnlyList<TimeWindow>? Hidden
    {
        get;
        init => field = value is { Count: > 0 } ? value : null;
    }

    = [new(8, 3)];

    /// <summary>Frames of the layer before them that the units see.</summary>
    [Range(1, 10_000)]
    public int Frames { get; init; } = 5;

    /// <summary>Steps from one of these frames to the next.</summary>
    [Range(1, 10_000)]
    public int FrameShift { get; init; } = 1;

    /// <summary>From drive to activity, in every layer.</summary>
    public Activation Activation { get; init; } = Activation.Sigmoid;

    /// <summary>Whether the rates are the sums of the units' squared activity since the first step, as Waibel's decision has it.</summary>
    public bool Integrate { get; init; }

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Integrate || Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        // Such a sum begins at 0, and what a state that is only written begins with reaches nothing.
        var h = step.State("h", Units, new Prescription { Value = 0, Held = true });
        IReadOnlyList<TimeWindow> hidden = Hidden ?? [];
        var seen = step.Input;
        for (var l = 0; l < hidden.Count; l++)
        {
            seen = Layer(step, l, hidden[l], seen, false);
        }

        var units = Layer(step, hidden.Count, new TimeWindow(Units, Frames, FrameShift), seen, true);
        step.Next(h, Integrate ? h + (units * units) : units);
        step.Rate(h);
    }

    // f(b + Σ W_k g(t − k d)). The sum over frames has as many terms as all its matrices have columns.
    private Node Layer(Step step, int index, TimeWindow layer, Node seen, bool isOfUnits)
    {
        string Name(string letter) => string.Create(CultureInfo.InvariantCulture, $"{letter}_{index + 1}");
        var begins = index == 0 ? null : new Prescription { Deviation = 1 / Math.Sqrt(seen.Width * layer.Window) };
        var drive = step.Bias(Name("b"), layer.Width);
        for (var k = 0; k < layer.Window; k++)
        {
            var frame = k == 0 ? seen : step.Delay(seen, k * layer.Shift);
            var name = string.Create(CultureInfo.InvariantCulture, $"{Name("w")}_{k}");
            drive = (isOfUnits ? step.Linear(name, frame, layer.Width, begins) : step.Project(name, frame, layer.Width, begins)) + drive;
        }

        return step.Apply(Activation, drive);
    }
}
