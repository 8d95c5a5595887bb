using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.SequenceShift;

/// <summary>Whether a network plays the same sequence at a finer step, so that what is found is true of the equation.</summary>
internal static class Convergence
{
    private const double Gone = 0.05;
    private static readonly bool[] BeforeAndAfter = [false, true];

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        var steps = families[0].Settings.Steps;
        study.Section("The time step");
        study.Text(
            "A result can depend on the time step. At 10 ms a network need not follow τ dx/dt = −x + …: the same weights may behave "
            + "differently at 1 ms. The document trains at 10 ms and tests at 0.5 ms. Here networks that have learned at 10 ms are trained "
            + "further at 5, 2 and 1 ms, for a few hundred updates in all, and everything else in this report is measured at 1 ms. The "
            + "dashed lines show the same networks before this further training. Inputs, targets and noise are defined in time, so they "
            + "are the same at every step. An exact exponential step, α = 1 − exp(−dt/τ), would not solve the problem: it is exact for the "
            + "leak alone, and does not follow how recurrent rates change within a step.");
        study.Figure(
            "step-error",
            Exponential(Figure(
                families, new Axis("Error, of the height of a peak", "%") { Logarithmic = true },
                (one, step) => Math.Log(100 * one.Steps[step].Error / Training.Height))),
            "Error without noise at each step; geometric mean and 95 % interval over networks.");
        study.Figure(
            "step-peaks",
            Figure(families, new Axis("Distance of peaks", "ms") { Minimum = 0 }, (one, step) => 1000 * one.Moved(step, steps.Count - 1)),
            "Distance of the peaks from those at the finest step, over outputs that have their peak at both steps.");
        study.Figure(
            "step-shift", Figure(families, new Axis("Odd part of the shift", "ms"), (one, step) => 1000 * one.Steps[step].Odd),
            "Odd part of the shift: half the difference between the shifts at small values of opposite sign, mean over columns. Below 0, "
            + "stronger inhibition makes peaks later.");
        study.Table(
            "Results at each step; mean and 95 % interval over networks. Missing peaks are a share of all peaks. The odd part of the "
            + "shift, as in the figure, is given for peaks and for centres of mass.",
            [
                "case", "trained at", "step (ms)", "error", "missing peaks", "distance from peaks at the finest step (ms)",
                "odd part of the shift (ms)", "odd part, centres of mass (ms)",
            ],
            [
                .. from family in families
                   from last in BeforeAndAfter
                   from step in Enumerable.Range(0, steps.Count)
                   select Row(family, last, step),
            ]);
        Claims(study, families);
    }

    private static void Claims(StudyContext study, IReadOnlyList<Family> families)
    {
        var steps = families[0].Settings.Steps.ToList();
        var (fine, half) = (steps.IndexOf(Stage.Finest.TotalMilliseconds), steps.IndexOf(Stage.Finest.TotalMilliseconds / 2));
        foreach (var family in families)
        {
            var (id, name) = (family.Case.Id, family.Case.Name);
            study.Claim(
                $"{id}-step-peaks", $"The sequence survives halving the step of 1 ms ({name}): peaks that go missing, as a share of the "
                    + "peaks before halving.",
                "peaks are late, merged or missing at 0.5 ms in its figure", [.. family.AtSteps.Select(one => one.Gone(fine, half))],
                new EveryAtMost(Gone));
            study.Claim(
                $"{id}-step", $"Halving the step does not change the shifts ({name}): slope of the shifts at 0.5 ms on those at 1 ms, over "
                    + "columns and small values, without jumps.",
                "not reported", [.. family.Networks.Select(one => Slope(one, family))], new Between(0.9, 1.1));
        }
    }

    /// <summary>Slope through the origin of the shifts at half the step on those at the whole, at small values without jumps.</summary>
    private static double Slope(ShiftNetwork one, Family family)
    {
        var (whole, half) = (Small(one.Free), Small(one.Half));
        var pairs = whole.Zip(half).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).ToList();
        var power = pairs.Sum(pair => pair.First * pair.First);
        return power > 0 ? pairs.Sum(pair => pair.First * pair.Second) / power : double.NaN;

        IEnumerable<double> Small(Grid grid) => Grid.At(grid.Near, family.Settings.SmallOfBothSigns.ToList(), family.Values);
    }

    private static IReadOnlyList<string> Row(Family family, bool last, int step)
    {
        var (steps, networks) = (family.Settings.Steps, last ? family.AtSteps : family.CoarseAtSteps);
        return
        [
            family.Case.Name, last ? "10 ms, then to 1 ms" : "10 ms",
            Words.Number(steps[step], "0.##"),
            Statistics.Percent(networks.Select(one => one.Steps[step].Error / Training.Height), "0.0", double.PositiveInfinity),
            Words.Percent(networks.Average(one => one.Steps[step].Times.Average(time => double.IsNaN(time) ? 1.0 : 0))),
            Statistics.Interval(networks.Select(one => 1000 * one.Moved(step, steps.Count - 1)), "0.0"),
            Statistics.Interval(networks.Select(one => 1000 * one.Steps[step].Odd)),
            Statistics.Interval(networks.Select(one => 1000 * one.Steps[step].OddOfCentres)),
        ];
    }

    private static LinesFigure Figure(IReadOnlyList<Family> families, Axis y, Func<NetworkAtSteps, int, double> of) => new()
    {
        Curves =
        [
            .. families.Select(family => Curve(family, family.AtSteps, of)),
            .. families.Select(family => Curve(family, family.CoarseAtSteps, of) with { Dashed = true }),
        ],
        X = new Axis("Step", "ms") { Logarithmic = true, Ticks = families[0].Settings.Steps }, Y = y, Points = true, Width = 520,
        Note = "Solid: trained at 10 ms, then down to 1 ms. Dashed: trained at 10 ms alone.",
    };

    // What is drawn on a logarithmic axis has its interval there, all of it above 0.
    private static LinesFigure Exponential(LinesFigure logarithms) => logarithms with
    {
        Curves =
        [
            .. logarithms.Curves.Select(curve => curve with { Y = All(curve.Y), Low = All(curve.Low!), High = All(curve.High!) }),
        ],
    };

    private static double[] All(IReadOnlyList<double> logarithms) => [.. logarithms.Select(Math.Exp)];

    private static Curve Curve(Family family, IReadOnlyList<NetworkAtSteps> networks, Func<NetworkAtSteps, int, double> of) => Statistics.Curve(
        family.Case.Name, family.Settings.Steps, step => networks.Select(one => of(one, step)));
}
