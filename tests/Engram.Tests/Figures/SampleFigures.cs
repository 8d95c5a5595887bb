using System.Numerics;
using Engram.Analysis;
using Engram.Figures;
using Engram.Numerics;

namespace Engram.Tests.Figures;

/// <summary>One sample of every kind of figure, as a study would draw it, and some of their variants.</summary>
internal static class SampleFigures
{
    private static readonly double[] Delays = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5];
    private static readonly string[] DelayLabels = [.. Delays.Select(delay => $"{delay:0.0}")];
    private static readonly PeriodBand[] Trial =
        [new("fixation", 0, 0.5), new("first", 0.5, 1), new("delay", 1, 2.5), new("second", 2.5, 3), new("decision", 3, 3.5)];

    private static readonly double[] Time = [.. Enumerable.Range(0, 175).Select(k => 0.02 * k)];
    private static readonly Axis Correct = Axis.Share("Correct");
    private static readonly StatePoint[] Fixed =
        [new(-1, 0, "stable"), new(1, 0, "stable"), new(0, 0, "saddle"), new(0.4, 0.9, "unstable"), new(-0.3, -0.7, "slow")];

    public static IReadOnlyDictionary<string, Figure> All { get; } = Make();

    private static Dictionary<string, Figure> Make() => new()
    {
        ["learning-curve"] = new LearningCurveFigure
        {
            Title = "Five networks of each recipe", Y = Correct, Criterion = 0.95,
            Curves =
            [
                .. Enumerable.Range(0, 10).Select(n => new Curve(
                    n < 5 ? "modern" : "Song et al. 2016", Steps(40, 25), [.. Steps(40, 25).Select(u => Learned(u, n))])),
            ],
        },
        ["learning-curve-mean"] = new LearningCurveFigure
        {
            Title = "Error, mean ± s.d. of five networks", Y = new("Error (root mean squared)"),
            Curves =
            [
                Curve.MeanAndSd("", Steps(40, 25),
                    [.. Enumerable.Range(0, 5).Select(n => Steps(40, 25).Select(u => 1.1 - Learned(u, n)).ToList())]),
            ],
        },
        ["clustered-units"] = new ClusteredUnitsFigure
        {
            Title = "What a hundred units do in four tasks", Rules = ["go", "anti", "delay-go", "delay-anti"],
            Groups = [.. Enumerable.Range(0, 100).Select(unit => 1 + (unit / 40))], Value = new("Task variance / greatest") { Minimum = 0, Maximum = 1 },
            Values = Grouped(),
        },
        ["memory-fields"] = new MemoryFieldsFigure
        {
            Title = "Memory fields of four units",
            Panels =
            [
                .. Enumerable.Range(0, 4).Select(unit => new FieldPanel(
                    $"unit {unit}", [.. Enumerable.Range(0, 8).Select(k => 45.0 * k)],
                    [.. Enumerable.Range(0, 8).Select(k => Field(unit, 45 * k) + (0.03 * Math.Sin(7 * k)))],
                    [.. Enumerable.Range(0, 121).Select(k => Field(unit, 3 * k))])),
            ],
        },
        ["polar"] = new PolarFigure
        {
            Title = "A module by the direction of the morph", X = new("Neck"), Y = new("Legs"), Value = new("Signal", "a.u."),
            Sectors = [.. Enumerable.Range(0, 12).Select(k => new DirectionalSector(10 + (30 * k), 30, 16, 1 + (k % 2 == 0 ? 0.4 : -0.3) + (0.1 * Math.Sin(k)), 0.15, k % 2 == 0))],
        },
        ["polar-negative"] = new PolarFigure
        {
            Title = "Voxel with a sector that nobody went to", X = new("Neck"), Y = new("Legs"), Value = new("Weight"),
            Sectors = [.. Enumerable.Range(0, 8).Select(k => new DirectionalSector(45 * k, 45, k, k == 3 ? null : (k % 2 == 0 ? 0.02 : -0.03) * (1 + (0.1 * k)), k < 2 ? null : 0.01, k % 2 == 0))],
        },
        ["lines"] = new LinesFigure
        {
            Title = "Decoding of the first pulse over time, against shuffled labels", X = Axis.Time, Y = Axis.Share("Accuracy"),
            Curves =
            [
                new("shuffled labels", Time, [.. Time.Select(_ => 0.5)])
                    { Low = [.. Time.Select(_ => 0.42)], High = [.. Time.Select(_ => 0.58)], Muted = true },
                new("first pulse", Time, [.. Time.Select(t => 0.5 + (t > 0.5 ? 0.45 * Math.Exp(-(t - 0.5) / 4) : 0))])
                    { Low = [.. Time.Select(t => 0.46 + (t > 0.5 ? 0.45 * Math.Exp(-(t - 0.5) / 4) : 0))],
                      High = [.. Time.Select(t => 0.54 + (t > 0.5 ? 0.45 * Math.Exp(-(t - 0.5) / 4) : 0))] },
            ],
            XLines = [new(0.5, "pulse on"), new(1, "off")],
        },
        ["lines-ordered"] = new LinesFigure
        {
            Title = "Performance of networks trained at one delay and tested at others", X = new("Tested delay", "s"), Y = Correct,
            Points = true, Ordered = true, YLines = [new(0.5, "chance")],
            Curves = [.. Delays.Select(d => new Curve($"{d:0.0} s", Delays, [.. Delays.Select(t => Transfer(d, t))]))],
        },
        ["points"] = new PointsFigure
        {
            Title = "Updates to criterion against the range of delays",
            X = new("Range R", "s"), Y = new("Updates to criterion") { Minimum = 0 },
            Regression = true, Means = true,
            Groups = [new("",
                [.. Delays.SelectMany(d => Enumerable.Repeat(d, 5))],
                [.. Noise(55).Select((n, k) => 700 + (20 * Delays[k / 5]) + (120 * n))])],
        },
        ["estimates"] = new EstimatesFigure
        {
            Title = "Updates to the criterion", X = new("Updates to the criterion") { Whole = true }, Y = new("delay"),
            Note = "A point for each network; bars are means, lines 95 % t-intervals.",
            Rows =
            [
                new("0ms", 372, 340, 404) { Values = [310, 420, 380, 390, 360], Note = "5 of 5" },
                new("500ms", 1900, 1200, 2600) { Values = [1200, 2600, 1900], Note = "3 of 5" },
                new("1000ms", 2500, double.NegativeInfinity, double.PositiveInfinity) { Values = [2500], Note = "1 of 5" },
                new("2000ms", double.NaN, double.NaN, double.NaN) { Note = "0 of 5" },
            ],
        },
        ["estimates-share"] = new EstimatesFigure
        {
            Title = "Share of networks", X = Axis.Share("Networks"), Y = new("setting"),
            Rows = [new("delay 0ms, cell leaky", 1, 0.57, 1) { Note = "5 of 5" }, new("delay 0ms, cell gru", 0.6, 0.23, 0.88) { Note = "3 of 5" }],
        },
        ["categories"] = new CategoriesFigure
        {
            Title = "Which ingredient makes discrimination trainable", X = new("Updates to criterion") { Logarithmic = true },
            Groups =
            [
                new("modern recipe", [310, 420, 280, 390, 350]) { Note = "5 of 5" },
                new("without growing delay", [1200, 2600, 1900]) { Note = "3 of 5" },
                new("weights of 2016", [900, 1500, 800, 1100]) { Note = "4 of 5" },
                new("gradient descent", []) { Note = "0 of 5" },
            ],
        },
        ["histogram"] = new HistogramFigure
        {
            Title = "Selectivity of units", X = new("d′ between first pulses high and low"), Shares = true, XLines = [new(0)],
            Groups =
            [
                new("excitatory", [.. Noise(800).Select(n => 0.5 + n)]), new("inhibitory", [.. Noise(200).Select(n => (1.4 * n) - 1)]),
            ],
        },
        ["psychometric"] = new PsychometricFigure
        {
            Title = "Choices against coherence", X = new("Coherence", "%"), Y = Axis.Share("Choice 1"), Chance = 0.5,
            Curves =
            [
                new("intact", [-16, -8, -4, -2, 0, 2, 4, 8, 16], [1, 5, 20, 33, 50, 66, 82, 95, 100], [.. Enumerable.Repeat(100, 9)]),
                new("perturbed", [-16, -8, -4, -2, 0, 2, 4, 8, 16], [6, 10, 14, 17, 20, 24, 28, 33, 37], [.. Enumerable.Repeat(40, 9)]),
            ],
        },
        ["trial-raster"] = new TrialRasterFigure
        {
            Title = "A trial of delayed match to sample", Time = Time, Periods = Trial,
            Inputs = [new("fixation", Pulse(0, 3)), new("A", Pulse(0.5, 1)), new("B", Pulse(2.5, 3))],
            Targets = [new("match", Target(0.2)), new("nonmatch", Target(1))],
            Outputs =
            [
                new("match", [.. Time.Select(t => 0.25 + (0.05 * Math.Sin(5 * t)))]),
                new("nonmatch", [.. Time.Select(t => 0.2 + (0.75 / (1 + Math.Exp(-15 * (t - 3)))))]),
            ],
        },
        ["matrix"] = new MatrixFigure
        {
            Title = "Performance by trained and tested delay, mean of five networks",
            Rows = new("Trained delay", "s"), Columns = new("Tested delay", "s"),
            RowLabels = DelayLabels, ColumnLabels = DelayLabels, Value = Correct, Midpoint = 0.5, Decimals = 0,
            Panels = [new("", Matrix(11, 11, (i, j) => Transfer(Delays[i], Delays[j])))],
        },
        ["matrix-panels"] = new MatrixFigure
        {
            Title = "Performance by condition", Rows = new("Trained delay", "s"), Columns = new("Tested delay", "s"),
            RowLabels = DelayLabels, ColumnLabels = DelayLabels, Value = Correct, Midpoint = 0.5, Decimals = 0, RowsUpward = true,
            Panels =
            [
                .. new[] { "Hi-Hi", "Hi-Lo", "Lo-Hi", "Lo-Lo" }.Select((name, k) => new MatrixPanel(name, Matrix(
                    11, 11, (i, j) => i == 0 && j == 10 ? double.NaN
                        : Math.Clamp(Transfer(Delays[i], Delays[j]) + (k * 0.12 * Math.Sign(i - j)), 0, 1)))),
            ],
        },
        ["matrix-sequential"] = new MatrixFigure
        {
            Title = "Updates", Rows = new("Task"), Columns = new("Cell"), RowLabels = ["delayed match", "two pulses"],
            ColumnLabels = ["leaky", "GRU", "LSTM"], Value = new("Updates"), Decimals = 0,
            Panels = [new("", new double[,] { { 900, 300, 420 }, { 1200, 510, double.NaN } })],
        },
        ["temporal-matrix"] = new TemporalMatrixFigure
        {
            Title = "Decoder trained at one time, tested at another", Rows = new("Trained at", "s"), Columns = new("Tested at", "s"),
            Value = Axis.Share("Accuracy"), Midpoint = 0.5, RowTimes = Every(0.05, 70), ColumnTimes = Every(0.05, 70),
            Values = Matrix(70, 70, (i, j) =>
                0.5 + (0.45 * Math.Exp(-Math.Abs(i - j) / 15.0) * (i > 10 && j > 10 ? 1 : 0)) - (i < 10 && j > 40 ? 0.2 : 0)),
            RowLines = [new(0.5), new(2.5)], ColumnLines = [new(0.5), new(2.5)],
        },
        ["rate-heat-map"] = new RateHeatMapFigure
        {
            Title = "Rates of all units, one trial", Time = Time, Periods = Trial,
            Rates = Matrix(100, Time.Length, (i, k) => 20 * Math.Exp(-Math.Pow((Time[k] - (3.5 * (i * 37 % 100) / 100)) / 0.3, 2))),
        },
        ["rate-heat-map-normalised"] = new RateHeatMapFigure
        {
            Title = "Rates of twenty units, each by its peak", Time = Time, Normalised = true,
            Rates = Matrix(20, Time.Length, (i, k) => i == 3 ? 0 : (i + 1) * Math.Exp(-Math.Pow((Time[k] - (i * 7 % 20 * 0.17)) / 0.6, 2))),
        },
        ["rate-maps"] = new RateMapsFigure
        {
            Title = "Rate maps of eight units", Value = new("From least to greatest") { Minimum = 0, Maximum = 1 },
            Panels = [.. Enumerable.Range(0, 8).Select(unit => new MatrixPanel(
                $"{unit}: {0.2 * unit:0.0}", Matrix(20, 20, (i, j) => unit == 2 && i < 4 && j < 6 ? double.NaN : 0.5 + (0.5 * Math.Sin((0.2 + (0.1 * unit)) * i) * Math.Cos(0.5 * j)))))],
        },
        ["autocorrelograms"] = new RateMapsFigure
        {
            Title = "Autocorrelograms", Value = new("Correlation") { Minimum = -1, Maximum = 1 }, Midpoint = 0, PanelsPerRow = 2,
            Panels = [.. Enumerable.Range(1, 3).Select(unit => new MatrixPanel($"{unit}", Matrix(39, 39, (i, j) => Math.Cos(0.2 * unit * (i - 19)) * Math.Cos(0.3 * (j - 19)))))],
        },
        ["weight-matrix"] = new WeightMatrixFigure
        {
            Title = "Recurrent weights after training", ExcitatoryRows = 80, ExcitatoryColumns = 80,
            Weights = Matrix(100, 100, (i, j) => (i * 31 + j * 17) % 10 == 0 ? (j < 80 ? 0.1 : -0.4) * (1 + Math.Sin(i + (3 * j))) : 0),
        },
        ["trajectory"] = new TrajectoryFigure
        {
            Title = "Four conditions in the first two principal components", Points = Fixed,
            Curves = [.. new[] { "Hi-Hi", "Hi-Lo", "Lo-Hi", "Lo-Lo" }.Select((name, k) => new Curve(
                name, [.. Time.Select(t => t * Math.Cos((1.5 * k) + t) / 2)], [.. Time.Select(t => t * Math.Sin((1.5 * k) + t) / 3)]))],
        },
        ["eigenvalues"] = new EigenvalueFigure
        {
            Title = "Linearised at the slow point of the delay",
            Groups =
            [
                new("untrained", [.. Noise(60).Zip(Noise(60, 1), (a, b) => new Complex(-10 + (3 * a), 4 * b))]),
                new("trained",
                    [.. Noise(60, 2).Zip(Noise(60, 3), (a, b) => new Complex(-12 + (3 * a), 5 * b)), new(-0.2, 4.2), new(-0.2, -4.2)]),
            ],
        },
        ["phase-plane"] = new PhasePlaneFigure
        {
            Title = "Two units that inhibit each other", X = new("Rate 1", "Hz"), Y = new("Rate 2", "Hz"),
            Flow =
            [
                .. Every(0.25, 13).SelectMany(x => Every(0.25, 13).Select(y =>
                    new FlowArrow(x - 1.5, y - 1.5, (x - 1.5) - Math.Pow(x - 1.5, 3), -(y - 1.5)))),
            ],
            Nullclines = [new("nullcline of rate 1", [0, 0], [-1.5, 1.5]), new("nullcline of rate 2", [-1.5, 1.5], [0, 0])],
            Trajectories =
                [new("trajectory", [.. Time.Select(t => Math.Tanh(0.1 * Math.Exp(t)))], [.. Time.Select(t => 1.2 * Math.Exp(-t))])],
            Points = [.. Fixed.Take(3)],
        },
        ["lines-dashed"] = new LinesFigure
        {
            Title = "κ of the network (solid) and of its circuit (dashed)", X = Axis.Time, Y = new("κ"), Ordered = true,
            Curves =
            [
                .. new[] { -0.5, -0.1, 0.1, 0.5 }.SelectMany(u => new[] { 1.0, 0.9 }.Select(part => new Curve(
                    $"{u}", Time, [.. Time.Select(t => part * u * (1 - Math.Exp(-t)))]) { Dashed = part < 1 })),
            ],
        },
        ["bifurcation"] = new BifurcationFigure
        {
            Title = "Fixed points of the circuit against a constant input", X = new("Input u"), Y = new("κ"),
            Points = [.. Every(0.04, 61).Select(k => k - 1.2).SelectMany(kappa => new[] { kappa }.Select(y => new StatePoint(
                (y * y * y) - y, y, Math.Abs(y) > 0.57 ? "stable" : "unstable")))],
        },
        ["distribution"] = new DistributionFigure
        {
            Title = "Performance of networks drawn from the fitted distribution", X = Correct, XLines = [new(0.5, "chance")],
            Groups =
            [
                new("perceptual decision", [.. Noise(100).Select(n => Math.Min(1, 0.99 - (0.01 * n * n)))]) { Note = "100 networks" },
                new("parametric working memory", [.. Noise(100, 1).Select(n => Math.Clamp(0.8 + (0.12 * n), 0, 1))]),
                new("match to sample", [.. Noise(5, 2).Select(n => 0.5 + (0.05 * n))]), new("never trained", []),
            ],
        },
        ["loading-scatter"] = new LoadingScatterFigure
        {
            Title = "Loadings of the trained network, and of one resampled from two fitted populations",
            Panels =
            [
                .. new[] { "trained", "resampled" }.SelectMany((title, row) => new[] { ("m", "n", 0.8), ("I", "n", -0.6), ("m", "w", 0.5) }
                    .Select((pair, column) => new LoadingPanel(
                        [
                            .. Enumerable.Range(0, 2).Select(k => Loadings(
                                $"population {k + 1}", pair.Item3 * (1 - k), (20 * row) + (4 * column) + k)),
                        ],
                        pair.Item1, pair.Item2) { Title = column == 1 ? title : "" })),
            ],
        },
        ["flow-field"] = new FlowFieldFigure
        {
            Title = "Flow of the circuit during the delay", X = new("κ₁"), Y = new("κ₂"), Ordered = true,
            Flow = new(Every(0.05, 61).Select(x => x - 1.5).ToList(), Every(0.05, 61).Select(x => x - 1.5).ToList(),
                Matrix(61, 61, (i, j) => Bistable((0.05 * j) - 1.5)), Matrix(61, 61, (i, j) => 1.5 - (0.05 * i))),
            Trajectories =
            [
                .. new[] { -0.6, -0.2, 0.2, 0.6 }.Select(a => new Curve($"f1 {a}",
                    [.. Time.Select(t => a * Math.Exp(t) / Math.Sqrt(1 + (a * a * (Math.Exp(2 * t) - 1))))],
                    [.. Time.Select(t => (1.2 + a) * Math.Exp(-t))])),
            ],
            Points = [.. Fixed.Take(3)],
        },
    };

    private static double Bistable(double x) => x - (x * x * x);

    private static Curve Loadings(string name, double overlap, int index)
    {
        var (x, y) = (Noise(200, 2 * index), Noise(200, (2 * index) + 1));
        return new(name, x, [.. x.Zip(y, (a, b) => (overlap * a) + (0.6 * b))]);
    }

    private static List<double> Steps(int count, int step) => [.. Enumerable.Range(0, count).Select(k => (double)(k * step))];

    private static double Learned(double updates, int network) =>
        1 - (0.75 / (1 + Math.Exp((updates - 300 - (40 * network)) / 60))) + (0.01 * Math.Sin(updates * (network + 1)));

    private static double Transfer(double trained, double tested) =>
        Math.Clamp(0.45 + (0.53 * Math.Exp(-Math.Abs(tested - trained) / 1.5)) - (tested > trained + 2 ? 0.2 : 0), 0, 1);

    private static double[] Noise(int count, int index = 0)
    {
        var stream = new RandomStream(new StreamKey(7, Purpose.TestTrials), index);
        return [.. Enumerable.Range(0, count).Select(_ => stream.NextNormal())];
    }

    private static double[] Every(double step, int count) => [.. Enumerable.Range(0, count).Select(k => step * k)];

    private static double[] Pulse(double start, double end) => [.. Time.Select(t => t >= start && t < end ? 1.0 : 0.2)];

    // The loss counts at the beginning and at the end only.
    private static double[] Target(double decision) => [.. Time.Select(t => t < 0.5 ? 0.2 : t < 3 ? double.NaN : decision)];

    private static double[,] Grouped()
    {
        var values = new double[4, 100];
        for (var unit = 0; unit < 100; unit++)
        {
            for (var rule = 0; rule < 4; rule++)
            {
                values[rule, unit] = rule == unit / 40 || (rule == 3 && unit >= 80) ? 1 - (0.002 * unit) : 0.1 + (0.05 * Math.Sin(unit));
            }
        }

        return values;
    }

    private static double Field(int unit, double degrees) =>
        (unit == 3 ? -0.4 : 0.8) * Math.Exp((1 + unit) * (Math.Cos((degrees - (80 * unit) - 40) * Math.PI / 180) - 1));

    private static double[,] Matrix(int rows, int columns, Func<int, int, double> value)
    {
        var result = new double[rows, columns];
        foreach (var (i, j) in Enumerable.Range(0, rows).SelectMany(i => Enumerable.Range(0, columns).Select(j => (i, j))))
        {
            result[i, j] = value(i, j);
        }

        return result;
    }
}
