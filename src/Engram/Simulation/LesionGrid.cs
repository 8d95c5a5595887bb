using System.Globalization;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;
using MathNet.Numerics.Statistics;

namespace Engram.Simulation;

/// <summary>
/// Lesions of growing size, at several values of a factor of the task: every cell of the grid sees the same trials and the same noise, so that
/// what differs is the lesion alone.
/// </summary>
public sealed record LesionGrid
{
    /// <summary>The experiment with the intact network; its trials are those of each value of the factor.</summary>
    public required Experiment Intact { get; init; }

    /// <summary>What is done.</summary>
    public LesionKind Kind { get; init; } = LesionKind.Silence;

    /// <summary>
    /// The units to which it is done: an area, <c>all</c>, <c>excitatory</c> or <c>inhibitory</c>. Of these, <see cref="Amounts"/> are the shares
    /// that fall silent or are cut off; noise and drive are added to all that are named, such as <c>prefrontal:0.5</c>.
    /// </summary>
    public UnitChoice Units { get; init; } = new("all");

    /// <summary>Shares from 0 to 1 of units that are silent or cut off; or standard deviations of noise; or currents.</summary>
    public IReadOnlyList<double> Amounts { get; init; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>The area that no longer hears the units, where they are cut off.</summary>
    public string? To { get; init; }

    /// <summary>The period in which it is done; null for the whole trial. What is cut stays cut.</summary>
    public string? Period { get; init; }

    /// <summary>A factor of the task, pinned to one of <see cref="Values"/> after the other; null for the trials as they are drawn.</summary>
    public string? Factor { get; init; }

    /// <summary>Values of the factor as text, such as <c>1.5s</c>.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Draws of the units, where they are a part of those that are named.</summary>
    public int Draws { get; init; } = 5;

    /// <summary>Seed of the first draw; the others follow.</summary>
    public ulong UnitSeed { get; init; } = 1;

    /// <summary>Runs every cell.</summary>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <returns>One cell for each amount and value; the values vary faster.</returns>
    /// <exception cref="UsageException">There are no such units, no such area, period, factor or value, or numbers that are not allowed; before anything is run.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<LesionCell> Run(CancellationToken cancel = default)
    {
        Check();
        var (values, tasks) = (Levels, Tasks());
        var cells = new LesionCell[Amounts.Count * values.Count];
        for (var k = 0; k < values.Count; k++)
        {
            var intact = Intact with { Task = tasks[k] };

            // Where weights alone differ, one engine serves all networks; it is the engine that Run would use.
            using var prepared = Intact.DoublePrecision ? null : intact.Prepare<float>();
            for (var a = 0; a < Amounts.Count; a++)
            {
                cells[(a * values.Count) + k] = Cell(
                    Amounts[a], values[k], intact,
                    lesioned => prepared is not null && lesioned is { Lesions.Count: 0, Drives.Count: 0 } ? prepared.Record(lesioned.Network, cancel) : lesioned.Run(cancel));
            }
        }

        return cells;
    }

    /// <summary>The experiment of one cell and draw.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="units">The units to which it is done.</param>
    internal Experiment With(double amount, IReadOnlyList<int> units) => (Kind, units.Count) switch
    {
        (_, 0) => Intact,
        (LesionKind.Silence, _) when Period is null => Intact with { Network = Intact.Network.Silence([.. units]) },
        (LesionKind.Silence, _) => Intact with { Lesions = [new(units, Period!)] },
        (LesionKind.Cut, _) => Intact with { Network = Intact.Network.Cut(units, Intact.Network.Cell.UnitsOf(To!).Range) },
        (LesionKind.Noise, _) => Intact with { Drives = [new(units, 0, amount, Period)] },
        _ => Intact with { Drives = [new(units, amount, 0, Period)] },
    };

    /// <summary>The choice of units that an amount stands for.</summary>
    internal UnitChoice Choice(double amount) => IsOfShares ? new(Units.Name, amount) : Units;

    private bool IsOfShares => Kind is LesionKind.Silence or LesionKind.Cut;

    private LesionCell Cell(double amount, string? value, Experiment intact, Func<Experiment, Recording> record)
    {
        var grid = this with { Intact = intact };
        var (draws, all) = (new List<LesionDraw>(), new UnitChoice(Units.Name).Of(intact.Network, UnitSeed).Count);
        for (var draw = 0; draw < Draws; draw++)
        {
            var units = Choice(amount).Of(intact.Network, UnitSeed + (ulong)draw);
            if (draw > 0 && (units.Count == 0 || units.Count == all))
            {
                // Every draw is the first.
                break;
            }

            var recording = record(grid.With(amount, units));
            draws.Add(new(units, recording.Performance is { Conditions.Count: > 0 } scored ? scored : null, Error(intact.Task, recording)));
        }

        return new(amount, value, draws[0].Units.Count, draws);
    }

    private static double? Error(CognitiveTask task, Recording recording)
    {
        if (task is not RingTask)
        {
            return null;
        }

        double[] errors = [.. recording.Trials.Where(trial => trial.IsCorrect is not null).Select(trial => Math.Abs(trial.Measures["error"])).Where(double.IsFinite)];
        return errors.Length == 0 ? null : errors.Median();
    }

    private CognitiveTask Pinned(string value)
    {
        var task = Intact.Task.Pin(Factor!, value);
        task.Validate();
        return task;
    }

    /// <summary>Whether it can be run; nothing is run.</summary>
    /// <exception cref="UsageException">As <see cref="Run"/>; all faults together.</exception>
    public void Check()
    {
        var faults = new List<string>();
        void Collect(Action check)
        {
            try
            {
                check();
            }
            catch (UsageException fault)
            {
                faults.AddRange(fault.Faults);
            }
        }

        if (Amounts.Count == 0)
        {
            faults.Add("`Amounts` is empty; give at least one, such as 0.5.");
        }

        if (Draws < 1)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"`Draws` is {Draws}; set a whole number of at least 1."));
        }

        if (IsOfShares && (Units.Count is not null || Units.Share != 1))
        {
            faults.Add($"`Units` is {Units}, but the shares are given by `Amounts`; write {Units.Name}.");
        }

        foreach (var amount in Amounts.Where(amount => IsOfShares ? !(amount is >= 0 and <= 1) : !double.IsFinite(amount) || (Kind == LesionKind.Noise && amount < 0)))
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"`Amounts` has {amount}; {(IsOfShares ? "give shares of the units from 0 to 1" : Kind == LesionKind.Noise ? "give standard deviations of at least 0" : "give finite numbers")}."));
        }

        if (faults.Count == 0)
        {
            Collect(() => _ = Choice(Amounts[0]).Of(Intact.Network, UnitSeed));
        }

        if ((Kind == LesionKind.Cut) != (To is not null))
        {
            faults.Add(To is null ? "`Kind` is cut, but `To` does not say from which area; name it." : $"`To` is {To}, but nothing is cut; set `Kind = cut`, or leave it out.");
        }
        else if (To is not null)
        {
            Collect(() => _ = Intact.Network.Cell.UnitsOf(To));
        }

        if (Kind == LesionKind.Cut && Period is not null)
        {
            faults.Add($"`Period` is {Period}, but what is cut stays cut; leave it out, or set `Kind = silence`.");
        }

        if (Intact.Lesions.Count > 0 || Intact.Drives.Count > 0)
        {
            faults.Add("The experiment of the intact network has lesions or drives already; leave them out.");
        }

        if ((Factor is null) != (Values.Count == 0))
        {
            faults.Add(Factor is null ? "`Values` are given, but `Factor` does not say of what; name a factor of the task." : $"`Factor` is {Factor}, but `Values` is empty; give at least one.");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        foreach (var task in Tasks())
        {
            CheckPeriod(task);
        }
    }

    private IReadOnlyList<string?> Levels => Factor is null ? new string?[] { null } : [.. Values];

    private List<CognitiveTask> Tasks() => [.. Levels.Select(value => value is null ? Intact.Task : Pinned(value))];

    // Which periods a task has is known from its trials alone.
    private void CheckPeriod(CognitiveTask task)
    {
        if (Period is null)
        {
            return;
        }

        var known = (Intact with { Task = task }).PeriodNames();
        if (!known.Contains(Period))
        {
            throw new UsageException($"There is no period '{Period}' in the trials of {task.Name}. {Nearest.Hint(Period, known)}");
        }
    }
}
