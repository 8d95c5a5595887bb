using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Networks;
using Engram.Studies;
using Engram.Tasks;

namespace Engram.Tests.Configuration;

public sealed class CatalogTests
{
    private static readonly Catalog<Device> Devices = new(typeof(CatalogTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic));

    [Fact]
    public void Concrete_types_of_the_kind_are_found_in_the_order_of_their_names()
    {
        Assert.Equal(["lever", "twin-dial"], Devices.Names);
        Assert.Equal([typeof(Lever), typeof(TwinDialDevice)], Devices.Types);
        Assert.Equal(["twin-dial"], Devices.All.OfType<TwinDialDevice>().Select(Catalog<Device>.NameOf));
    }

    [Theory]
    [InlineData("twin-dial")]
    [InlineData("TwinDial")]
    [InlineData("TWIN-DIAL")]
    public void Case_and_hyphens_of_a_name_do_not_count(string name)
    {
        Assert.True(Devices.Has(name));
        Assert.IsType<TwinDialDevice>(Devices.Create(name));
        Assert.NotSame(Devices.Create(name), Devices.Create(name));
    }

    [Theory]
    [InlineData("levr", "There is no device 'levr'. Did you mean 'lever'?")]
    [InlineData("microscope", "There is no device 'microscope'. Known: lever, twin-dial.")]
    [InlineData("", "There is no device ''. Known: lever, twin-dial.")]
    public void An_unknown_name_is_refused_with_the_kind_and_the_nearest_names(string name, string message)
    {
        Assert.False(Devices.Has(name));
        Assert.Equal(message, Assert.Throws<UsageException>(() => Devices.Create(name)).Message);
    }

    [Fact]
    public void Two_of_the_same_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Catalog<Device>([typeof(Lever), typeof(Other.LeverDevice)]));

    [Fact]
    public void Every_kind_of_the_library_refuses_an_unknown_name_in_the_same_words()
    {
        Func<object>[] created =
        [
            () => CognitiveTask.Catalog.Create("xx"), () => Cell.Catalog.Create("xx"), () => Preset.Catalog.Create("xx"),
            () => Optimiser.Catalog.Create("xx"), () => Loss.Catalog.Create("xx"), () => LearningRateSchedule.Parse("xx"),
            () => Initialiser.Parse("xx"), () => Figure.Catalog.Create("xx"),
            () => new Catalog<Study>(typeof(Engram.Studies.Structure.StructureAnalysis).Assembly).Create("xx"),
            () => new Catalog<RunAnalysis>(typeof(Engram.Studies.Structure.StructureAnalysis).Assembly).Create("xx"),
        ];
        Assert.Equal(
            ["task", "cell", "preset", "optimiser", "loss", "schedule", "initialiser", "figure", "study", "analysis"],
            created.Select(create => Assert.Throws<UsageException>(create).Message.Split(' ')[3]));
        Assert.All(created, create => Assert.StartsWith("There is no ", Assert.Throws<UsageException>(create).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_may_be_that_of_a_type_of_the_program_that_runs()
    {
        Assert.IsType<CubicLoss>(Loss.Catalog.Create("cubic"));
        Assert.True(Loss.Catalog.Has("cubic"));
        Assert.DoesNotContain("cubic", Loss.Catalog.Names);
        Assert.Equal("There is no loss 'cubik'. Did you mean 'cubic'?", Assert.Throws<UsageException>(() => Loss.Catalog.Create("cubik")).Message);
        Assert.Equal("cubic", new TrainingOptions { Loss = "Cubic" }.Loss);
    }

    [Fact]
    public void A_name_of_two_types_is_refused() => Assert.Equal(
        "The loss 'twice' is ambiguous: Engram.Tests.Configuration.CatalogTests+TwiceLoss or Engram.Tests.Configuration.CatalogTests+Other+TwiceLoss. A run "
        + "stores only the name; rename your own.",
        Assert.Throws<UsageException>(() => Loss.Catalog.Create("twice")).Message);

    [Fact]
    public void What_needs_numbers_to_be_made_cannot_be_made_by_name() => Assert.Equal(
        "The loss 'power' cannot be created by name, because PowerLoss has no public parameterless constructor; turn each parameter into a property "
        + "with a default.",
        Assert.Throws<UsageException>(() => Loss.Catalog.Create("power")).Message);

    private abstract class Device;

    private abstract class Unfinished : Device;

    private sealed class Lever : Device;

    private sealed class TwinDialDevice : Unfinished;

    private sealed class Unrelated;

    private static class Other
    {
        internal sealed class LeverDevice : Device;

        internal sealed record TwiceLoss : OwnLoss;
    }

    private abstract record OwnLoss : ElementwiseLoss
    {
        protected override T Of<T>(T z, T y, out T slope)
        {
            slope = T.Zero;
            return T.Zero;
        }
    }

    private sealed record CubicLoss : OwnLoss;

    private sealed record TwiceLoss : OwnLoss;

    private sealed record PowerLoss(double Exponent) : OwnLoss
    {
        public double Square => Exponent * Exponent;
    }
}
