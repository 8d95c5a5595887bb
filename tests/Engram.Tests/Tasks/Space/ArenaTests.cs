using System.Globalization;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks.Space;

/// <summary>Rooms and what is in them.</summary>
public sealed class ArenaTests
{
    [Theory]
    [InlineData("square(2.2)", 4)]
    [InlineData("circle(2)", 96)]
    [InlineData("rectangle(2, 1)", 4)]
    [InlineData("polygon(0 0, 2 0, 1 1.5)", 3)]
    [InlineData("square(2.2) wall(0 0, 0 0.5) wall(0.2 0, 0.4 1.1)", 6)]
    public void What_is_written_is_read_again(string text, int walls)
    {
        var arena = Arena.Parse(text);
        Assert.Equal((text, walls), (arena.ToString(), arena.Walls.Count));
        Assert.Equal(arena, Arena.Parse(" " + text.Replace(", ", ",  ", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("square")]
    [InlineData("square()")]
    [InlineData("square(-1)")]
    [InlineData("square(1e9)")]
    [InlineData("square(NaN)")]
    [InlineData("square(1, 2)")]
    [InlineData("rectangle(1)")]
    [InlineData("room(2)")]
    [InlineData("polygon(0 0, 1 1)")]
    [InlineData("polygon(0 0, 1 1, 1 0, 0 1)")]
    [InlineData("polygon(0 0, 0 0, 1 1)")]
    [InlineData("polygon(0 0, 1 0, 2 0)")]
    [InlineData("polygon(0 0, 10000 10000, 9999.99 10000)")]
    [InlineData("square(2) wall(0 0, 5 0)")]
    [InlineData("square(2) wall(0 0, 0 0)")]
    [InlineData("square(2) door(0 0, 0 1)")]
    [InlineData("square((2))")]
    [InlineData("")]
    public void What_is_no_room_is_refused(string text)
    {
        Assert.Contains("is not an arena", Assert.Throws<UsageException>(() => Arena.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(Arena.TryParse(text, null, out _));
    }

    [Fact]
    public void Places_are_in_the_room_or_not()
    {
        var triangle = Arena.Parse("polygon(0 0, 2 0, 1 1.5)");
        Assert.True(triangle.Contains(1, 0.5));
        Assert.False(triangle.Contains(0.1, 1));
        Assert.True(Arena.Circle(2).Contains(0.7, 0.7));
        Assert.False(Arena.Circle(2).Contains(0.72, 0.72));
        Assert.False(Arena.Square(2).Contains(1.01, 0));
    }

    [Fact]
    public void The_nearest_wall_has_a_distance_and_a_direction()
    {
        var found = Arena.Square(2).Nearest(0.9, 0.2);
        Assert.Equal((0.1, 0), (found.Distance, found.Angle), (left, right) => Math.Abs(left.Item1 - right.Item1) < 1e-12 && Math.Abs(left.Item2 - right.Item2) < 1e-12);
        var wall = Arena.Square(2).With(new(0, -1, 0, 0)).Nearest(-0.05, -0.5);
        Assert.Equal(0.05, wall.Distance, 1e-12);
        Assert.Equal(0, wall.Angle, 1e-12);
    }

    [Fact]
    public void A_way_through_a_wall_is_not_free()
    {
        var arena = Arena.Square(2).With(new(0, -1, 0, 0));
        Assert.False(arena.IsFree(-0.1, -0.5, 0.1, -0.5));
        Assert.True(arena.IsFree(-0.1, 0.5, 0.1, 0.5));
        Assert.False(arena.IsFree(0.9, 0, 1.1, 0));
    }
}
