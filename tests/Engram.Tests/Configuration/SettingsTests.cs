using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Tests.Configuration;

public sealed class SettingsTests
{
    private static readonly SampleSettings Plain = new();

    [Fact]
    public void Settings_are_the_settable_properties_own_first_then_inherited() =>
        Assert.Equal(
            ["noisy", "units", "seed", "rate", "label", "note", "mode", "cap", "point", "points", "counts", "times", "clip", "delay"],
            Settings.Of(typeof(SampleSettings)).Select(s => s.Name));

    [Fact]
    public void A_setting_tells_its_default_unit_range_choices_and_summary()
    {
        var settings = Settings.Of(Plain).ToDictionary(s => s.Name);
        Assert.Equal(("0.01", "Hz", "> 0"), (settings["rate"].Default, settings["rate"].Unit, settings["rate"].Range));
        Assert.Equal(("500ms", "", "0ms to 5s"), (settings["delay"].Default, settings["delay"].Unit, settings["delay"].Range));
        Assert.Equal("How long the animal waits, at Rate.", settings["delay"].Description);
        Assert.Equal(("≥ 1", ""), (settings["units"].Range, settings["units"].Description));
        Assert.Equal(["off", "leak-on-rate", "rms-prop"], settings["mode"].Choices);
        Assert.Equal(("none", "none", "1,2"), (settings["cap"].Default, settings["note"].Default, settings["counts"].Default));
    }

    [Fact]
    public void Summaries_of_the_library_are_found_beside_its_assembly() =>
        Assert.StartsWith(
            "The values a configuration property may take", Documentation.Summary(typeof(RangeAttribute)), StringComparison.Ordinal);

    [Theory]
    [InlineData("noisy", "false")]
    [InlineData("units", "7")]
    [InlineData("seed", "-9007199254740993")]
    [InlineData("rate", "0.001")]
    [InlineData("rate", "infinity")]
    [InlineData("label", "a b, c")]
    [InlineData("note", "hello")]
    [InlineData("mode", "rms-prop")]
    [InlineData("cap", "1.5s")]
    [InlineData("cap", "none")]
    [InlineData("point", "(3,-4)")]
    [InlineData("points", "(3,4),(5,6)")]
    [InlineData("counts", "")]
    [InlineData("counts", "4,5,6")]
    [InlineData("times", "1s,2min")]
    [InlineData("clip", "none")]
    [InlineData("delay", "5s")]
    public void A_changed_copy_reads_back_its_text_and_survives_json(string name, string text)
    {
        SampleBase changed = Settings.With<SampleBase>(Plain, name, text);
        Assert.IsType<SampleSettings>(changed);
        Assert.Equal(text, Settings.Text(changed, name));
        Assert.Equal(new SampleSettings().Units, Plain.Units);

        var json = JsonNode.Parse(Settings.ToJson(changed).ToJsonString())!.AsObject();
        var again = Settings.FromJson(Plain, json);
        Assert.All(Settings.Of(changed), s => Assert.Equal(s.Default, Settings.Text(again, s.Name)));
        Assert.Equal(Settings.Hash(Settings.ToJson(changed)), Settings.Hash(Settings.ToJson(again)));
    }

    [Fact]
    public void Json_keeps_the_order_and_uses_its_own_numbers_booleans_lists_and_null()
    {
        var json = Settings.ToJson(Plain);
        Assert.Equal(Settings.Of(Plain).Select(s => s.Name), json.Select(member => member.Key));
        Assert.Equal(
            """{"noisy":true,"units":100,"seed":1,"rate":0.01,"label":"plain","note":null,"mode":"leak-on-rate","cap":null,"""
            + """ "point":"(1,2)","points":[],"counts":[1,2],"times":["100ms"],"clip":1,"delay":"500ms"}""".TrimStart(),
            json.ToJsonString());
    }

    [Theory]
    [InlineData("dely", "1s", "There is no setting 'dely' in sample-settings. Did you mean 'delay'?")]
    [InlineData("Delay", "1s", "Did you mean 'delay'?")]
    [InlineData("zzzzzzzz", "1", "Known: noisy, units")]
    [InlineData("mode", "leak-on-rat", "`Mode`: 'leak-on-rat' is not one of off, leak-on-rate, rms-prop. Did you mean 'leak-on-rate'?")]
    [InlineData("delay", "500", "`Delay`: '500' has no unit; write 500ms or 500s.")]
    [InlineData("delay", "-5ms", "`Delay`: '-5ms' is negative")]
    [InlineData("delay", "6s", "`Delay`: '6s' is out of range; write a value from 0ms to 5s.")]
    [InlineData("units", "0", "`Units`: '0' is out of range; write a value ≥ 1.")]
    [InlineData("units", "1.5", "`Units`: '1.5' is not a whole number; write for example 10.")]
    [InlineData("units", "1e3", "`Units`: '1e3' must be written in digits only")]
    [InlineData("units", "99999999999", "`Units`: '99999999999' is too large or too small")]
    [InlineData("rate", "0", "`Rate`: '0' is out of range; write a value > 0 Hz.")]
    [InlineData("rate", "nan", "`Rate`: 'nan' is not a number")]
    [InlineData("rate", "1e999", "too large")]
    [InlineData("rate", "1,5", "`Rate`: '1,5' is not a number")]
    [InlineData("noisy", "yes", "`Noisy`: 'yes' is not allowed; write true or false.")]
    [InlineData("counts", "1,,2", "`Counts`: '1,,2': item 2 is empty; remove a comma.")]
    [InlineData("counts", "1,-2", "`Counts`: '1,-2' is out of range; write a value ≥ 0.")]
    [InlineData("point", "(1,2,3)", "`Point`: '(1,2,3)' is not a sample point: a point has two coordinates")]
    [InlineData("point", "(1,20)", "`Point`: '(1,20)' is out of range; write a value from -10 to 10.")]
    public void A_fault_says_what_the_value_and_what_to_write(string name, string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => Settings.With(Plain, name, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_faults_come_together()
    {
        var fault = Assert.Throws<UsageException>(() => Settings.With(
            Plain, [new("dely", "1s"), new("units", "0"), new("seed", "2"), new("mode", "of"), new("seed", "3")]));
        Assert.Equal(4, fault.Faults.Count);
        Assert.Equal(["There", "`Units`:", "`Mode`:", "`Seed`"], fault.Faults.Select(f => f.Split(' ')[0]));
    }

    [Fact]
    public void Json_faults_come_together_and_name_the_nearest_key()
    {
        var json = JsonNode.Parse("""{ "unit": 3, "rate": "x", "counts": [1, {}], "label": null, "clip": null, "seed": "12" }""")!
            .AsObject();
        var fault = Assert.Throws<UsageException>(() => Settings.FromJson(typeof(SampleSettings), json));
        Assert.Equal(4, fault.Faults.Count);
        Assert.Contains("Did you mean 'units'", fault.Faults[0], StringComparison.Ordinal);
        Assert.StartsWith("'label': null is not allowed", fault.Faults[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_made_in_code_is_checked_by_the_same_ranges()
    {
        Settings.Check(Plain);
        var wrong = Plain with { Units = 0, Rate = double.NaN, Delay = 6.Seconds };
        Assert.Equal(3, Assert.Throws<UsageException>(() => Settings.Check(wrong)).Faults.Count);
    }

    [Fact]
    public void The_hash_depends_on_content_alone()
    {
        static string Hash(string json) => Settings.Hash(JsonNode.Parse(json));
        Assert.Equal(Hash("""{"a":1,"b":[0.5,null]}"""), Hash("""{ "b": [5e-1, null], "a": 1.0 }"""));
        Assert.NotEqual(Hash("""{"a":1}"""), Hash("""{"a":"1"}"""));
        Assert.NotEqual(Hash("""{"a":9007199254740993}"""), Hash("""{"a":9007199254740992}"""));
        Assert.NotEqual(Hash("[1,2]"), Hash("[2,1]"));

        // SHA-256 of the two bytes {} by another implementation.
        Assert.Equal("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", Hash("{ }"));
    }

    [Fact]
    public void A_setting_that_came_later_leaves_what_was_written_before_it_as_it_is()
    {
        Assert.Equal(Settings.ToJson(new Before()).ToJsonString(), Settings.ToJson(new Since()).ToJsonString());
        Assert.Equal(Settings.Hash(Settings.ToJson(new Before())), Settings.Hash(Settings.ToJson(new Since())));
        Assert.Equal(["rate", "times", "mode"], Settings.Of(typeof(Since)).Select(setting => setting.Name));
        Assert.Equal(["rate", "times", "mode"], Settings.ToJson(new Since(), isWhole: true).Select(member => member.Key));
        Assert.Equal([1, 2], Settings.FromJson(new Since(), Settings.ToJson(new Before())).Times);
    }

    [Theory]
    [InlineData("times", "3,4")]
    [InlineData("mode", "off")]
    public void A_setting_that_came_later_is_written_where_it_is_not_at_its_default(string name, string text)
    {
        var changed = Settings.With(new Since(), name, text);
        var json = JsonNode.Parse(Settings.ToJson(changed).ToJsonString())!.AsObject();
        Assert.Equal(["rate", name], json.Select(member => member.Key));
        Assert.Equal(text, Settings.Text(Settings.FromJson(new Since(), json), name));
        Assert.NotEqual(Settings.Hash(Settings.ToJson(new Since())), Settings.Hash(json));
    }

    [Fact]
    public void A_property_that_no_text_stands_for_is_refused_with_advice() =>
        Assert.Contains(
            "IParsable", Assert.Throws<UsageException>(() => Settings.Of(new Opaque())).Message, StringComparison.Ordinal);

    private sealed record Before
    {
        public double Rate { get; init; } = 0.5;
    }

    private sealed record Since
    {
        public double Rate { get; init; } = 0.5;

        [LaterSetting]
        public int[] Times { get; init; } = [1, 2];

        [LaterSetting]
        public SampleMode Mode { get; init; } = SampleMode.LeakOnRate;
    }

    private sealed record Opaque
    {
        public Stream? Stream { get; init; }
    }
}
