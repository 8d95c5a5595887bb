using Engram.Configuration;
using Engram.Tasks;
using MathNet.Numerics.Statistics;

namespace Engram.Tests.Tasks.Space;

/// <summary>Walks at random.</summary>
public sealed class WalkTests
{
    public static TheoryData<Walk> Walks() => [RayleighWalk.Banino, RayleighWalk.Sorscher, new OrnsteinUhlenbeckWalk(), new OrnsteinUhlenbeckWalk { Speed = 1 }];

    [Theory]
    [MemberData(nameof(Walks))]
    public void An_animal_stays_in_every_room_and_gets_about(Walk walk)
    {
        foreach (var arena in new[] { "square(2.2)", "circle(1)", "polygon(0 0, 2 0, 2 0.5, 0.5 0.5, 0.5 2, 0 2)", "square(1) wall(0 -0.5, 0 0.3)" }.Select(text => Arena.Parse(text)))
        {
            var path = walk.Through(arena, 20_000, 20.Ms, seed: 3);
            Assert.Equal(20_000, path.Steps);
            for (var t = 0; t < path.Steps; t++)
            {
                Assert.True(arena.Contains(path.X[t + 1], path.Y[t + 1]), $"{arena} {t}");
                Assert.False(path.X[t] < 0 != path.X[t + 1] < 0 && path.Y[t] < 0.29 && path.Y[t + 1] < 0.29 && arena.Walls.Count == 5, $"through the wall at {t}");
            }

            // Within 400 s it has been far from where it began.
            Assert.True(Enumerable.Range(0, path.Steps).Max(t => Math.Abs(path.X[t] - path.X[0]) + Math.Abs(path.Y[t] - path.Y[0])) > 0.4 * (arena.Right - arena.Left), $"{walk} {arena}");
        }
    }

    [Fact]
    public void Speeds_and_turns_are_those_asked_for()
    {
        var huge = Arena.Square(5000);
        var path = new RayleighWalk().Through(huge, 50_000, 20.Ms, seed: 1);
        double[] speeds = [.. Enumerable.Range(0, path.Steps).Select(path.Speed)], turns = [.. Enumerable.Range(0, path.Steps).Select(path.Turn)];
        Assert.Equal(0.13 * Math.Sqrt(Math.PI / 2), speeds.Mean(), 2e-3);
        Assert.Equal(330 * Math.PI / 180 * 0.02, turns.StandardDeviation(), 2e-3);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(100)]
    public void An_ornstein_uhlenbeck_walk_has_the_same_statistics_whatever_the_step(int dt)
    {
        var path = new OrnsteinUhlenbeckWalk().Through(Arena.Square(5000), 4_000_000 / dt / 2, dt.Ms, seed: 1);
        double[] speeds = [.. Enumerable.Range(0, path.Steps).Select(path.Speed)];
        Assert.Equal(0.08, speeds.Mean(), 4e-3);
        Assert.Equal(0.08 * Math.Sqrt((4 / Math.PI) - 1), speeds.StandardDeviation(), 4e-3);

        // The speed of a second later is correlated as exp(−2t/τ) is, near enough: that of the squared speed.
        var lag = 1000 / dt / 2;
        double[] squares = [.. speeds.Select(speed => speed * speed)];
        Assert.Equal(Math.Exp(-2 * 0.5 / 0.7), Correlation.Pearson(squares[..^lag], squares[lag..]), 0.06);
    }

    [Fact]
    public void A_walk_is_decided_by_its_seed_and_number()
    {
        var (walk, arena) = (RayleighWalk.Banino, Arena.Square(2.2));
        Assert.Equal(walk.Through(arena, 50, 20.Ms, 1).X, walk.Through(arena, 50, 20.Ms, 1).X);
        Assert.NotEqual(walk.Through(arena, 50, 20.Ms, 1).X, walk.Through(arena, 50, 20.Ms, 2).X);
        Assert.NotEqual(walk.Through(arena, 50, 20.Ms, 1).X, walk.Through(arena, 50, 20.Ms, 1, 1).X);
    }

    [Fact]
    public void A_walk_that_cannot_be_is_refused()
    {
        Refused(() => RayleighWalk.Banino.Through(Arena.Square(1), 0, 20.Ms, 1), "`steps` is 0");
        Refused(() => RayleighWalk.Banino.Through(Arena.Square(1), 10, TimeSpan.Zero, 1), "`dt`");
        Refused(() => (RayleighWalk.Banino with { Speed = 0 }).Through(Arena.Square(1), 10, 20.Ms, 1), "Speed");
        Refused(() => (new OrnsteinUhlenbeckWalk { Lasting = double.NaN }).Through(Arena.Square(1), 10, 20.Ms, 1), "Lasting");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }
}
