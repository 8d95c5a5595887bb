using System.Reflection;
using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Every analysis that takes numbers is fed one that is none, and refuses it in a sentence that says where it is.</summary>
public sealed class FiniteContractTests
{
    private static readonly Type[] Numbers =
    [
        typeof(Recording), typeof(Network), typeof(Experiment), typeof(ConnectivityFit), typeof(ReadOnlySpan<double>), typeof(double[]),
        typeof(double[,]), typeof(IReadOnlyList<double>), typeof(ReadOnlySpan<float>),
    ];

    // A circuit is a function of its state, asked millions of times; whoever searches or simulates with it checks what goes in. A summary
    // of draws is no number where one of them is none.
    private static readonly string[] Values = ["Drive", "Readout", "Jacobian", "DrawStatistics.Of"];

    private static readonly TimeSpan Dt = 10.Ms;

    // Each with the value in the middle of its numbers: finite it is taken, otherwise refused.
    private static readonly (string Name, Action<double> Call)[] Cases =
    [
        ("Abstraction.Of", x => new Abstraction { Permutations = 2 }.Of(Of(r => r.Rates, x), "side", "strength", "cue")),
        ("Abstraction.OfRows", x => new Abstraction { Permutations = 2 }.OfRows([.. Ramp(23), x], 2, [.. Synthetic.Sides(12, 4)], [false, false, true, true])),
        ("ActivityPeaks.OfRates", x => ActivityPeaks.OfRates(Of(r => r.Rates, x), new())),
        ("ActivityPeaks.OfOutputs", x => ActivityPeaks.OfOutputs(Of(r => r.Output, x), new())),
        ("ActivityPeaks.OfTargets", x => ActivityPeaks.OfTargets(Of(r => r.Target, x), new())),
        ("ActivityRatio.Of", x => ActivityRatio.Of(Of(r => r.Rates, x), Signed(), null)),
        ("CircuitSimulation.Run", x => new FiniteCircuit(Loadings.Normal(8, 1)).Run(Of(r => r.Input, x))),
        ("CodingSubspaces.Compare", x => new CodingSubspaces { Axes = 1, Permutations = 2 }.Compare(Of(r => r.Rates, x), "side", "cue", "strength", "delay")),
        ("ConditionAverages.Of", x => ConditionAverages.Of(Of(r => r.Rates, x))),
        ("ConnectivityFit.Resample", x => Mixture(x).Resample(8, 1, 0)),
        ("ConnectivityResampling.Run", x => new ConnectivityResampling { Draws = 1, Trials = 4 }.Run(Mixture(x), Rank1Task, 20.Ms)),
        ("CueResponseCoding.Of", x => CueResponseCoding.Of(Of(r => r.Rates, x), "side", "strength", "delay", permutations: 10)),
        ("DelayCellFinder.Find", x => new DelayCellFinder { Baseline = "cue", Permutations = 100 }.Find(Of(r => r.Rates, x), "side")),
        ("DelaySequence.Of", x => DelaySequence.Of(Of(r => r.Rates, x), permutations: 10)),
        ("DriveBalance.Of", x => DriveBalance.Of(Of(r => r.Rates, x), Signed())),
        ("DriveBalance.Of", x => DriveBalance.Of(Of(r => r.Input, x), Signed())),
        ("DynamicalSimilarity.Of", x => new DynamicalSimilarity().Of(Square(x), Square(0.5))),
        ("DynamicalSimilarity.Of", x => new DynamicalSimilarity().Of(Square(0.5), Square(x))),
        ("EigenvalueSpectrum.Of", x => EigenvalueSpectrum.Of([1, x, 0, 1], 2, Dt)),
        ("EigenvalueSpectrum.OfMatrix", x => EigenvalueSpectrum.OfMatrix([1, x, 0, 1], 2, Dt, Dt)),
        ("FixedPointFinder.BoxStarts", x => FixedPointFinder.BoxStarts([1, x, 0, 1], 2, 1, 1)),
        ("FixedPointFinder.Starts", x => FixedPointFinder.Starts([1, x, 0, 1], 2, 1, 1)),
        ("FixedPointFinder.Find", x => new FixedPointFinder().Find(Leaky(x), Dt, new double[4], [0])),
        ("FixedPointFinder.Find", x => new FixedPointFinder().Find(Leaky(0.5), Dt, [0, x, 0, 0], [0])),
        ("FixedPointFinder.Find", x => new FixedPointFinder().Find(Leaky(0.5), Dt, new double[4], [x])),
        ("GateActivity.Of", x => GateActivity.Of(Flowing(x))),
        ("GoodnessOfFit.Of", x => GoodnessOfFit.Of(Of(r => r.Output, x))),
        ("GoodnessOfFit.Of", x => GoodnessOfFit.Of(Of(r => r.Target, x))),
        ("GradientFlow.LogNorms", x => GradientFlow.LogNorms(Turning, [1, x, 0, 1], [], [1, 1])),
        ("GradientFlow.LogNorms", x => GradientFlow.LogNorms(Turning, [1, 1, 0, 1], [], [1, x])),
        ("GradientFlow.LogNorms", x => GradientFlow.LogNorms(SmallNetworks.Leaky(Activation.Tanh, [1]), [1, 1], [1, x], [1])),
        ("GradientFlow.Of", x => new GradientFlow().Of(Flowing(x))),
        ("InferenceTeacher.Of", x => InferenceTeacher.Of(Leaky(x))),
        ("IntrinsicTimescales.Of", x => IntrinsicTimescales.Of(Of(r => r.Rates, x), "delay", 20.Ms)),
        ("InhibitionOfOutputs.Of", x => InhibitionOfOutputs.Of(Of(r => r.Rates, x), Signed())),
        ("InhibitionSilencing.Run", x => new InhibitionSilencing().Run(Sequences(x))),
        ("LatentBifurcation.Of", x => LatentBifurcation.Of(Circuit, 0, [0, x], [0])),
        ("LatentFixedPoint.State", x => LatentFixedPoint.State(Loadings.Normal(8, 1), [x], [0])),
        ("LatentFixedPoints.Find", x => new LatentFixedPoints { Starts = 10 }.Find(Circuit, [x])),
        ("LatentFlow.Of", x => LatentFlow.Of(Circuit, 1, 4, [x])),
        ("LatentTrajectory.Of", x => LatentTrajectory.Of(Loadings.Normal(4, 1), Of(r => r.States, x))),
        ("LatentTrajectory.NaiveKappa", x => LatentTrajectory.NaiveKappa(Loadings.Normal(4, 1), Of(r => r.States, x))),
        ("MemoryField.Fit", x => MemoryField.Fit([0, 72, 144, 216, 288 + x], [1, 2, 3, 4, 5])),
        ("MemoryField.Fit", x => MemoryField.Fit([0, 72, 144, 216, 288], [1, 2, x, 4, 5])),
        ("PlaceFields.Of", x => new PlaceFields { Permutations = 100 }.Of(Running(x), "side")),
        ("RateMaps.Of", x => new RateMaps { Bins = 3 }.Of(Walking(x))),
        ("BorderCellTest.Of", x => new BorderCellTest { Shuffles = 19, Maps = new() { Bins = 3 } }.Of(Walking(x))),
        ("HeadDirectionTest.Of", x => new HeadDirectionTest { Shuffles = 19 }.Of(Walking(x))),
        ("Remapping.Of", x => new Remapping { Shuffles = 19, Rotations = 1, Maps = new() { Bins = 3 } }.Of(Walking(x), Walking(0.5))),
        ("Remapping.Of", x => new Remapping { Shuffles = 19, Rotations = 1, Maps = new() { Bins = 3 } }.Of(Walking(0.5), Walking(x))),
        ("ScaleModules.Of", x => new ScaleModules { Samples = 19 }.Of([0.3, 0.4, x, 0.6, 0.7, 0.8])),
        ("SpatialInformation.Of", x => new SpatialInformation { Shuffles = 19, Maps = new() { Bins = 3 } }.Of(Walking(x))),
        ("PositionDecoder.Of", x => new PositionDecoder().Of(Walking(x))),
        ("LayerActivity.Of", x => LayerActivity.Of(Walking(x), Layered, 1)),
        ("SplitHalfReliability.Of", x => new SplitHalfReliability { Maps = new() { Bins = 3 } }.Of(Walking(x))),
        ("ToroidalTopology.Of", x => new ToroidalTopology { Dimensions = 2, Landmarks = 10, Shuffles = 19 }.Of(Of(r => r.Rates, x))),
        ("SplitHalfReliability.TryOf", x => new SplitHalfReliability { Maps = new() { Bins = 3 } }.TryOf(Walking(x))),
        ("MovementJumps.Of", x => MovementJumps.Of(Walking(0), "x", "y", 1 + x)),
        ("MovementSignals.Of", x => new MovementSignals { Sample = MovementSample.Step }.Of(Walking(x))),
        ("MovementSignals.Sessions", x => new MovementSignals { Sample = MovementSample.Step }.Sessions(Walking(x))),
        ("GridCellTest.Of", x => new GridCellTest { Shuffles = 19, Maps = new() { Bins = 3 } }.Of(Walking(x))),
        ("PrincipalAngles.Between", x => PrincipalAngles.Between(Square(x), Square(0.5))),
        ("PrincipalAngles.Between", x => PrincipalAngles.Between(Square(0.5), Square(x))),
        ("RepresentationalSimilarity.Of", x => new RepresentationalSimilarity().Of(Of(r => r.Rates, x), "side", "cue")),
        ("RepresentationalSimilarity.OfRows", x => new RepresentationalSimilarity().OfRows([.. Ramp(23), x], 2, Synthetic.Sides(12))),
        ("TaskVariance.Of", x => TaskVariance.Of(Of(r => r.Rates, x), "side")),
        ("UnitClusters.Of", x => UnitClusters.Of(new[,] { { 0, 1 }, { 1, x }, { 0, 0.9 }, { 1, 0.1 } })),
        ("LinearAccount.Of", x => LinearAccount.Of(Sequences(x))),
        ("LinearAccount.Predict", x => LinearAccount.Of(Sequences(0.5)).Predict(Sequences(x).Network, LinearAccountKind.FrozenGates)),
        ("LinearAccount.RelativeError", x => LinearAccount.RelativeError(Of(r => r.Rates, 0.5), Of(r => r.Rates, x))),
        ("LinearAccount.ErrorOfChange", x => LinearAccount.ErrorOfChange(Of(r => r.Rates, 1), Of(r => r.Rates, 2), Of(r => r.Rates, x))),
        ("LinearDecoder.CrossValidate", x => LinearDecoder.CrossValidate([.. Ramp(11), x], 1, Synthetic.Sides(12))),
        ("LinearDecoder.Decode", x => Decoder.Decode(Of(r => r.Rates, x), "side")),
        ("LinearDecoder.CrossTemporal", x => Decoder.CrossTemporal(Of(r => r.Rates, x), "side")),
        ("LinearDecoder.DecodeWithActivity", x => (Decoder with { Permutations = 9 }).DecodeWithActivity(Of(r => r.Rates, x), "side", "cue")),
        ("LinearDecoder.Generalise", x => Decoder.Generalise(Of(r => r.Rates, x), "side", "strength", "0")),
        ("LoadingSpace.Of", x => LoadingSpace.Of(With(Loadings.Normal(8, 1).ToNetwork(), x))),
        ("LoadingSpace.InGauge", x => Loadings.Normal(8, 1).InGauge(new[,] { { x } })),
        ("LowRankInference.Fit", x => new LowRankInference { Updates = 1 }.Fit(Of(r => r.Rates, x), 100.Ms, Activation.Tanh)),
        ("LowRankInference.Fit", x => new LowRankInference { Updates = 1 }.Fit(Of(r => r.Input, x), 100.Ms, Activation.Tanh)),
        ("LyapunovSpectrum.Of", x => new LyapunovSpectrum { Steps = 2 }.Of(Turning, Dt, [1, x], [])),
        ("LyapunovSpectrum.Of", x => new LyapunovSpectrum { Steps = 2 }.Of(SmallNetworks.Leaky(Activation.Tanh, [1]), Dt, [1], [1, x])),
        ("MagnitudeFit.All", x => MagnitudeFit.All([1, x, 2])),
        ("MagnitudeFit.Of", x => MagnitudeFit.Of([1, x, 2], MagnitudeFamily.Gamma)),
        ("MatrixExponential.Of", x => MatrixExponential.Of([1, x, 0, 1], 2)),
        ("MeanFieldCircuit..ctor", x => _ = new MeanFieldCircuit(Mixture(x))),
        ("MemoryCapacity.Of", x => MemoryCapacity.Of(Of(r => r.Rates, x), 0, 2)),
        ("MemoryCapacity.Of", x => MemoryCapacity.Of(Of(r => r.Input, x), 0, 2)),
        ("OutputGroups.Of", x => OutputGroups.Of(Of(r => r.Target, x))),
        ("PairsTest.Of", x => new PairsTest { Draws = 2 }.Of([.. Ramp(19), x], 2)),
        ("Peak.Of", x => Peak.Of([0, x, 0], 1)),
        ("PerformanceByFactor.Of", x => PerformanceByFactor.Of(Of(r => r.Output, x))),
        ("PeriodAverage.Of", x => Averaged(Of(r => r.Output, x))),
        ("PrincipalComponents.Of", x => PrincipalComponents.Of([1, x, 0, 1], 2)),
        ("PrincipalComponents.OfRecording", x => PrincipalComponents.OfRecording(Of(r => r.Rates, x))),
        ("PrincipalComponents.Project", x => PrincipalComponents.Of([1, 0, 0, 1], 2).Project([1, x], 1)),
        ("PsychometricMatrix.Of", x => PsychometricMatrix.Of(Of(r => r.Output, x), "side", "strength")),
        ("RankTruncation.Of", x => RankTruncation.Of(Leaky(x), 1)),
        ("RankTruncation.Of", x => RankTruncation.Of(Leaky(0.5), 1, Leaky(x))),
        ("RankTruncation.ToLowRank", x => RankTruncation.ToLowRank(Leaky(x), 1)),
        ("RealTimeRecurrentLearning.Of", x => RealTimeRecurrentLearning.Of(Flowing(x))),
        ("ReplayEvent.Of", x => ReplayEvent.Of(Running(x), 0, 1, 3)),
        ("ReplayTest.Of", x => new ReplayTest().Of([1, 2], Square(x))),
        ("ReservoirProbe.Separation", x => Separated(x)),
        ("RidgeToBackground.Of", x => RidgeToBackground.Of(Square(x), 1)),
        ("SampleDistance.Of", x => SampleDistance.Of([1, x], [1])),
        ("SampleDistance.Of", x => SampleDistance.Of([1], [1, x])),
        ("Saturation.Of", x => Saturation.Of(Flowing(x))),
        ("Selectivity.Of", x => Selectivity.Of(Of(r => r.Rates, x), "side", "cue")),
        ("SequentialityIndex.Of", x => SequentialityIndex.Of(Square(x))),
        ("SignedNetwork.Of", x => SignedNetwork.Of(With(SignedNetworks.Of(2, new float[16]), x))),
        ("SplitterTest.Of", x => new SplitterTest { Permutations = 100 }.Of(Running(x), "side")),
        ("StepSingularValues.Of", x => StepSingularValues.Of(Flowing(x), 2)),
        ("Trajectories.Of", x => Trajectories.Of(Of(r => r.Rates, x), PrincipalComponents.OfRecording(Of(r => r.Rates, 0.5)))),
        ("TrajectorySet.Components", x => TrajectorySet.Components(Of(r => r.Rates, x), 1)),
        ("TrajectorySet.Of", x => TrajectorySet.Of([1, x], 1, 2, 1)),
        ("TrajectorySet.Rates", x => TrajectorySet.Rates(Of(r => r.Rates, x))),
        ("Voxels.Scan", x => new Voxels { Count = 3 }.Scan(Of(r => r.Rates, x))),
    ];

    // One rate of four trials on a track.
    private static Recording Running(double value) => Tracks.Of(4, 8, 2, (step, _) => step, (step, trial, unit) =>
        (step, trial, unit) == (2, 1, 1) ? value : Tracks.Noise(step, trial, unit));

    private static Recording Walking(double value)
    {
        var recording = Space.Planes.Of(20, 40, 1, 4, (unit, x, y, _, _) => x - (unit * y));
        recording.Rate(2, 1)[0] = (float)value;
        return recording;
    }

    // A quarter turn.
    private static StepMap Turning => FlowNetworks.Elman(Activation.Linear, [0, 1, -1, 0]);

    private static LeakyCell Cell => new() { Units = 4, Activation = Activation.Tanh, Noise = 0 };

    private static LinearDecoder Decoder => new() { Folds = 2, Bin = 40.Ms, Permutations = 0 };

    private static LatentCircuit Circuit => new FiniteCircuit(Loadings.Normal(8, 1));

    private static CognitiveTask Rank1Task => new PerceptualDecisionLowRankTask();

    [Fact]
    public void Every_analysis_that_takes_numbers_is_tested()
    {
        var analyses = typeof(LinearDecoder).Assembly.GetExportedTypes().Where(type => type.Namespace == "Engram.Analysis")
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.Name != "Equals"
                && method.GetParameters().Any(parameter => Numbers.Contains(parameter.ParameterType)))
            .Where(method => !Values.Contains(method.Name) && !Values.Contains(Name(method)))
            .Select(Name).Distinct();
        Assert.Empty(analyses.Except(Cases.Select(one => one.Name)));
        static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
    }

    [Fact]
    public void What_is_finite_is_taken_and_nothing_else()
    {
        var faults = new List<string>();
        foreach (var (name, call) in Cases)
        {
            if (Record.Exception(() => call(0.5)) is { } refused)
            {
                faults.Add($"{name} refuses 0.5: {refused}");
            }

            foreach (var value in new[] { double.NaN, double.PositiveInfinity })
            {
                if (Record.Exception(() => call(value)) is not UsageException { Message: var said })
                {
                    faults.Add($"{name} takes {value}.");
                }
                else if (!new[] { "not a number", "infinite", "finite" }.Any(word => said.Contains(word, StringComparison.Ordinal)))
                {
                    faults.Add($"{name} with {value} says: {said}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void A_rate_that_is_none_is_named_by_trial_step_and_unit()
    {
        var recording = Of(r => r.Rates, 0.5);
        recording.Rate(3, 5)[2] = float.NaN;
        Action[] calls =
        [
            () => Selectivity.Of(recording, "side", "cue"), () => Decoder.Decode(recording, "side"),
            () => ConditionAverages.Of(recording), () => PrincipalComponents.OfRecording(recording), () => TrajectorySet.Rates(recording),
        ];
        Assert.All(calls, call => Assert.StartsWith(
            "The rate of unit 2 in step 3 of trial 5 is not a number", Assert.Throws<UsageException>(call).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_loading_space_is_finite_whoever_makes_it()
    {
        double[][] bad = [[1, 2, double.PositiveInfinity, 4]];
        var space = Loadings.Normal(4, 1);
        Action[] calls = [() => _ = space with { M = bad }, () => _ = space with { N = bad }, () => _ = space with { I = bad }, () => _ = space with { W = bad }];
        Assert.All(calls.Zip(["m", "n", "I", "w"]), one => Assert.StartsWith(
            $"The {one.Second} of unit 2 is infinite", Assert.Throws<UsageException>(one.First).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_perturbation_lets_run_away_has_no_peak_and_an_infinite_error()
    {
        var recording = Of(r => r.Output, double.NaN);
        Assert.False(ActivityPeaks.OfOutputs(recording, new() { AllowDiverged = true })[2, 0].IsFound);
        var predicted = Of(r => r.Rates, double.PositiveInfinity);
        Assert.Equal(double.PositiveInfinity, LinearAccount.RelativeError(predicted, Of(r => r.Rates, 0.5)));
        Assert.Equal(double.PositiveInfinity, LinearAccount.ErrorOfChange(predicted, Of(r => r.Rates, 0.5), Of(r => r.Rates, 1)));
        Assert.True(double.IsNaN(DrawStatistics.Of([1, double.NaN, 2]).Median));
        Assert.Equal(2, DrawStatistics.Of([1, double.PositiveInfinity, 2]).Median);
    }

    // Twelve trials of 8 steps of 4 units, one input, one output, with the value in the fourth step of the third trial.
    private static Recording Of(Func<Recording, float[]> values, double value)
    {
        var plain = Synthetic.Of(Synthetic.Sides(12), _ => 8, _ => 4, 4, (step, trial, unit) => 1 + Synthetic.Noise(step, trial, unit),
            choice: trial => trial % 2);
        var recording = new Recording(plain.Dt, plain.Trials, plain.Factors, 4, 1, 1, 4) { Choices = plain.Choices };
        plain.Rates.CopyTo(recording.Rates, 0);
        plain.Rates.CopyTo(recording.States, 0);
        Array.Fill(recording.Mask, 1);
        var array = values(recording);
        array[((3 * recording.TrialCount) + 2) * (array.Length / (8 * recording.TrialCount))] = (float)value;
        return recording;
    }

    private static double[,] Averaged(Recording recording) => PeriodAverage.Of(recording, recording.Output, recording.Outputs, null);

    private static Experiment Flowing(double value) =>
        FlowNetworks.Experiment(new GruCell { Units = 2 }, new DelayedMatchTask(), 2) is var experiment
            ? experiment with { Network = With(experiment.Network, value, "w_z") } : null!;

    private static ReservoirSeparation Separated(double size)
    {
        using var probe = new ReservoirProbe(Flowing(0.5));
        return probe.Separation([0.1, size], sequences: 2, steps: 5);
    }

    private static SignedNetwork Signed() => SignedNetworks.Signed(2, new float[16]);

    private static Network Layered => Network.Create(
        Cell with { Layers = [new(3)] }, (Cell with { Layers = [new(3)] }).Graph(1, 1, Dt), new NetworkOptions { Readout = ReadoutKind.All }, 1);

    private static Network Leaky(double value) => With(
        Network.Create(Cell, Cell.Graph(1, 1, Dt), new NetworkOptions { InitialState = 0, TrainInitialState = false }, 1), value);

    private static Network With(Network network, double value, string name = "w_in")
    {
        var raw = network.RawValues.ToArray();
        network.Parameters.Of(name, raw.AsSpan())[^1] = (float)value;
        return network.WithRaw(raw);
    }

    // Two sequences, each with an input of its own, of a network that is silent but for what the value lets through.
    private static Experiment Sequences(double value) => new()
    {
        Network = With(SignedNetworks.Of(3, new float[25], new float[5], new float[50]), value)
            .WithCell(new LeakyCell { Units = 5, Noise = 0 }),
        Task = new MultiSequenceTask { Sequences = 2, InputNoise = 0 },
        Dt = Dt,
        Trials = 8,
        Noise = false,
    };

    private static ConnectivityFit Mixture(double value) => new GaussianMixture().Fit(Loadings.Normal(40, 1)) is var fit
        ? fit with { Populations = [fit.Populations[0] with { Mean = [value, 0, 0, 0] }] } : fit;

    private static double[,] Square(double value) => new[,] { { 1, value }, { 0.25, 1 } };

    private static double[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(k => Math.Sin(k * k))];
}
