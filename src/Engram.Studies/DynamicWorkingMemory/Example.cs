using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.Common;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>One network of each task, looked at from all sides.</summary>
internal sealed class Example
{
    private readonly StudyContext study;
    private readonly TrainedRun run;
    private readonly Recording recording;
    private readonly MemorySettings settings;
    private readonly string name, title;

    private Example(StudyContext study, string name, string title, TrainedRun run, MemorySettings settings)
    {
        (this.study, this.name, this.title, this.run, this.settings) = (study, name, title, run, settings);
        recording = DelayDynamics.Record(run, settings.Delay, settings.Trials);
    }

    /// <summary>Draws the figures of one network of each family.</summary>
    public static void Write(Plan plan, IReadOnlyList<Family> families, MemorySettings settings)
    {
        foreach (var family in families.Where(family => family.Setting == "delay"))
        {
            var place = family.Values.Select((value, at) => (value, at)).MinBy(one => Math.Abs(one.value - settings.Delay)).at;
            var run = family.Of(place).Select(one => one.Run).OrderBy(one => one.Status == RunStatus.Reached ? 0 : 1).First();
            new Example(
                plan.Study, family.Name.ToLowerInvariant().Replace(",", "").Replace(' ', '-'),
                $"{family.Name} ({Plan.Words(family.Values[place])}, seed {run.Configuration.Seed})", run.Load(), settings).Draw();
        }
    }

    private void Draw()
    {
        study.Section($"One network: {title}");
        Raster();
        Rates();
        Weights();
        Decoding();
        StateSpace();
    }

    private void Raster()
    {
        var trial = recording.Trials.First(one => one.Condition == 1);
        double[] Channel(Func<int, float> of) => [.. Enumerable.Range(0, trial.Steps).Select(step => (double)of(step))];
        var task = run.Configuration.Task;
        study.Figure(
            $"{name}-trial",
            new TrialRasterFigure
            {
                Time = Time(trial.Steps),
                Inputs =
                [
                    .. task.Inputs.Select((input, at) =>
                        new NamedValues(input, Channel(step => recording.InputAt(step, trial.Index)[at]))),
                ],
                Targets =
                [
                    .. task.Outputs.Select((output, at) => new NamedValues(
                        output,
                        [.. Enumerable.Range(0, trial.Steps).Select(step => recording.MaskAt(step, trial.Index)[at] > 0
                            ? recording.TargetAt(step, trial.Index)[at] : double.NaN)])),
                ],
                Outputs =
                [
                    .. task.Outputs.Select((output, at) =>
                        new NamedValues(output, Channel(step => recording.OutputAt(step, trial.Index)[at]))),
                ],
                Periods = Periods(trial),
            },
            $"One {trial.ConditionName} trial: inputs, targets at the times at which the loss counts (dashed), and outputs.");
    }

    private void Rates()
    {
        var steps = recording.Trials.Min(trial => trial.Steps);
        var first = recording.Trials.Where(trial => trial.Condition is 0 or 1).ToList();
        var rates = new double[recording.Units, steps];
        for (var step = 0; step < steps; step++)
        {
            foreach (var trial in first)
            {
                var r = recording.Rate(step, trial.Index);
                for (var unit = 0; unit < recording.Units; unit++)
                {
                    rates[unit, step] += r[unit] / (double)first.Count;
                }
            }
        }

        study.Figure(
            $"{name}-rates",
            new RateHeatMapFigure
            {
                Rates = rates, Time = Time(steps), Unit = "", Normalised = true, Periods = Periods(recording.Trials[0]),
            },
            $"Mean rates of all units in trials with {first[0].ConditionName.Split('-')[0]} first, each divided by its peak and sorted by "
            + "the time of the peak.");
    }

    private void Weights()
    {
        var units = run.Network.Units;
        var excitatory = run.Configuration.Network.Excitatory(run.Configuration.Cell);
        var weights = new double[units, units];
        var (fromExcitatory, fromInhibitory) = (new List<double>(), new List<double>());
        for (var i = 0; i < units; i++)
        {
            for (var j = 0; j < units; j++)
            {
                weights[i, j] = run.Network["w_rec", i, j];
                if (weights[i, j] != 0)
                {
                    (j < excitatory ? fromExcitatory : fromInhibitory).Add(weights[i, j]);
                }
            }
        }

        study.Figure(
            $"{name}-weights",
            new WeightMatrixFigure { Weights = weights, ExcitatoryRows = excitatory, ExcitatoryColumns = excitatory },
            "Effective recurrent weights. Each column holds the weights that one unit sends.");
        study.Figure(
            $"{name}-weight-histogram",
            new HistogramFigure
            {
                Groups =
                [
                    new NamedValues("from excitatory units", fromExcitatory), new NamedValues("from inhibitory units", fromInhibitory),
                ],
                X = new Axis("Recurrent weight"),
                Shares = true,
            },
            $"Nonzero weights: {fromExcitatory.Count} from excitatory and {fromInhibitory.Count} from inhibitory units.");
    }

    private void Decoding()
    {
        var decoder = new LinearDecoder { Permutations = settings.Permutations };
        var factor = MemoryOfNetwork.FirstPulse(run);
        var curve = decoder.Decode(recording, factor);
        var cross = decoder.CrossTemporal(recording, factor);
        study.Figure(
            $"{name}-decoding",
            DecodingFigures.OverTime(curve, "first pulse", Boundaries()),
            "Share of trials in which a linear decoder identifies the first pulse from the rates, in bins of 100 ms. Test trials were not "
            + "used to fit the decoder.");
        study.Figure(
            $"{name}-cross-temporal",
            DecodingFigures.AcrossTimes(cross, Boundaries()),
            "The same for decoders fitted at one time and tested at another. A stable code appears as a square, a changing code as a "
            + "diagonal.");
    }

    private void StateSpace()
    {
        var visited = DelayDynamics.States(recording);
        var components = PrincipalComponents.Of(visited, recording.StateWidth);
        var points = DelayDynamics.Points(run, recording, settings.Starts).Where(point => !point.IsFar).ToList();
        var plane = new StatePlane(components);
        StatePoint[] marks = [.. points.Select(point => plane.Mark(point))];
        var curves = plane.Trajectories(recording);
        study.Figure(
            $"{name}-trajectories",
            new TrajectoryFigure { Curves = curves, Points = marks },
            "Mean states of each condition from the start of the trial, on the two components with the greatest variance in the delay "
            + $"({(100 * components.Explained.Take(2).Sum()).ToString("0", System.Globalization.CultureInfo.InvariantCulture)} % of it), "
            + $"with the fixed and slow points of the delay: {UnseenPoints.Of(points)}.");
        study.Figure(
            $"{name}-flow",
            new PhasePlaneFigure
            {
                Flow = plane.Flow(run, DelayDynamics.Input(run), visited),
                X = new Axis("PC 1"),
                Y = new Axis("PC 2"),
                Points = marks,
            },
            "The flow between the pulses, on the plane of these two components through the mean state, with the points.");
        if (points.MaxBy(point => point.Starts) is { } main)
        {
            study.Figure(
                $"{name}-eigenvalues",
                new EigenvalueFigure
                {
                    Groups = [new EigenvalueGroup("modes", [.. main.Modes.Select(mode => mode.EulerRate(recording.Dt))])],
                },
                $"Eigenvalues at the point where most delay states settle ({Words(main)}), in continuous time, (λ − 1)/dt.");
        }
    }

    private ReferenceLine[] Boundaries() =>
        [.. recording.Trials[0].Periods.Skip(1).Select(period => new ReferenceLine(period.Start.TotalSeconds))];

    private double[] Time(int steps) => [.. Enumerable.Range(1, steps).Select(step => step * recording.Dt.TotalSeconds)];

    private static PeriodBand[] Periods(RecordedTrial trial) =>
        [.. trial.Periods.Select(period => new PeriodBand(period.Name, period.Start.TotalSeconds, period.End.TotalSeconds))];

    private static string Words(FixedPoint point) =>
        $"a {(point.Kind == PointKind.Slow ? "slow point" : Engram.Configuration.Kebab.Of(point.Type.ToString()).Replace('-', ' '))}";
}
