using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.AbstractSpace;

/// <summary>What the analysis finds where it is known what there is.</summary>
internal static class Planted
{
    private const double Orientation = 10, Level = 0.05, Noise = 1;
    private const int Directions = 200;

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var (sets, shuffles) = (study.Choose(400, 20), study.Choose(199, 39));
        double[] amplitudes = [0, 0.2, 0.5, 1];
        List<IReadOnlyList<string>> rows = [], data = [];
        var six = new Dictionary<double, IReadOnlyList<DirectionalModulation>>();
        var sectors = new Dictionary<double, IReadOnlyList<IReadOnlyList<double?>>>();
        foreach (var amplitude in amplitudes)
        {
            var found = Enumerable.Range(1, sets).Select(set =>
            {
                var voxels = new SyntheticVoxels { Amplitude = amplitude, Orientation = Orientation, Noise = Noise, Seed = (ulong)set };
                var second = voxels.Session(1, Directions);
                var signal = new HexadirectionalTest { Shuffles = shuffles, Seed = (ulong)set }.Of(voxels.Session(0, Directions), second).Signals[0];
                return (signal.Tested, signal.Folds, Sectors: Sectors.Of(second, signal.Tested.Orientation));
            }).ToList();
            study.Cancel.ThrowIfCancellationRequested();
            six[amplitude] = [.. found.Select(one => one.Tested)];
            sectors[amplitude] = [.. found.Select(one => one.Sectors)];
            double[] beta = [.. found.Select(one => one.Tested.Beta)], others = [.. found.SelectMany(one => one.Folds.Skip(1)).Select(fold => fold.Beta)];
            var off = Math.Sqrt(found.Average(one => Math.Pow(Wrapped(one.Tested.Orientation - Orientation), 2)));
            rows.Add(
            [
                Words.Number(amplitude, "0.0"), Words.Spread(beta, "0.000"), Words.Number(off, "0.0") + "°", Words.Spread(others, "0.000"), Words.Percent(found.Average(one => one.Tested.PValue <= Level ? 1.0 : 0)),
                Words.Percent(found.Average(one => one.Folds.Skip(1).Average(fold => fold.PValue <= Level ? 1.0 : 0))),
            ]);
            data.AddRange(found.SelectMany((one, set) => one.Folds.Select(fold => (IReadOnlyList<string>)
                [Words.Exact(amplitude), $"{set + 1}", $"{fold.Fold}", Words.Exact(fold.Beta), Words.Exact(fold.Orientation), Words.Exact(fold.PValue)])));
        }

        study.Section("Planted signals");
        study.Text(
            $"Signals a cos 6(θ − {Orientation}°) of {Directions} random directions θ in each of two sessions, with noise of a standard deviation of 1: the orientation is fitted in the first session and tested in the second, {sets} times for each a.");
        study.Table("β of six-fold modulation, mean ± standard deviation.", ["amplitude a", "β, six-fold", "orientation off by (rms)", "β, other folds", "six-fold with p ≤ 0.05", "other folds with p ≤ 0.05"], rows);
        foreach (var (name, amplitude) in new[] { ("planted", 0.5), ("noise", 0.0) })
        {
            study.Figure(
                $"{name}-sectors", Sectors.Figure(sectors[amplitude], new Axis("Signal of the second session") { Minimum = -0.6, Maximum = 0.6 }),
                $"Signals with a = {Words.Number(amplitude, "0.0")}: mean and standard error over {sets} sets, with 0° along the axis that was fitted in the first session.");
        }

        study.Data("planted-signals", ["amplitude", "set", "fold", "beta", "orientation_degrees", "p"], data);
        study.Claim("planted-found", "A modulation of half of the noise is found: p ≤ 0.05 in a share of sets.", "analytic", [.. six[0.5].Select(one => one.PValue <= Level ? 1.0 : 0)], new ShareAbove(0.95));
        study.Claim("planted-null", "Without modulation, p is at most 0.05 in at most 8 % of sets.", "5 %", [.. six[0].Select(one => one.PValue <= Level ? 1.0 : 0)], new ShareBelow(0.08));
        study.Claim("planted-beta", "β is the amplitude planted, less what the error of the orientation costs: β at a = 0.5.", "0.49 ± 0.10", [.. six[0.5].Select(one => one.Beta)], new Between(0.46, 0.52));
        Grids(study, shuffles);
    }

    // A sum of grid cells depends on direction only if their phases are not uniform.
    private static void Grids(StudyContext study, int shuffles)
    {
        var modules = study.Choose(40, 8);
        var room = Arena.Parse("polygon(0 0, 1 0, 1 1, 0 1)");
        List<double> small = [], noise = [];
        for (var set = 1; set <= modules; set++)
        {
            var planted = new PlantedCells
            {
                Arena = room, Walk = new RayleighWalk(Speed: 0.4, Turning: 0), Trials = 400, Steps = 40, Seed = (ulong)set,
                Cells = [new GridTargets { Count = 100, Spacing = 0.3, Orientation = Orientation, Seed = (ulong)set }],
            };
            small.Add(P(planted));
            noise.Add(P(planted with { Cells = [], NoiseUnits = 100, Noise = 0.3 }));
            study.Cancel.ThrowIfCancellationRequested();
        }

        study.Section("Planted grid cells");
        study.Text(
            $"{modules} modules of 100 ideal grid cells each, of one orientation and spacing and of random phases, in a square of side 1 that is crossed on straight lines, and as many modules of noise. Their summed activity is analysed as that of a network. "
            + $"Six-fold modulation has p ≤ 0.05 in {Words.Percent(Share(small))} of the modules of grid cells and in {Words.Percent(Share(noise))} of those of noise.");
        study.Text(
            "Fields of all phases tile the space evenly, so that their sum is the same everywhere and along all directions. A hexadirectional signal of the brain therefore says more than that there are grid cells: that phases are clustered, or that "
            + "cells fire more along the axes of their grid, as conjunctive cells may.");
        study.Claim(
            "ideal-grids", "The sum of ideal grid cells of random phases has no more six-fold modulation than noise would: p ≤ 0.05 in at most 20 % of modules.", "grid cells cause hexadirectional modulation",
            [.. small.Select(p => p <= Level ? 1.0 : 0)], new ShareBelow(0.2));
        study.Data("planted-modules", ["module", "p_grid_cells", "p_noise"], small.Zip(noise).Select((pair, k) => (IReadOnlyList<string>)[$"{k + 1}", Words.Exact(pair.First), Words.Exact(pair.Second)]));

        double P(PlantedCells cells)
        {
            var (first, second) = new MovementSignals().Sessions(cells.Record());
            return new HexadirectionalTest { Shuffles = shuffles, Seed = cells.Seed }.Of(first, second).Signals[0].Tested.PValue;
        }
    }

    private static double Share(IEnumerable<double> values) => values.Average(p => p <= Level ? 1.0 : 0);

    // Within ±30°, as orientations of six axes are.
    private static double Wrapped(double degrees) => Math.IEEERemainder(degrees, 60);
}
