using Engram.Configuration;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Tests.Storage;

/// <summary>Ways that animals went, from files.</summary>
public sealed class RecordedWalkTests
{
    private static readonly Arena Room = Arena.Square(2);

    [Fact]
    public void A_walk_is_a_stretch_of_the_file_on_straight_lines_between_samples()
    {
        using var folder = new TemporaryFolder();
        var walk = Walk(folder, "x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(k => FormattableString.Invariant($"{-0.9 + (0.03 * k)},{0.01 * k}\n"))), 0.1);
        var path = walk.Through(Room, 20, 50.Ms, seed: 1);
        for (var t = 0; t <= 20; t++)
        {
            Assert.Equal((path.X[t] + 0.9) / 3, path.Y[t], 1e-12);
            Assert.Equal(path.X[0] + (0.015 * t), path.X[t], 1e-12);
            Assert.Equal(Math.Atan2(1, 3), path.Heading[t], 1e-9);
        }

        Assert.True(Enumerable.Range(0, 20).Select(number => walk.Through(Room, 20, 50.Ms, 1, number).X[0]).Distinct().Count() > 10);
        Assert.Equal(path.X, walk.Through(Room, 20, 50.Ms, seed: 1).X);
    }

    [Fact]
    public void Times_and_headings_of_the_file_are_taken_and_gaps_left_out()
    {
        using var folder = new TemporaryFolder();
        string Row(int k) => FormattableString.Invariant($"{0.5 * k},{(k is 10 or 30 ? "" : "0." + (k % 10))},0.1,{0.1 * k}\n");
        var walk = Walk(folder, "time,x,y,heading\n" + string.Concat(Enumerable.Range(0, 60).Select(Row)));
        for (var number = 0; number < 50; number++)
        {
            // 12 s are 24 samples, of which only those from the 31st on are free of gaps.
            var path = walk.Through(Room, 24, 500.Ms, seed: 1, number);
            var first = Math.Round((path.Heading[0] < 0 ? path.Heading[0] + (2 * Math.PI) : path.Heading[0]) / 0.1);
            Assert.InRange(first, 31, 35);
        }
    }

    // Stretches that end right before a gap, at times that rounding puts a little behind the last known sample.
    [Fact]
    public void A_gap_is_never_walked_into()
    {
        using var folder = new TemporaryFolder();
        string Row(int k) => FormattableString.Invariant($"{0.02 * k},{(k % 12 == 0 ? "" : (0.3 * Math.Sin(k)).ToString("R", System.Globalization.CultureInfo.InvariantCulture))},{0.3 * Math.Cos(k)}\n");
        var walk = Walk(folder, "time,x,y\n" + string.Concat(Enumerable.Range(0, 400).Select(Row)));
        for (var number = 0; number < 500; number++)
        {
            var path = walk.Through(Room, 9, 20.Ms, seed: 1, number);
            Assert.All(path.X.Concat(path.Y).Concat(path.Heading), value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void Missing_samples_are_a_gap()
    {
        using var folder = new TemporaryFolder();
        string Row(int k) => FormattableString.Invariant($"{(0.02 * k) + (k < 50 ? 0 : 100)},{(k < 50 ? -0.5 : 0.5)},{0.001 * k}\n");
        var walk = Walk(folder, "time,x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(Row)));
        for (var number = 0; number < 200; number++)
        {
            Assert.Single(walk.Through(Room, 20, 20.Ms, seed: 1, number).X.Distinct());
        }
    }

    [Fact]
    public void The_written_form_has_the_hash_and_another_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        const string Text = "x,y\n0,0\n0.1,0\n0.2,0\n0.3,0\n";
        var walk = Walk(folder, Text);
        var written = Engram.Tasks.Walk.Parse(walk.ToString());
        Assert.Equal(walk.Sha256, Assert.IsType<RecordedWalk>(written).Sha256);
        Assert.Equal(64, walk.Sha256.Length);
        Assert.Equal(walk, written);
        var task = new PathIntegrationTask { Walk = written, Path = 40.Ms };
        task.Validate();
        File.WriteAllText(folder["way.csv"], Text + "0.4,0\n");
        Assert.Contains("so it was changed", Assert.Throws<UsageException>(task.Validate).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y\n0,0\n0.1,0\n", "no stretch of 1s without a gap")]
    [InlineData("x,z\n0,0\n0.1,0\n", "names the column 'y'")]
    [InlineData("x,y\n0,0\n5,0\n", "outside of `Arena` (square(2))")]
    [InlineData("time,x,y\n0,0,0\n0,0,0\n", "it must rise")]
    [InlineData("x,y\n0,0\nabc,0\n", "which is no number")]
    [InlineData("x,y,heading\n0,0,90\n0,0.1,90\n", "more than a full turn")]
    [InlineData("", "has no rows of numbers")]
    public void A_file_that_cannot_be_walked_is_told(string text, string hint)
    {
        using var folder = new TemporaryFolder();
        var task = new PathIntegrationTask { Arena = Room, Walk = Walk(folder, text), Path = 1.Seconds };
        Assert.Contains(hint, Assert.Throws<UsageException>(task.Validate).Message, StringComparison.Ordinal);
        Assert.Contains(hint, Assert.Throws<UsageException>(() => task.Walk.Through(Room, 50, 20.Ms, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.Contains("cannot be read", Assert.Throws<UsageException>(new PathIntegrationTask { Walk = new RecordedWalk("nowhere.csv") }.Validate).Message, StringComparison.Ordinal);

    private static RecordedWalk Walk(TemporaryFolder folder, string text, double interval = 0.02)
    {
        File.WriteAllText(folder["way.csv"], text);
        return new(folder["way.csv"], interval);
    }
}
