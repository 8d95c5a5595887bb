using System.Globalization;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Tells a network that begins far from any answer from one that begins quiet.</summary>
internal static class FirstLoss
{
    /// <summary>How many times the loss of outputs that stay at zero a first loss must be to be called huge: some thirty times in the outputs.</summary>
    public const double Huge = 1000;

    private const int Trials = 64;
    private const double Least = 0.01;

    /// <summary>The loss L of readouts that stay at zero: Σ mask · loss(0, y) / Σ mask, of the first trials of a stream.</summary>
    /// <param name="task">The task.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dt">Length of a step.</param>
    public static double OfSilence(CognitiveTask task, Loss loss, TimeSpan dt)
    {
        var (outputs, sums) = (task.Outputs.Count, new HeadSums(new HeadLosses(task, loss)));
        var trial = new Trial();
        for (var index = 0; index < Trials; index++)
        {
            task.Draw(trial, new StreamKey(0, Purpose.TestTrials), index);
            if (trial.Duration < dt)
            {
                continue;
            }

            var steps = trial.Steps(dt);
            var (z, y, mask) = (new float[steps * outputs], new float[steps * outputs], new float[steps * outputs]);
            trial.RenderTargets(y, mask, 0, outputs, steps, dt);
            sums.Add(trial, dt, z, y, mask);
        }

        return sums.Mean;
    }

    /// <summary>What to say of a loss before the first update; null where it is not huge.</summary>
    /// <param name="configuration">What is trained.</param>
    /// <param name="network">As drawn.</param>
    /// <param name="loss">The loss on validation trials, without penalties.</param>
    public static string? Warning(RunConfiguration configuration, Network network, double loss)
    {
        var silent = OfSilence(configuration.Task, Loss.Catalog.Create(configuration.Training.Loss), configuration.Training.Dt);
        if (loss <= Huge * Math.Max(silent, Least))
        {
            return null;
        }

        var options = configuration.Network;
        List<string> changes = [];
        if (options.ContextScale > 1 && configuration.Task.ContextNames.Count > 0)
        {
            changes.Add($"`ContextScale` from {Text(options.ContextScale)} to {Text(options.ContextScale / 10)}");
        }

        if (options.SpectralRadius is { } radius && network.Parameters.Shapes.Any(shape => shape.Role == ParameterRole.Recurrent))
        {
            changes.Add(radius > 0.9 ? $"`SpectralRadius` from {Text(radius)} to 0.9" : $"`SpectralRadius` from {Text(radius)}");
        }

        changes.Add($"`InputScale` from {Text(options.InputScale)} to {Text(options.InputScale / 10)}");
        changes.Add($"`ReadoutScale` from {Text(options.ReadoutScale)} to {Text(options.ReadoutScale / 10)}");
        return $"the first loss is {Text(loss)}, but outputs of zero would have a loss of {Text(silent)}: the untrained network is far too "
            + $"active, and the first updates may silence units for good. Lower {string.Join(", or ", changes)}"
            + $"{(configuration.Preset == Song2016 ? " (the publication starts from the present values)" : "")}.";
    }

    private const string Song2016 = "song2016";

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
