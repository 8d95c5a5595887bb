using Engram.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Engram.Tests.Configuration;

public sealed class TextTests
{
    [Theory]
    [InlineData("500ms", 5_000_000)]
    [InlineData("1.5s", 15_000_000)]
    [InlineData("2min", 1_200_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("0ms", 0)]
    [InlineData("0.5ms", 5_000)]
    [InlineData("90s", 900_000_000)]
    public void Durations_read_and_print_their_canonical_text(string text, long ticks)
    {
        Assert.Equal(ticks, TimeText.Parse(text).Ticks);
        Assert.Equal(text, TimeText.Format(new TimeSpan(ticks)));
    }

    [Theory]
    [InlineData("1 s", 1000)]
    [InlineData("1e3ms", 1000)]
    [InlineData("250us", 0.25)]
    [InlineData("60s", 60_000)]
    public void Durations_read_other_spellings(string text, double milliseconds) =>
        Assert.Equal(milliseconds, TimeText.Parse(text).TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("500")]
    [InlineData("5 parsecs")]
    [InlineData("-1s")]
    [InlineData("1e20h")]
    [InlineData("1..2s")]
    public void Durations_without_sense_are_refused(string text) => Assert.Throws<UsageException>(() => TimeText.Parse(text));

    [Fact]
    public void Every_duration_survives_its_text() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ticks =>
        {
            var duration = new TimeSpan(ticks & long.MaxValue);
            return TimeText.Parse(TimeText.Format(duration)) == duration;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_number_survives_its_text() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>(), ArbMap.Default.ArbFor<long>(), (real, whole) =>
        {
            var clip = double.IsNaN(real) ? 0 : real;
            var settings = new SampleSettings { Clip = clip, Seed = whole };
            KeyValuePair<string, string>[] texts =
            [
                new("clip", Settings.Text(settings, "clip")), new("seed", Settings.Text(settings, "seed")),
            ];
            var again = Settings.With(new SampleSettings(), texts);
            var fromJson = Settings.FromJson(new SampleSettings(), Settings.ToJson(settings));
            return again.Clip.Equals(clip) && again.Seed == whole && fromJson.Clip.Equals(clip) && fromJson.Seed == whole;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("LearningRate", "learning-rate")]
    [InlineData("RMSProp", "rms-prop")]
    [InlineData("L2Rates", "l2-rates")]
    [InlineData("Song2016", "song2016")]
    [InlineData("DT", "dt")]
    [InlineData("w_rec", "w-rec")]
    public void Names_become_kebab_case(string name, string kebab) => Assert.Equal(kebab, Kebab.Of(name));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("delay", "dealy", 1)]
    [InlineData("same", "same", 0)]
    public void Edit_distance_agrees_with_hand_counts(string a, string b, int distance)
    {
        Assert.Equal(distance, Nearest.Distance(a, b));
        Assert.Equal(distance, Nearest.Distance(b, a));
    }

    [Fact]
    public void Nearest_names_come_nearest_first_and_far_ones_not_at_all()
    {
        Assert.Equal(["delay", "delays"], Nearest.Of("dealy", ["units", "delays", "delay", "rate"]));
        Assert.Equal(["learning-rate"], Nearest.Of("rate", ["learning-rate", "units"]));
        Assert.Empty(Nearest.Of("xyzzy", ["dt", "l1"]));
        Assert.Equal("Known: dt, l1.", Nearest.Hint("xyzzy", ["dt", "l1"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Broken_json_is_a_usage_error_that_names_its_source(string text)
    {
        var fault = Assert.Throws<UsageException>(() => JsonText.ParseObject(text, "run.json", "Mend it."));
        Assert.Contains("run.json", fault.Message, StringComparison.Ordinal);
    }
}
