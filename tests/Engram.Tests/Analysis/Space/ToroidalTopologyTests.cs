using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>The shape of planted populations.</summary>
public sealed class ToroidalTopologyTests
{
    private static readonly ToroidalTopology Test = new() { Points = 700, Landmarks = 60, Shuffles = 19 };

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    public void A_module_of_grid_cells_has_two_loops_and_a_cavity(double noise)
    {
        var found = Test.Of(Of(new GridTargets { Count = 60 }, noise));
        Assert.Equal((2, 1, true), (found.LastingLoops, found.LastingCavities, found.IsToroidal));
        Assert.True(found.SecondOverThird > 1.3, $"{found.SecondOverThird}");
        Assert.True(found.Loops[1].Bar.Length > found.ShuffledLoop && found.Loops[1].Bar.Death is > 1.2 and < 1.45);
        Assert.Equal(59, found.Components.Count);
    }

    [Fact]
    public void Head_direction_cells_have_one()
    {
        var found = Test.Of(Of(new HeadDirectionTargets { Count = 30, Concentration = 2 }, 0.02));
        Assert.Equal((1, 0), (found.LastingLoops, found.LastingCavities));
        Assert.True(found.Loops[0].Bar.Length > 5 * found.Loops[1].Bar.Length);
    }

    [Fact]
    public void Place_cells_of_an_open_room_and_noise_have_none()
    {
        foreach (var width in new[] { 0.2, 0.4, 0.8 })
        {
            Assert.Equal(0, (Test with { FindsCavities = false }).Of(Of(new PlaceTargets { Count = 60, Width = width, Profile = PlaceProfile.Gaussian }, 0.02)).LastingLoops);
        }

        Assert.Equal(0, Test.Of(Of(new GridTargets { Count = 60 }, 100)).LastingLoops);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var recording = Of(new GridTargets { Count = 20 }, 0.2);
        var small = Test with { Points = 200, Landmarks = 30 };
        var (one, three) = (small.Of(recording), (small with { Threads = 3 }).Of(recording));
        Assert.Equal(one.Loops, three.Loops);
        Assert.Equal(one.Cavities, three.Cavities);
        Assert.Equal(one.ShuffledCavity, three.ShuffledCavity);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var recording = Of(new GridTargets { Count = 8 }, 0.2);
        Refused("`Units` has 8, but units are 0 to 7", Test with { Units = [0, 8] });
        Refused("There are 5 units whose rate changes", Test with { Units = [0, 1, 2, 3, 4] });
        Refused("`Landmarks`", Test with { Landmarks = 1000 });

        void Refused(string text, ToroidalTopology test) => Assert.Contains(text, Assert.Throws<UsageException>(() => test.Of(recording)).Message, StringComparison.Ordinal);
    }

    private static Recording Of(SpatialCells cells, double noise)
    {
        const int Steps = 4000;
        var arena = Arena.Square(2.2);
        var (path, tuning, activity) = (RayleighWalk.Sorscher.Through(arena, Steps, 20.Ms, 3), cells.In(arena), new double[cells.Count]);
        var recording = new Recording(20.Ms, [new RecordedTrial(0, false, -1, "", -1, null, Steps, [], new Dictionary<string, double>())], [], cells.Count, 1, 1, 0);
        var random = new RandomStream(new StreamKey(2, Purpose.Analysis), 0);
        for (var step = 0; step < Steps; step++)
        {
            tuning.Activity(path.X[step + 1], path.Y[step + 1], path.Heading[step + 1], activity);
            for (var unit = 0; unit < activity.Length; unit++)
            {
                recording.Rate(step, 0)[unit] = (float)(activity[unit] + (noise * random.NextNormal()));
            }
        }

        return recording;
    }
}
