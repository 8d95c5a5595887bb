using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Simulation;

/// <summary>Recordings of known cells.</summary>
public sealed class PlantedCellsTests
{
    [Fact]
    public void Units_do_what_their_cells_do_where_the_animal_is()
    {
        var planted = new PlantedCells { Cells = [new GridTargets { Count = 3 }, new HeadDirectionTargets { Count = 2 }], NoiseUnits = 2, Trials = 4, Steps = 30 };
        var recording = planted.Record();
        Assert.Equal((7, 4, 30), (recording.Units, recording.TrialCount, recording.Steps));
        var (grid, heading) = (planted.Cells[0].In(planted.Arena), planted.Cells[1].In(planted.Arena));
        double[] first = new double[3], second = new double[2];
        for (var trial = 0; trial < 4; trial++)
        {
            for (var step = 0; step < 30; step++)
            {
                var at = recording.CovariatesAt(step, trial).ToArray();
                grid.Activity(at[0], at[1], at[2], first);
                heading.Activity(at[0], at[1], at[2], second);
                Assert.All(first.Concat(second).Concat([0, 0]).Zip(recording.Rate(step, trial).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            }
        }

        Assert.NotEqual(recording.CovariatesAt(0, 0)[0], recording.CovariatesAt(0, 1)[0]);
    }

    [Fact]
    public void Noise_has_its_deviation_and_the_seed_decides_everything()
    {
        var planted = new PlantedCells { NoiseUnits = 20, Noise = 0.5, Trials = 10, Steps = 100 };
        var rates = planted.Record().Rates;
        Assert.Equal(0.5, Math.Sqrt(rates.Average(rate => (double)rate * rate)), 0.01);
        Assert.Equal(rates, planted.Record().Rates);
        Assert.NotEqual(rates, (planted with { Seed = 2 }).Record().Rates);
    }

    [Fact]
    public void What_cannot_be_recorded_is_told()
    {
        static void Refused(PlantedCells cells, string hint) => Assert.Contains(hint, Assert.Throws<UsageException>(cells.Record).Message, StringComparison.Ordinal);
        Refused(new(), "There are 0 units");
        Refused(new() { NoiseUnits = 100_000, Trials = 1_000_000 }, "at most");
        Refused(new() { NoiseUnits = 1, Trials = 0 }, "`Trials`");
        Refused(new() { NoiseUnits = 1, Noise = double.NaN }, "`Noise`");
        Refused(new() { Cells = [new GridTargets { Spacing = 0 }] }, "Spacing");
    }
}
