using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Steps that are too long for movement, as where a tracker lost the animal, or another trial begins.</summary>
/// <param name="Usual">The usual step: the median length of those that move, in the unit of x; 0 where nothing moves.</param>
/// <param name="Steps">The jumps: the trial and the step at whose end it is (both from 0), and their length.</param>
public sealed record MovementJumps(double Usual, IReadOnlyList<(int Trial, int Step, double Length)> Steps)
{
    /// <summary>A jump is more than so many times as long as the usual step, if nothing else is said.</summary>
    public const double Factor = 20;

    /// <summary>Finds them.</summary>
    /// <param name="recording">The recording; catch trials, and steps where a position is not known, are left out.</param>
    /// <param name="x">The covariate that is x.</param>
    /// <param name="y">The covariate that is y.</param>
    /// <param name="factor">How many times as long as the usual step is too long.</param>
    /// <exception cref="UsageException">There is no such covariate, or the factor is not above 1.</exception>
    public static MovementJumps Of(Recording recording, string x, string y, double factor = Factor)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (!(factor > 1 && double.IsFinite(factor)))
        {
            throw new UsageException(FormattableString.Invariant($"`factor` is {factor}; give a finite number above 1, such as {Factor}."));
        }

        var (atX, atY) = (recording.Covariate(x), recording.Covariate(y));
        var lengths = new List<(int Trial, int Step, double Length)>();
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            for (var step = 1; step < trial.Steps; step++)
            {
                var (now, before) = ((step * recording.TrialCount) + trial.Index, ((step - 1) * recording.TrialCount) + trial.Index);
                if (Math.Sqrt(Math.Pow((double)atX[now] - atX[before], 2) + Math.Pow((double)atY[now] - atY[before], 2)) is var length && double.IsFinite(length) && length > 0)
                {
                    lengths.Add((trial.Index, step, length));
                }
            }
        }

        double[] moved = [.. lengths.Select(one => one.Length).Order()];
        var usual = moved.Length == 0 ? 0 : moved[moved.Length / 2];
        return new(usual, [.. lengths.Where(one => one.Length > factor * usual)]);
    }
}
