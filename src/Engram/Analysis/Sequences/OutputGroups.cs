using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Which outputs each condition asks for. An output is a condition's own where the mean square of its target over the condition's trials is
/// at least 1 % of the greatest over conditions; elsewhere it is to stay silent, and what it shows is wrong.
/// </summary>
/// <param name="Conditions">Names of the conditions recorded (C).</param>
/// <param name="Own">The outputs of each condition (C).</param>
/// <param name="Wrong">The outputs that are to stay silent in it, though they are another's (C).</param>
/// <param name="TrialsOf">The trials of each condition, catch trials left out (C).</param>
/// <param name="Amplitude">The greatest target.</param>
public sealed record OutputGroups(
    IReadOnlyList<string> Conditions, IReadOnlyList<IReadOnlyList<int>> Own, IReadOnlyList<IReadOnlyList<int>> Wrong,
    IReadOnlyList<IReadOnlyList<int>> TrialsOf, double Amplitude)
{
    private const double Silent = 0.01;

    /// <summary>Whether there are two conditions or more, each with outputs of its own and with wrong ones.</summary>
    public bool AreApart => Conditions.Count > 1 && Own.All(own => own.Count > 0) && Wrong.All(wrong => wrong.Count > 0);

    /// <summary>Sorts the outputs.</summary>
    /// <param name="recording">The recording.</param>
    /// <exception cref="UsageException">All recorded trials are catch trials.</exception>
    public static OutputGroups Of(Recording recording)
    {
        Finite.Targets(recording);
        ArgumentNullException.ThrowIfNull(recording);
        var levels = FactorLevels.Of(recording, "condition");
        int[][] trials =
            [.. levels.Names.Select((_, level) => levels.Trials.Where(trial => levels.LevelOf[trial] == level).ToArray())];
        double[][] power = [.. trials.Select(members => Power(recording, members))];
        var most = Enumerable.Range(0, recording.Outputs).Select(output => power.Max(one => one[output])).ToArray();
        return new(
            levels.Names,
            [.. power.Select(one => (IReadOnlyList<int>)[.. Outputs(output => most[output] > 0 && one[output] >= Silent * most[output])])],
            [.. power.Select(one => (IReadOnlyList<int>)[.. Outputs(output => most[output] > 0 && one[output] < Silent * most[output])])],
            trials,
            recording.Target.Max(Math.Abs));

        IEnumerable<int> Outputs(Func<int, bool> asked) => Enumerable.Range(0, recording.Outputs).Where(asked);
    }

    private static double[] Power(Recording recording, int[] trials)
    {
        var power = new double[recording.Outputs];
        foreach (var trial in trials)
        {
            var steps = recording.Trials[trial].Steps;
            for (var step = 0; step < steps; step++)
            {
                var y = recording.TargetAt(step, trial);
                for (var output = 0; output < y.Length; output++)
                {
                    power[output] += (double)y[output] * y[output] / steps / trials.Length;
                }
            }
        }

        return power;
    }
}
