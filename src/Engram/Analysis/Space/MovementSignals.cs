using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// The summed activity Σ|r| of the units of a module, which stands for the signal of a voxel, by the direction in which a network moves through a space of two dimensions. The direction of a step is
/// that from the position before to the one after it; steps without movement, jumps, and steps before or after which the position is not known, are left out.
/// </summary>
[Cite("10.1126/science.aaf0941", "Constantinescu, O'Reilly & Behrens 2016, Organizing conceptual knowledge in humans with a gridlike code")]
public sealed record MovementSignals
{
    /// <summary>The covariate of the recording that is x.</summary>
    public string X { get; init; } = "x";

    /// <summary>The covariate that is y.</summary>
    public string Y { get; init; } = "y";

    /// <summary>The units of each module, from 0; none for one module of all units.</summary>
    [NotASetting]
    public IReadOnlyList<IReadOnlyList<int>>? Modules { get; init; }

    /// <summary>What one sample is.</summary>
    public MovementSample Sample { get; init; }

    /// <summary>By how much a step may depart from the direction of the first one of a stretch, in degrees.</summary>
    [Range(0, 180, Above = true)]
    public double Straight { get; init; } = 1;

    /// <summary>A step that is no longer than this, in the unit of x, is no movement.</summary>
    [Range(0, 1e9)]
    public double Least { get; init; }

    /// <summary>A step that is more than so many times as long as the usual one is a jump (<see cref="MovementJumps"/>), and no movement; 0 to leave none out.</summary>
    [Range(0, 1e9)]
    public double Jump { get; init; } = MovementJumps.Factor;

    /// <summary>Whether rates of both signs are summed by their sizes; otherwise as they are, as signals that were measured elsewhere.</summary>
    public bool Absolute { get; init; } = true;

    /// <summary>The period that samples are from; none for all.</summary>
    public string? Period { get; init; }

    /// <summary>The signals of all trials.</summary>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <exception cref="UsageException">A setting is not allowed, there is no such covariate, unit or period, there is too little movement, or a rate is not finite.</exception>
    public DirectionalSignal Of(Recording recording) => Of(recording, Jumps(recording), (_, _) => true);

    /// <summary>The signals of two sessions: of trials 0, 2, 4 and so on, and of the others; where there is one trial, of its beginning and of its end.</summary>
    /// <param name="recording">The recording; catch trials are left out.</param>
    /// <exception cref="UsageException">As for <see cref="Of(Recording)"/>.</exception>
    public (DirectionalSignal First, DirectionalSignal Second) Sessions(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var middle = recording.TrialCount == 1 ? recording.Steps / 2 : int.MaxValue;
        bool IsFirst(int trial, int step) => middle < int.MaxValue ? step < middle : trial % 2 == 0;
        var jumps = Jumps(recording);
        return (Of(recording, jumps, IsFirst), Of(recording, jumps, (trial, step) => !IsFirst(trial, step)));
    }

    // Trials and steps at whose end there is one.
    private HashSet<(int Trial, int Step)> Jumps(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        return Jump switch
        {
            0 => [],
            > 1 => MovementJumps.Of(recording, X, Y, Jump).Steps.Select(jump => (jump.Trial, jump.Step)).ToHashSet(),
            _ => throw new UsageException(FormattableString.Invariant($"`Jump` is {Jump}; give a number above 1, such as {MovementJumps.Factor}, or 0 to leave no step out.")),
        };
    }

    private DirectionalSignal Of(Recording recording, HashSet<(int Trial, int Step)> jumps, Func<int, int, bool> take)
    {
        Finite.Rates(recording);
        var modules = CheckedModules(recording);
        if (Period is not null && !recording.Trials.Any(trial => recording.StepsOf(Period, trial.Index) is not null))
        {
            throw new UsageException($"`Period` is '{Period}', but no trial has such a period; {Nearest.Hint(Period, [.. recording.Trials.SelectMany(trial => trial.Periods).Select(period => period.Name).Distinct()])}");
        }

        var (x, y) = (recording.Covariate(X), recording.Covariate(Y));
        var isCourse = false;
        var (directions, signals) = (new List<double>(), modules.Select(_ => new List<double>()).ToArray());
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            var (from, end) = Period is null ? (0, trial.Steps) : recording.StepsOf(Period, trial.Index) ?? (0, 0);
            var steps = Enumerable.Range(Math.Max(1, from), Math.Max(0, end - Math.Max(1, from))).Select(step => (Step: step, X: Along(x, step), Y: Along(y, step)))
                .Where(step => take(trial.Index, step.Step) && double.IsFinite(step.X) && double.IsFinite(step.Y) && Math.Sqrt((step.X * step.X) + (step.Y * step.Y)) > Least
                    && !jumps.Contains((trial.Index, step.Step)));
            var before = directions.Count;
            foreach (var stretch in Stretches(steps))
            {
                directions.Add(Math.Atan2(stretch.Sum(step => step.Y), stretch.Sum(step => step.X)));
                foreach (var (k, units) in modules.Index())
                {
                    signals[k].Add(stretch.Average(step => Sum(recording.Rate(step.Step, trial.Index), units)));
                }
            }

            isCourse |= directions.Count > before + 1;
            double Along(float[] at, int step) => (double)at[(step * recording.TrialCount) + trial.Index] - at[((step - 1) * recording.TrialCount) + trial.Index];
        }

        return directions.Count > 0 ? new(directions, signals) { IsCourse = isCourse }
            : throw new UsageException($"There is no movement in the plane of '{X}' and '{Y}'; name the covariates that have the position, or another `Period`.");
    }

    // Steps follow each other and keep to the direction of the first.
    private IEnumerable<List<(int Step, double X, double Y)>> Stretches(IEnumerable<(int Step, double X, double Y)> steps)
    {
        var stretch = new List<(int Step, double X, double Y)>();
        foreach (var step in steps)
        {
            var goesOn = Sample == MovementSample.Stretch && stretch.Count > 0 && step.Step == stretch[^1].Step + 1
                && Math.Abs(Math.IEEERemainder(Math.Atan2(step.Y, step.X) - Math.Atan2(stretch[0].Y, stretch[0].X), 2 * Math.PI)) <= Straight * Math.PI / 180;
            if (!goesOn && stretch.Count > 0)
            {
                yield return stretch;
                stretch = [];
            }

            stretch.Add(step);
        }

        if (stretch.Count > 0)
        {
            yield return stretch;
        }
    }

    private IReadOnlyList<IReadOnlyList<int>> CheckedModules(Recording recording)
    {
        var modules = Modules ?? [[.. Enumerable.Range(0, recording.Units)]];
        return modules.Count > 0 && modules.All(units => units.Count > 0 && units.All(unit => unit >= 0 && unit < recording.Units)) ? modules
            : throw new UsageException($"`Modules` has no module, or one without units or with a unit that there is not; units are 0 to {recording.Units - 1}, such as [0, 1, 2].");
    }

    private double Sum(ReadOnlySpan<float> rates, IReadOnlyList<int> units)
    {
        var sum = 0.0;
        foreach (var unit in units)
        {
            sum += Absolute ? Math.Abs(rates[unit]) : rates[unit];
        }

        return sum;
    }
}
