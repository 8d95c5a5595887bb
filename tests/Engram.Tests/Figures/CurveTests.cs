using Engram.Configuration;
using Engram.Figures;

namespace Engram.Tests.Figures;

/// <summary>Curves made of other things.</summary>
public sealed class CurveTests
{
    [Fact]
    public void A_path_through_a_plane_has_x_and_y_of_each_point()
    {
        var curve = Curve.InPlane("left", [1, 2, 3, 4, 5, 6]);
        Assert.Equal("left", curve.Name);
        Assert.Equal([1, 3, 5], curve.X);
        Assert.Equal([2, 4, 6], curve.Y);
        Assert.Empty(Curve.InPlane("none", []).X);
    }

    [Fact]
    public void Half_a_point_is_refused() => Assert.EndsWith(
        "give x and y of each.", Assert.Throws<UsageException>(() => Curve.InPlane("left", [1, 2, 3])).Message, StringComparison.Ordinal);
}
