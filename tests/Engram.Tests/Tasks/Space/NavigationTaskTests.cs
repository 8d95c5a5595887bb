using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Tasks.Space;

/// <summary>Paths that a network integrates.</summary>
public sealed class NavigationTaskTests
{
    private static readonly TimeSpan Dt = 20.Ms;
    private static readonly PathIntegrationTask Paths = new() { PlaceCells = 60, PlaceWidth = 0.2, Walk = RayleighWalk.Sorscher, Path = 1.Seconds };

    [Fact]
    public void Movements_add_up_to_the_path()
    {
        var task = new PathIntegrationPlaceTask { Path = 1.Seconds };
        var (trial, inputs, path) = Drawn(task, 5);
        var (x, y) = (path[0], path[1]);
        for (var t = 1; t < trial.Steps(Dt); t++)
        {
            (x, y) = (x + (0.02f * inputs[2 * t]), y + (0.02f * inputs[(2 * t) + 1]));
            Assert.Equal(path[3 * t], x, 1e-5f);
            Assert.Equal(path[(3 * t) + 1], y, 1e-5f);
        }

        Assert.True(Math.Abs(path[0] - x) + Math.Abs(path[1] - y) > 0.1);
    }

    [Fact]
    public void Speeds_and_turns_lead_along_the_path()
    {
        var (trial, inputs, path) = Drawn(Paths, 3);
        var (x, y, heading) = (path[0], path[1], path[2]);
        for (var t = 1; t < trial.Steps(Dt); t++)
        {
            (x, y) = (x + (0.02f * inputs[3 * t] * MathF.Cos(heading)), y + (0.02f * inputs[3 * t] * MathF.Sin(heading)));
            heading += MathF.Atan2(inputs[(3 * t) + 1], inputs[(3 * t) + 2]);
            Assert.Equal(path[3 * t], x, 1e-4f);
            Assert.Equal(path[(3 * t) + 1], y, 1e-4f);
            Assert.Equal(0, MathF.IEEERemainder(path[(3 * t) + 2] - heading, 2 * MathF.PI), 1e-4f);
        }
    }

    [Fact]
    public void Targets_are_what_the_cells_do_where_the_animal_is_and_the_context_what_they_do_where_it_starts()
    {
        var trial = new Trial();
        Paths.Draw(trial, new StreamKey(1, Purpose.TestTrials), 7);
        var (steps, cells) = (trial.Steps(Dt), Paths.Outputs.Count);
        var (targets, mask) = (new float[steps * cells], new float[steps * cells]);
        trial.RenderTargets(targets, mask, 0, cells, steps, Dt);
        var (_, inputs, path) = Drawn(Paths, 7);
        double[] places = new double[60], directions = new double[12];
        var headings = new HeadDirectionTargets { Seed = Paths.CellSeed }.In(Paths.Arena);
        for (var t = 0; t < steps; t++)
        {
            Paths.Places.Activity(path[3 * t], path[(3 * t) + 1], 0, places);
            headings.Activity(0, 0, path[(3 * t) + 2], directions);
            Assert.All(places.Concat(directions).Zip(targets.Skip(t * cells).Take(cells)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }

        Assert.All(mask, weight => Assert.Equal(1, weight));
        foreach (var (first, count) in new[] { (0, 60), (60, 12), (0, 72), (50, 15), (59, 1), (70, 9), (80, 3) })
        {
            var sum = targets.Index().Where(one => one.Index % cells >= first && one.Index % cells < first + count).Sum(one => (double)one.Item);
            Assert.Equal(sum, trial.TargetSum(Dt, first, count), 1e-9);
        }

        // One step back from the first known place.
        var back = path[2] - MathF.Atan2(inputs[1], inputs[2]);
        Paths.Places.Activity(path[0] - (0.02 * inputs[0] * Math.Cos(back)), path[1] - (0.02 * inputs[0] * Math.Sin(back)), 0, places);
        headings.Activity(0, 0, back, directions);
        Assert.Equal(cells, trial.Contexts.Length);
        Assert.All(places.Concat(directions).Zip(trial.Contexts.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void A_shorter_step_of_the_network_changes_no_path()
    {
        var (whole, half) = (new Trial(), new Trial());
        Paths.Draw(whole, new StreamKey(1, Purpose.TestTrials), 2);
        Paths.Draw(half, new StreamKey(1, Purpose.TestTrials), 2);
        var (slow, fast) = (new float[3 * whole.Steps(Dt)], new float[3 * half.Steps(Dt / 2)]);
        whole.RenderCovariates(slow, 0, 3, Dt);
        half.RenderCovariates(fast, 0, 3, Dt / 2);
        Assert.Equal(2 * slow.Length, fast.Length);
        Assert.All(Enumerable.Range(0, slow.Length), i => Assert.Equal(slow[i], fast[(2 * (i / 3 * 3)) + 3 + (i % 3)]));
    }

    [Fact]
    public void The_error_is_how_far_the_decoded_place_is()
    {
        var trial = new Trial();
        var task = Paths with { PlaceCells = 4000, PlaceWidth = 0.1 };
        task.Draw(trial, new StreamKey(1, Purpose.TestTrials), 1);
        var (steps, cells) = (trial.Steps(Dt), task.Outputs.Count);
        var (targets, mask, measured) = (new float[steps * cells], new float[steps * cells], new double[2]);
        trial.RenderTargets(targets, mask, 0, cells, steps, Dt);
        trial.Measure(targets, 0, cells, Dt, measured);
        Assert.InRange(measured[0], 0, 4);
        Assert.InRange(measured[1], 0, 4);

        // One cell alone, and so the place of it and of the first two others.
        Array.Clear(targets);
        for (var t = 0; t < steps; t++)
        {
            targets[(t * cells) + 9] = 1;
        }

        trial.Measure(targets, 0, cells, Dt, measured);
        var (_, _, path) = Drawn(task, 1);
        var at = new[] { 9, 0, 1 }.Select(cell => task.Places.Centres[cell]).Aggregate((X: 0.0, Y: 0.0), (sum, centre) => (sum.X + (centre.X / 3), sum.Y + (centre.Y / 3)));
        double[] errors = [.. Enumerable.Range(0, steps).Select(t => 100 * Math.Sqrt(Math.Pow(at.X - path[3 * t], 2) + Math.Pow(at.Y - path[(3 * t) + 1], 2)))];
        Assert.Equal(errors[^1], measured[0], 1e-3);
        Assert.Equal(errors.Average(), measured[1], 1e-3);
    }

    [Fact]
    public void Networks_and_seeds_share_cells_unless_they_are_to_differ()
    {
        Assert.Equal(Paths.Places.Centres, (Paths with { Path = 3.Seconds }).Places.Centres);
        Assert.NotEqual(Paths.Places.Centres, (Paths with { CellSeed = 2 }).Places.Centres);
        Assert.NotEqual(Paths.Places.Centres, (Paths with { Arena = Arena.Square(1) }).Places.Centres);
    }

    [Fact]
    public void Settings_that_cannot_be_are_told()
    {
        static void Refused(CognitiveTask task, string what) => Assert.Contains(what, Assert.Throws<UsageException>(task.Validate).Message, StringComparison.Ordinal);
        Refused(Paths with { PlaceCells = 2 }, "`PlaceCells`: '2' is out of range");
        Refused(Paths with { PlaceCells = -1 }, "`PlaceCells`: '-1' is out of range");
        Refused(Paths with { PlaceWidth = 0 }, "`PlaceWidth`: '0' is out of range");
        Refused(Paths with { DirectionCells = 0 }, "`DirectionCells`: '0' is out of range");
        Refused(Paths with { Sample = TimeSpan.Zero }, "`Sample`");
        Refused(Paths with { Walk = new RayleighWalk(Speed: 0) }, "Speed");
        Refused(Paths with { PlaceProfile = PlaceProfile.DifferenceOfSoftmaxes, PlaceSurround = 1 }, "`PlaceSurround`: '1' is out of range");
    }

    [Fact]
    public void Walks_are_written_and_read()
    {
        foreach (var walk in new Walk[] { RayleighWalk.Banino, RayleighWalk.Sorscher, new OrnsteinUhlenbeckWalk(Speed: 0.5, Slowing: 1) })
        {
            Assert.Equal(walk, Walk.Parse(walk.ToString()));
        }

        Assert.Equal("rayleigh", RayleighWalk.Banino.ToString());
        Assert.Equal("ornstein-uhlenbeck(speed 0.5)", new OrnsteinUhlenbeckWalk(Speed: 0.5).ToString());
        static void Refused(string text, string what) => Assert.Contains(what, Assert.Throws<UsageException>(() => Walk.Parse(text)).Message, StringComparison.Ordinal);
        Refused("raylei", "'raylei'");
        Refused("rayleigh(speed -1)", "must be above 0");
        Refused("rayleigh(speed", "no closing bracket");
        Refused("rayleigh(pace 1)", "'pace 1' in the walk 'rayleigh(pace 1)' is not understood");
        Refused("rayleigh(speed x)", "'x' for the speed");
        Refused("rayleigh(slowing 2)", "at most 1");
    }

    private static (Trial Trial, float[] Inputs, float[] Path) Drawn(NavigationTask task, long index)
    {
        var trial = new Trial();
        task.Draw(trial, new StreamKey(1, Purpose.TestTrials), index);
        var (steps, channels) = (trial.Steps(Dt), task.Inputs.Count);
        var (inputs, path) = (new float[steps * channels], new float[steps * 3]);
        trial.RenderInputs(inputs, 0, channels, steps, Dt, new StreamKey(1, Purpose.TestInputNoise), index);
        trial.RenderCovariates(path, 0, 3, Dt);
        return (trial, inputs, path);
    }
}
