using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// What a network of rectified units would do if its units were active when those of the intact one are, so that it is linear:
/// a prediction of what a change of the weights does, beside the simulation.
/// <code>
/// τ dx/dt = −x + W G x + W_in u + b,     r = G x,     z = W_out r + b_out
/// </code>
/// G is diagonal with 1 for a unit that is taken to be active, see <see cref="LinearAccountKind"/>. With frozen gates time goes by the
/// same steps as in the simulation, x ← x + α (W G_k x + W_in u + b − x), so that with the intact weights the prediction is the simulation;
/// a matrix exponential would differ from it by the error of the step, of order α². With one constant set it is
/// x ← e^{A dt} x + ∫₀^dt e^{As} ds (W_in u + b)/τ, exact for inputs that are constant within a step.
/// </summary>
/// <remarks>
/// Where x leaves the side of its gate the prediction is wrong, and rates can be negative. Without a change of sides it is exact.
/// </remarks>
public sealed class LinearAccount
{
    private readonly LeakyCell cell;
    private readonly double activeShare;

    private LinearAccount(Network network, Recording intact, double activeShare) =>
        (cell, Network, Intact, this.activeShare) = (Check(network.Cell), network, intact, activeShare);

    /// <summary>The intact network.</summary>
    public Network Network { get; }

    /// <summary>The simulation of the intact network without noise, with states.</summary>
    public Recording Intact { get; }

    /// <summary>Simulates the intact network without noise.</summary>
    /// <param name="intact">The experiment; whether it has noise does not count.</param>
    /// <param name="activeShare">
    /// Share of the steps, over all trials, for more than which a unit must be active to be of the constant
    /// <see cref="LinearAccountKind.ActiveSet"/>.
    /// </param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">The network is not piecewise linear or not finite, or as <see cref="Experiment.Run"/>.</exception>
    public static LinearAccount Of(Experiment intact, double activeShare = 0.5, CancellationToken cancel = default)
    {
        Check(intact.Network.Cell);
        Finite.Weights(intact.Network);
        var recording = (intact with { Noise = false, KeepStates = true }).Run(cancel);
        Finite.States(recording);
        return new(intact.Network, recording, activeShare);
    }

    /// <summary>Refuses a cell that is not piecewise linear.</summary>
    /// <param name="cell">The cell.</param>
    /// <returns>The cell.</returns>
    /// <exception cref="UsageException">It is no leaky cell that rectifies and has its leak on the current.</exception>
    public static LeakyCell Check(Cell cell) => cell is LeakyCell { Activation: Activation.Rectify, Leak: Leak.Current } leaky
        ? leaky
        : throw new UsageException(
            "A linear account needs units that are linear while they are active: the leaky cell with activation rectify and the leak on "
            + $"the current. This is {(cell is LeakyCell other
                ? $"a leaky cell with activation {Kebab.Of($"{other.Activation}")} and the leak on the {Kebab.Of($"{other.Leak}")}"
                : $"a {cell.Name} cell")}; train a network with `Cell = leaky`, `Activation = rectify` and `Leak = current`.");

    /// <summary>Predicts what a network does in the trials of the intact one.</summary>
    /// <param name="network">The perturbed network, or the intact one itself.</param>
    /// <param name="kind">Which units are taken to be active.</param>
    /// <returns>Predicted rates and outputs, with the inputs and targets of the intact recording; no states, and no answers.</returns>
    /// <exception cref="UsageException">The network has other units, inputs or outputs than the intact one, or a weight is not finite.</exception>
    public Recording Predict(Network network, LinearAccountKind kind)
    {
        ArgumentNullException.ThrowIfNull(network);
        Finite.Weights(network);
        if (!network.Parameters.Shapes.SequenceEqual(Network.Parameters.Shapes))
        {
            throw new UsageException(
                $"The network has {network.Units} units, but the intact one has {Network.Units}; "
                + "give the intact network with changed weights.");
        }

        var prediction = new Recording(
            Intact.Dt, [.. Intact.Trials.Select(trial => trial with { IsCorrect = null })], Intact.Factors, Intact.Units, Intact.Inputs,
            Intact.Outputs, 0);
        Intact.Input.CopyTo(prediction.Input, 0);
        Intact.Target.CopyTo(prediction.Target, 0);
        Intact.Mask.CopyTo(prediction.Mask, 0);
        LinearStep step = kind switch
        {
            LinearAccountKind.FrozenGates => new GatedStep(cell, network, Intact),
            LinearAccountKind.AllUnits => new ConstantStep(cell, network, Intact.Dt, [.. Enumerable.Range(0, Intact.Units)]),
            _ => new ConstantStep(cell, network, Intact.Dt, ActiveSet()),
        };
        var readout = new LinearReadout(network);
        foreach (var trial in Intact.Trials)
        {
            step.Begin();
            for (var k = 0; k < trial.Steps; k++)
            {
                step.Next(Intact, k, trial.Index);
                step.Rates(Intact, k, trial.Index, prediction.Rate(k, trial.Index));
                readout.Apply(prediction.Rate(k, trial.Index), prediction.OutputAt(k, trial.Index));
            }
        }

        return prediction;
    }

    /// <summary>The units of the constant active set, from 0.</summary>
    public int[] ActiveSet()
    {
        var steps = Intact.Trials.Sum(trial => trial.Steps);
        return
        [
            .. Enumerable.Range(0, Intact.Units).Where(unit => Intact.Trials.Sum(trial => Enumerable.Range(0, trial.Steps)
                .Count(k => Intact.Rate(k, trial.Index)[unit] > 0)) > activeShare * steps),
        ];
    }

    /// <summary>√(Σ (r̂ − r)² / Σ r²) over all rates.</summary>
    /// <param name="predicted">r̂.</param>
    /// <param name="simulated">r.</param>
    /// <returns>The error; ∞ where a predicted rate is not finite, for a linear network can run away where the other does not.</returns>
    /// <exception cref="UsageException">They are of other trials, units or steps, or a simulated rate is not finite.</exception>
    public static double RelativeError(Recording predicted, Recording simulated)
    {
        Check(predicted, simulated);
        return Error(predicted.Rates, simulated.Rates, Squares(simulated.Rates, null));
    }

    /// <summary>
    /// √(Σ (r̂ − r)² / Σ (r − r₀)²) over all rates: the error beside what the perturbation changed; 1 is as bad as no change.
    /// </summary>
    /// <param name="predicted">r̂.</param>
    /// <param name="simulated">r.</param>
    /// <param name="intact">r₀.</param>
    /// <returns>The error; ∞ where a predicted rate is not finite.</returns>
    /// <exception cref="UsageException">They are of other trials, units or steps, or a rate of the others is not finite.</exception>
    public static double ErrorOfChange(Recording predicted, Recording simulated, Recording intact)
    {
        Check(predicted, simulated);
        Comparison.SameTrials(intact, simulated, "intact", "simulated");
        Finite.Rates(intact);
        return Error(predicted.Rates, simulated.Rates, Squares(simulated.Rates, intact.Rates));
    }

    private static void Check(Recording predicted, Recording simulated)
    {
        Comparison.SameTrials(predicted, simulated, "predicted", "simulated");
        Finite.Rates(simulated);
    }

    private static double Error(float[] predicted, float[] simulated, double scale) =>
        Squares(predicted, simulated) is var missed && double.IsFinite(missed) ? Math.Sqrt(missed / scale) : double.PositiveInfinity;

    private static double Squares(float[] a, float[]? b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
        {
            var difference = (double)a[k] - (b is null ? 0 : b[k]);
            sum += difference * difference;
        }

        return sum;
    }
}
