using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <content>What can be known to be wrong before training begins.</content>
public sealed partial record RunConfiguration
{
    private const int MostAnswers = 10;

    /// <summary>Checks that every part is allowed, that the parts fit each other, and that a batch fits into memory.</summary>
    /// <param name="threads">Threads that are to work; more need more memory.</param>
    /// <exception cref="UsageException">All faults together.</exception>
    public void Validate(int threads = 1)
    {
        var graph = CheckedGraph();
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (Reconstruction is { } reconstruction)
        {
            using var exact = new Engine<double>(graph, threads, reconstruction);
            CheckMemory(exact.Memory, available);
            return;
        }

        using var engine = new Engine<float>(graph, threads, ReadoutRule is null ? Penalties.Needs : new EngineOptions { IsForwardOnly = true });
        CheckMemory(engine.Memory, available);
    }

    /// <summary>The step of the network, once everything but memory has been checked.</summary>
    internal StepGraph CheckedGraph()
    {
        var faults = new List<string>();
        Collect(faults, Task.Validate);
        foreach (var (section, record) in Sections)
        {
            if (section is not (TaskSection or NetworkSection))
            {
                faults.AddRange(Settings.Faults(record, binding => Subject(section, binding)));
            }
        }

        StepGraph? graph = null;
        if (faults.Count == 0)
        {
            Collect(faults, () => graph = Graph());
            CheckCount(faults, graph);
            Collect(faults, () => _ = new HeadLosses(Task, Loss.Catalog.Create(Training.Loss)));
            if (graph is not null)
            {
                Collect(faults, () => CellFit.Check(Cell, graph, Task, Training.Dt));
            }

            Collect(faults, () => CheckCurriculum(graph));
            CheckContinual(faults);
            CheckCredit(faults, graph);
            CheckUnroll(faults);
            CheckHistory(faults, graph);
            CheckReplay(faults);
            CheckReadoutRule(faults, graph);
            CheckValidation(faults);
            Collect(faults, () => CheckTrials(graph));
            CheckRates(faults, graph);
        }

        if (graph is null || faults.Count > 0)
        {
            faults.AddRange(Network.Faults());
        }
        else
        {
            Collect(faults, () => CheckTrained(new NetworkBuilder(
                Cell, graph.Parameters, Network, Seed, new Dictionary<string, Connectivity>(), graph.InputNames), graph));
        }

        return faults.Count == 0 ? graph! : throw new UsageException(faults);
    }

    private void CheckUnroll(List<string> faults)
    {
        if (Training.Unroll is not { } back)
        {
            return;
        }

        if (Training.UnrollEvery > back)
        {
            faults.Add($"`UnrollEvery` is {Settings.Text(Training, "unroll-every")} steps, but errors go back only {Settings.Text(Training, "unroll")} (`Unroll`), so those of the "
                + "steps between would be lost; set `UnrollEvery` to at most `Unroll`, or leave it out.");
        }

        if (Penalties.Omega > 0)
        {
            faults.Add($"`Omega` is {Settings.Text(Penalties, "omega")}, but it keeps errors alive back to the first step, and with `Unroll = {Settings.Text(Training, "unroll")}` "
                + "they are cut off; set `Omega = 0`, or `Unroll = none`.");
        }
    }

    /// <summary>One step of the network, as the cell defines it for the channels of the task.</summary>
    public StepGraph Graph() => Cell.Graph(Task.Inputs.Count, Task.Outputs.Count, Training.Dt, Task.ContextNames.Count).Named(Task.Inputs);

    /// <summary>The task at a stage of the curriculum.</summary>
    /// <param name="progress">p, 0 to 1.</param>
    internal CognitiveTask TaskAt(double progress) =>
        Curriculum.IsNone || progress == 1 ? Task
            : Curriculum.Factors.Aggregate(Task, (task, factor) => task.Ease(factor, Curriculum.From, progress));

    /// <summary>Refuses a batch that does not fit into memory.</summary>
    internal void CheckMemory(Func<int, int, long> memory, long available)
    {
        TrialMemory.Check(memory, "Training", Task.Name, Longest, Training.Dt, TrialsAtOnce, available, string.Create(
            CultureInfo.InvariantCulture, $"fewer `Trials` (now {Training.Trials}) or fewer `Units` (now {Cell.Units})"));
    }

    private int TrialsAtOnce => Math.Max(Training.Trials, Math.Min(Evaluator.Chunk, Training.ValidationTrials));

    private long MostSteps(StepGraph? graph) => graph is null ? long.MaxValue : TrialMemory.MostSteps(ReadoutRule is null ? graph.Units : 0, Task, TrialsAtOnce);

    private TimeSpan Longest => TaskAt(0).Longest is var eased && eased > Task.Longest ? eased : Task.Longest;

    private static void Collect(List<string> faults, Action check)
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

    private void CheckCurriculum(StepGraph? graph)
    {
        var grow = Task.Factors.Where(factor => factor.Kind != FactorKind.Label).Select(factor => factor.Name).ToList();
        if (Curriculum.Factors.FirstOrDefault(growing => Task.Factors.All(factor => factor.Name != growing)) is { } unknown)
        {
            throw new UsageException($"`Curriculum`: {Task.Name} has no factor '{unknown}'. "
                + (grow.Count > 0 ? $"Name one of its factors ({string.Join(", ", grow)}), or set" : "Set") + " `Curriculum = none` to train without one.");
        }

        CognitiveTask first;
        try
        {
            first = TaskAt(0);
        }
        catch (UsageException fault)
        {
            throw new UsageException([.. fault.Faults.Select(f => $"`Curriculum`: {f.TrimEnd('.')}, or set `Curriculum = none` to train without one.")]);
        }

        try
        {
            if (!Curriculum.IsNone)
            {
                TrialCheck.Run(first, Training.Dt, mostSteps: MostSteps(graph));
            }
        }
        catch (UsageException fault)
        {
            throw new UsageException(
            [
                .. fault.Faults.Select(f =>
                    $"`Curriculum`: at the first stage, with {Curriculum.Factor} {Settings.Text(Curriculum, "from")}: {f} Set another "
                    + "`Curriculum.From`, or `Curriculum = none` to train without one."),
            ]);
        }
    }

    // A user's own cell may claim that its rates are not negative when they are.
    private void CheckRates(List<string> faults, StepGraph? graph)
    {
        if (graph is not null && Network.Dale != Positivity.None && Cell.HasNonNegativeRates && RateSign.Negative(graph) is { } rate)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"`Dale` is {Settings.Text(Network, "dale")} and the cell {Cell.Name} declares that its rates cannot be negative (HasNonNegativeRates), but "
                + $"with random weights a rate of {rate:G3} occurred. Give step.Rate a function such as rectify, or let HasNonNegativeRates be "
                + $"false and set `Dale = none`."));
        }
    }

    // Flags that each switch off one kind of weights may together switch off all.
    private void CheckTrained(NetworkBuilder builder, StepGraph graph)
    {
        if (Stopping.MaxUpdates > 0 && !graph.Parameters.Any(builder.Learns))
        {
            throw new UsageException("No weights are trained, because `TrainRecurrent`, `TrainInput`, `TrainReadout` and the like are all false; set at "
                + "least one of them to true, or `MaxUpdates = 0`.");
        }
    }

    // Beyond this many weights no array can hold them, which would be found while memory is being counted.
    private void CheckCount(List<string> faults, StepGraph? graph)
    {
        var weights = Count(_ => true);
        if (weights > Array.MaxLength / 2)
        {
            var (subject, remedy) = Count(shape => shape.Role == ParameterRole.ReadoutLayer) > weights / 2
                ? ($"`Layers` is {Settings.Text(Cell, "layers")}", "narrower `Layers`")
                : (FormattableString.Invariant($"`Units` is {Cell.Units}"), "fewer `Units`");
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{subject}, which makes {weights} weights and needs more than {TrialMemory.Gigabytes(8 * weights)} GB of memory; set {remedy}."));
        }

        long Count(Func<ParameterShape, bool> which) => graph?.Parameters.Where(which).Sum(shape => (long)shape.Rows * shape.Columns) ?? 0;
    }

    // Where the worst condition decides, it must be shown, and often enough within the window that the threshold can be told from chance.
    private void CheckValidation(List<string> faults)
    {
        var judged = (Stopping.Threshold > 0 && Stopping.Criterion == PerformanceMeasure.Minimum)
            || Curriculum is { IsNone: false, Judge: CurriculumJudge.Validation, Criterion: PerformanceMeasure.Minimum };
        var conditions = Math.Max(1, Task.Conditions.Count);
        var shown = (int)(Training.ValidationTrials * (1 - Task.CatchProbability)) / conditions;
        var least = Stopping.Threshold < 1 ? (int)Math.Ceiling(Math.Min(MostAnswers, 1 / (1 - Stopping.Threshold)) - 1e-9) : MostAnswers;
        if (judged && (shown < 1 || shown * Stopping.Window < least) && ScoredConditions.Of(Task).Count > 0)
        {
            var perCheck = (least + Stopping.Window - 1) / Stopping.Window;
            var enough = (int)Math.Ceiling(conditions * perCheck / Math.Max(1 - Task.CatchProbability, 0.01));
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"`ValidationTrials` is {Training.ValidationTrials}, so each check shows each of the {conditions} conditions of {Task.Name} "
                + $"{(shown == 1 ? "once" : $"{shown} times")}, too few to judge the worst condition over {Checks(Stopping.Window)}; set "
                + $"`ValidationTrials` to at least {enough}{(Enough(enough) ? ", or `Criterion = overall`" : "")}."));
        }
        else if (Stopping.Threshold > 0 && Task.Conditions.Count > 0 && !Enough(Training.ValidationTrials) && ScoredConditions.Of(Task).Count > 0)
        {
            var scored = Math.Max(1 - Task.CatchProbability, 0.01) * Stopping.Window;
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"`ValidationTrials` is {Training.ValidationTrials}, too few to judge {conditions} conditions of {Task.Name} over {Checks(Stopping.Window)} "
                + $"with a threshold of {Stopping.Threshold}; set `ValidationTrials` to at least "
                + $"{(int)Math.Ceiling(Math.Max(conditions, least) / scored)}."));
        }

        static string Checks(int window) => window == 1 ? "one check" : $"a window of {window} checks";

        // Every condition once, and as many answers as tell the threshold from chance.
        bool Enough(int trials) => (int)(trials * (1 - Task.CatchProbability)) * Stopping.Window >= Math.Max(conditions, least);
    }

    private void CheckTrials(StepGraph? graph)
    {
        TrialCheck.Run(Task, Training.Dt, mostSteps: MostSteps(graph));
        foreach (var earlier in EarlierTasks)
        {
            TrialCheck.Run(earlier, Training.Dt);
        }
    }
}
