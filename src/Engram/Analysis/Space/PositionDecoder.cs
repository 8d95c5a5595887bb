using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// How well the activity of all units tells where the animal is: ridge regression of x and y on it, fitted to one half of the data and tested in the other, both ways round. Halves are every
/// other trial, or of one trial the beginning and the end.
/// </summary>
public sealed record PositionDecoder
{
    /// <summary>The covariate of the recording that is x.</summary>
    public string X { get; init; } = "x";

    /// <summary>The covariate that is y.</summary>
    public string Y { get; init; } = "y";

    /// <summary>λ, the penalty on the squared weights, as a share of the mean variance of the units.</summary>
    [Range(0, 1e6, Above = true)]
    public double Penalty { get; init; } = 1e-4;

    /// <summary>Decodes.</summary>
    /// <param name="recording">The recording; catch trials and steps where the position is not known are left out.</param>
    /// <exception cref="UsageException">A setting is not allowed, there is no such covariate, a rate is not finite, or a half has fewer than two steps.</exception>
    public DecodedPositions Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        Finite.Rates(recording);
        var steps = Steps(recording);
        double[] sums = new double[recording.Steps], counts = new double[recording.Steps];
        var (squared, spread) = (0.0, 0.0);
        for (var half = 0; half < 2; half++)
        {
            Step[] fitted = [.. steps.Where(step => step.Half == half)], tested = [.. steps.Where(step => step.Half != half)];
            if (fitted.Length < 2 || tested.Length < 2)
            {
                throw new UsageException($"One half of the recording has {Math.Min(fitted.Length, tested.Length)} steps with a known position, but there must be 2; record more trials.");
            }

            var (weights, means, atX, atY) = Fit(recording, fitted);
            foreach (var step in tested)
            {
                var rates = recording.Rate(step.Index, step.Trial);
                var (x, y) = (atX, atY);
                for (var unit = 0; unit < means.Length; unit++)
                {
                    var off = rates[unit] - means[unit];
                    (x, y) = (x + (off * weights[unit, 0]), y + (off * weights[unit, 1]));
                }

                var error = ((x - step.X) * (x - step.X)) + ((y - step.Y) * (y - step.Y));
                squared += error;
                spread += ((atX - step.X) * (atX - step.X)) + ((atY - step.Y) * (atY - step.Y));
                sums[step.Index] += Math.Sqrt(error);
                counts[step.Index]++;
            }
        }

        return new(
            Math.Sqrt(squared / steps.Count), Math.Sqrt(spread / steps.Count), steps.Count,
            [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : (double?)null)]);
    }

    // β = (Z'Z + λ n σ̄² I)⁻¹ Z'(p − p̄), Z = r − r̄
    private (Matrix<double> Weights, double[] Means, double X, double Y) Fit(Recording recording, Step[] steps)
    {
        var units = recording.Units;
        var means = new double[units];
        foreach (var step in steps)
        {
            var rates = recording.Rate(step.Index, step.Trial);
            for (var unit = 0; unit < units; unit++)
            {
                means[unit] += rates[unit] / (double)steps.Length;
            }
        }

        var (atX, atY) = (steps.Average(step => step.X), steps.Average(step => step.Y));
        var (products, targets, centred) = (new double[units * units], new double[units, 2], new double[units]);
        foreach (var step in steps)
        {
            var rates = recording.Rate(step.Index, step.Trial);
            for (var unit = 0; unit < units; unit++)
            {
                centred[unit] = rates[unit] - means[unit];
            }

            for (var unit = 0; unit < units; unit++)
            {
                Rows.AddScaled(products.AsSpan(unit * units, unit + 1), centred[unit], centred.AsSpan(0, unit + 1));
                targets[unit, 0] += centred[unit] * (step.X - atX);
                targets[unit, 1] += centred[unit] * (step.Y - atY);
            }
        }

        var variance = Enumerable.Range(0, units).Sum(unit => products[(unit * units) + unit]) / units;
        var matrix = Matrix<double>.Build.Dense(units, units, (i, j) => products[(Math.Max(i, j) * units) + Math.Min(i, j)] + (i == j ? (Penalty * variance) + double.Epsilon : 0));

        // Silent units leave the matrix singular, and tell nothing.
        return variance > 0 ? (matrix.Cholesky().Solve(Matrix<double>.Build.DenseOfArray(targets)), means, atX, atY)
            : (Matrix<double>.Build.Dense(units, 2), means, atX, atY);
    }

    private List<Step> Steps(Recording recording)
    {
        var (x, y, made) = (recording.Covariate(X), recording.Covariate(Y), new List<Step>());
        RecordedTrial[] trials = [.. recording.Trials.Where(trial => !trial.IsCatch)];
        foreach (var (place, trial) in trials.Index())
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                var at = (step * recording.TrialCount) + trial.Index;
                if (float.IsFinite(x[at]) && float.IsFinite(y[at]))
                {
                    made.Add(new(step, trial.Index, trials.Length > 1 ? place % 2 : step < trial.Steps / 2 ? 0 : 1, x[at], y[at]));
                }
            }
        }

        return made;
    }

    private readonly record struct Step(int Index, int Trial, int Half, double X, double Y);
}

/// <summary>Positions decoded from the activity of all units.</summary>
/// <param name="Error">Root mean squared distance between the decoded and the true place, in the unit of x.</param>
/// <param name="Chance">The same for the mean place, which is the best guess without activity.</param>
/// <param name="Steps">How many steps were decoded.</param>
/// <param name="ErrorByStep">Mean distance at each step of a trial (T); null where no trial has a known position.</param>
public sealed record DecodedPositions(double Error, double Chance, int Steps, IReadOnlyList<double?> ErrorByStep);
