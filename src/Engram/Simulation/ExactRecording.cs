namespace Engram.Simulation;

/// <summary>What an <see cref="Experiment"/> in double precision recorded, before it was rounded.</summary>
/// <param name="Rates">Rates r (T × B × N).</param>
/// <param name="Output">Outputs after the output non-linearity (T × B × O).</param>
/// <param name="Input">Inputs u with their noise (T × B × I).</param>
/// <param name="States">State vectors (T × B × S); empty unless kept.</param>
public sealed record ExactRecording(double[] Rates, double[] Output, double[] Input, double[] States)
{
    internal static ExactRecording Blank(Recording recording) => new(
        new double[recording.Rates.Length], new double[recording.Output.Length], new double[recording.Input.Length], new double[recording.States.Length]);
}
