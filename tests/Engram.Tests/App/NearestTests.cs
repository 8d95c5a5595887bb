using Engram.App.Parsing;

namespace Engram.Tests.App;

public sealed class NearestTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("trian", "train", 1)]
    [InlineData("ca", "abc", 3)]
    public void The_distance_counts_edits_and_swaps(string from, string to, int expected) =>
        Assert.Equal(expected, Nearest.Distance(from, to));

    [Fact]
    public void A_word_far_from_all_has_no_nearest() => Assert.Null(Nearest.To("frobnicate", ["train", "test", "list"]));

    [Fact]
    public void Case_is_no_distance() => Assert.Equal("--preset", Nearest.To("--Preset", ["--seed", "--preset"]));
}
