using System.Text.Json.Nodes;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Tests.Configuration;

/// <summary>What every configuration record of the library keeps, the ones not yet written included.</summary>
public sealed class SettingsContractTests
{
    public static TheoryData<Type> Records =>
    [
        .. typeof(Settings).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetConstructor([]) is not null
            && (type.IsAssignableTo(typeof(CognitiveTask)) || type.IsAssignableTo(typeof(Cell))
                || Array.Exists(type.GetProperties(), property => property.IsDefined(typeof(RangeAttribute), true)))),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void Defaults_are_within_their_own_ranges_and_documented(Type type)
    {
        var settings = Settings.Of(type);
        Assert.NotEmpty(settings);
        Assert.Empty(Settings.Faults(Activator.CreateInstance(type)!));
        Assert.All(settings, setting => Assert.NotEmpty(setting.Description));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Every_setting_is_read_back_from_its_own_text(Type type)
    {
        var record = Activator.CreateInstance(type)!;
        foreach (var setting in Settings.Of(type))
        {
            var again = Settings.With(record, setting.Name, setting.Default);
            Assert.Equal(setting.Default, Settings.Text(again, setting.Name));
            Assert.Equal(Read(record, setting.Name), Read(again, setting.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void All_settings_survive_json(Type type)
    {
        var record = Activator.CreateInstance(type)!;
        var json = JsonNode.Parse(Settings.ToJson(record).ToJsonString())!.AsObject();
        var again = Settings.FromJson(type, json);
        Assert.All(Settings.Of(type), setting => Assert.Equal(Read(record, setting.Name), Read(again, setting.Name)));
        Assert.Equal(Settings.Hash(json), Settings.Hash(Settings.ToJson(again)));
    }

    [Fact]
    public void Values_that_are_no_numbers_have_texts_too()
    {
        var task = Settings.With(new PerceptualDecisionTask(), [new("coherences", "5,50"), new("stimulus", "exp(330ms, 80ms..1500ms)")]);
        Assert.Equal([5, 50], task.Coherences);
        Assert.Equal(Duration.Exponential(330.Ms, 80.Ms, 1500.Ms), task.Stimulus);
        Assert.Equal(task, Settings.FromJson(new PerceptualDecisionTask(), Settings.ToJson(task)));

        var cell = Settings.With(new LeakyCell(), "unit-taus", "50ms,0.1s");
        Assert.Equal([50.Ms, 100.Ms], cell.UnitTaus!);
        Assert.Null(Settings.With(cell, "unit-taus", "none").UnitTaus);

        var options = Settings.With(
            new NetworkOptions(), [new("recurrent", "gamma(3)"), new("readout-units", "4,5"), new("p-excitatory", "0.1")]);
        Assert.Equal(new GammaInitialiser(3), options.Recurrent);
        Assert.Equal([4, 5], options.ReadoutUnits!);
        Assert.Equal("gamma(3, 0.1)", Settings.Text(Settings.FromJson(new NetworkOptions(), Settings.ToJson(options)), "recurrent"));
    }

    [Fact]
    public void Ranges_hold_for_every_number_that_a_value_stands_for()
    {
        Assert.Equal("`Coherences`: '5,500' is out of range; write a value from 0 to 100 %.", Fault(() =>
            Settings.With(new PerceptualDecisionTask(), "coherences", "5,500")));
        Assert.Equal("`Wait`: '1s..3s' is out of range; write a value from 0ms to 2s.", Fault(() =>
            Settings.With(new Waiting(), "wait", "1s..3s")));
        Assert.Equal("`Wait`: '-1s' is negative; write a duration of 0ms or more.", Fault(() =>
            Settings.With(new Waiting(), "wait", "-1s")));
        Assert.Single(Settings.Faults(new Waiting { Wait = 3.Seconds }));
        var missing = new PerceptualDecisionTask { Coherences = null! };
        Assert.StartsWith("`Coherences` is missing", Settings.Faults(missing).Single(), StringComparison.Ordinal);
    }

    private static string Fault(Action action) => Assert.Throws<UsageException>(action).Faults.Single();

    private static object? Read(object record, string name) =>
        record.GetType().GetProperties().Single(property => Kebab.Of(property.Name) == name).GetValue(record);

    private sealed record Waiting
    {
        [Range(0, 2000)]
        public Duration Wait { get; init; } = 1.Seconds;
    }
}
