using System.IO.Compression;
using System.Security.Cryptography;
using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>Pictures row by row: the three sets, turns, what is shown and asked, pictures that are known, and a damaged file.</summary>
public sealed class RowByRowImagesTaskTests
{
    private const int Side = 28;
    private static readonly TimeSpan Dt = 20.Ms;

    public static TheoryData<Purpose, int, int> Sets => new()
    {
        { Purpose.TrainingTrials, 0, 4000 }, { Purpose.ValidationTrials, 4000, 500 }, { Purpose.TestTrials, 4500, 1000 },
    };

    // Picture 0 of the training set of Fashion-MNIST and picture 0 of its test set are ankle boots.
    [Theory]
    [InlineData(9, "0 0 0 94 429 934 1690 2296 2842 3069 2964 3019 3088 3076 3240 3646 4405 5485 5355 5318 5712 5380 5053 4702 4157 293 0 0")]
    [InlineData(4509, "0 0 0 0 0 0 0 48 244 563 1548 1692 1757 1860 2076 2257 2608 3173 3507 3880 5010 3233 0 0 0 0 0 0")]
    public void The_rows_of_the_first_ankle_boots_have_the_sums_of_the_published_files(int place, string sums) =>
        Assert.Equal(sums, string.Join(' ', Picture(place).Chunk(Side).Select(row => row.Sum(pixel => pixel))));

    [Fact]
    public void A_boot_stands_on_its_sole_with_the_toe_to_the_left()
    {
        string[] published =
        [
            ".#############....#########.",
            ".##########################.",
            ".##########################.",
            "..#########################.",
        ];
        Assert.Equal(published, Picture(9).Select(pixel => pixel > 127 ? '#' : '.').Chunk(Side).Skip(19).Take(4).Select(row => new string(row)));
    }

    [Fact]
    public void Each_set_has_all_kinds_in_turn_and_equally_often()
    {
        Assert.Equal([(0, 400), (4000, 50), (4500, 100)], new[] { Purpose.TrainingTrials, Purpose.ValidationTrials, Purpose.TestTrials }.Select(Clothes.Of));
        Assert.Equal([.. Enumerable.Range(0, 5500).Select(place => (byte)(place % 10))], Column("kind", 5500));
        Assert.Equal([.. Enumerable.Repeat((byte)0, 4000), .. Enumerable.Repeat((byte)1, 500), .. Enumerable.Repeat((byte)2, 1000)], Column("set", 5500));
    }

    [Fact]
    public void No_picture_is_in_two_sets_or_twice_in_one()
    {
        var keys = Enumerable.Range(0, 5500).Select(place => Convert.ToHexString(SHA256.HashData(Picture(place)))).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(5500, keys.Count);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_picture_of_a_set_has_its_turn_before_any_comes_again(Purpose set, int first, int count)
    {
        var task = new RowByRowImagesTask { Binary = false };
        var places = PlacesByContent();
        var seen = Enumerable.Range(0, count).Select(index => places[Key(Shown(task, set, index))]).Order();
        Assert.Equal(Enumerable.Range(first, count), seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void Training_on_fewer_pictures_shows_the_first_of_each_kind(int ofEach)
    {
        var task = new RowByRowImagesTask { Binary = false, TrainingPictures = ofEach };
        var places = PlacesByContent();
        var seen = Enumerable.Range(0, 10 * ofEach).Select(index => places[Key(Shown(task, Purpose.TrainingTrials, index))]).Order();
        Assert.Equal(Enumerable.Range(0, 10 * ofEach), seen);
        Assert.Equal(Shown(task, Purpose.TestTrials, 4), Shown(task with { TrainingPictures = 400 }, Purpose.TestTrials, 4));
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(20, 3)]
    [InlineData(16.667, 1)]
    [InlineData(16.666, 1)]
    public void A_trial_shows_the_rows_from_the_top_and_asks_at_the_last(double row, int refinement)
    {
        var task = new RowByRowImagesTask { Row = TimeSpan.FromMilliseconds(row) };
        var places = PlacesByContent();
        for (var index = 0; index < 20; index++)
        {
            var (grey, trial) = (Drawn(task with { Binary = false }, Purpose.TestTrials, index), Drawn(task, Purpose.TestTrials, index));
            var place = places[Key(Rendered.From(task with { Binary = false }, grey, task.Row).Inputs)];
            var rendered = Rendered.From(task, trial, task.Row / refinement);
            Assert.Equal(Side * refinement, rendered.Steps);
            var expected = Picture(place).Chunk(Side).SelectMany(pixels => Enumerable.Repeat(pixels, refinement)).SelectMany(pixels => pixels);
            Assert.Equal(expected.Select(pixel => pixel > 127 ? 1f : 0f), rendered.Inputs);
            Assert.Equal((place % 10, place % 10, place % 10), (trial.Condition, trial.Answer, (int)trial.Factor("kind")));
            Assert.All(rendered.Mask.Chunk(10).Index(), step => Assert.All(step.Item, mask => Assert.Equal(step.Index < (Side - 1) * refinement ? 0 : 1, mask)));
            Assert.All(rendered.Targets.Chunk(10).TakeLast(refinement), y => Assert.Equal(Enumerable.Range(0, 10).Select(k => k == place % 10 ? 1f : 0f), y));
        }
    }

    [Fact]
    public void Masked_the_first_ten_rows_are_left_out()
    {
        var task = new RowByRowImagesTask();
        for (var index = 0; index < 20; index++)
        {
            var masked = Rendered.From(task with { Masked = true }, Drawn(task with { Masked = true }, Purpose.TestTrials, index), Dt);
            Assert.Equal(18, masked.Steps);
            Assert.Equal(Shown(task, Purpose.TestTrials, index)[(10 * Side)..], masked.Inputs);
            Assert.Equal([.. Enumerable.Repeat(0f, 17), 1f], masked.Mask.Chunk(10).Select(step => step[0]));
        }
    }

    [Fact]
    public void In_grey_a_pixel_is_its_brightness_from_0_to_1()
    {
        var shown = Shown(new RowByRowImagesTask { Binary = false }.Pin("kind", "bag"), Purpose.TrainingTrials, 3);
        var place = PlacesByContent()[Key(shown)];
        Assert.Equal(8, place % 10);
        Assert.Equal(Picture(place).Select(pixel => pixel / 255f), shown, (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Contains(shown, value => value is > 0.1f and < 0.4f);
    }

    [Fact]
    public void A_pinned_kind_has_the_place_among_its_kind_of_the_picture_it_stands_for()
    {
        var (task, places) = (new RowByRowImagesTask { Binary = false, TrainingPictures = 7 }, PlacesByContent());
        foreach (var set in new[] { Purpose.TrainingTrials, Purpose.ValidationTrials, Purpose.TestTrials })
        {
            for (var index = 0; index < 30; index++)
            {
                var free = places[Key(Shown(task, set, index))];
                Assert.Equal((free / 10 * 10) + 5, places[Key(Shown(task.Pin("kind", "sandal"), set, index))]);
            }
        }
    }

    [Fact]
    public void Only_the_kind_that_is_shown_counts_as_correct()
    {
        var task = new RowByRowImagesTask();
        var trial = Drawn(task, Purpose.TestTrials, 11);
        for (var answer = 0; answer < 10; answer++)
        {
            // What is said before the last row does not count.
            var z = new float[Side * 10];
            Array.Fill(z, 9f, trial.Answer, 1);
            z[((Side - 1) * 10) + answer] = 1;
            Assert.Equal(answer == trial.Answer, task.IsCorrect(trial, z, 0, 10, Dt));
        }
    }

    [Fact]
    public void A_step_longer_than_a_row_is_refused()
    {
        var fault = Assert.Throws<UsageException>(() => new PatternsPreset().For(new RowByRowImagesTask(), 1).With([new("dt", "30ms")]));
        Assert.Contains("less than one step of 30ms", fault.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(new RowByRowImagesTask { TrainingPictures = 401 }.Validate);
        Assert.Throws<UsageException>(new RowByRowImagesTask { Row = TimeSpan.Zero }.Validate);
    }

    [Fact]
    public void Damaged_pictures_are_refused_in_a_sentence()
    {
        var bytes = Packed();
        Assert.NotNull(Clothes.Read(new MemoryStream(bytes)));
        var flipped = bytes.ToArray();
        flipped[bytes.Length / 2] ^= 4;
        foreach (var damaged in new[] { [], bytes[..1000], flipped })
        {
            var fault = Assert.Throws<UsageException>(() => Clothes.Read(new MemoryStream(damaged)));
            Assert.Equal("The pictures of row-by-row-images in this build of Engram are damaged; build or install it again.", fault.Message);
        }
    }

    [Fact]
    public void A_byte_that_is_changed_anywhere_changes_no_picture_unnoticed()
    {
        // The directory of the file is in its last 200 bytes or so.
        var (bytes, refused) = (Packed(), 0);
        var (header, middle) = (Enumerable.Range(0, 20).Select(k => 3 * k), Enumerable.Range(1, 7).Select(k => k * 300_007));
        foreach (var place in header.Concat(middle).Concat(Enumerable.Range(1, 40).Select(k => bytes.Length - (5 * k))))
        {
            var damaged = bytes.ToArray();
            damaged[place] ^= 0x55;
            try
            {
                var read = Clothes.Read(new MemoryStream(damaged));
                Assert.Equal(Picture(9), Enumerable.Range(0, Side * Side).Select(pixel => read[9, pixel / Side, pixel % Side]));
            }
            catch (UsageException)
            {
                refused++;
            }
        }

        Assert.True(refused > 15);
    }

    private static float[] Shown(CognitiveTask task, Purpose set, long index) => Rendered.From(task, Drawn(task, set, index), Dt).Inputs;

    private static byte[] Picture(int place) =>
        [.. Enumerable.Range(0, Side * Side).Select(pixel => Clothes.Instance[place, pixel / Side, pixel % Side])];

    private static string Key(IEnumerable<float> grey) => Convert.ToHexString(SHA256.HashData([.. grey.Select(value => (byte)Math.Round(value * 255))]));

    private static Dictionary<string, int> PlacesByContent() =>
        Enumerable.Range(0, 5500).ToDictionary(place => Convert.ToHexString(SHA256.HashData(Picture(place))), StringComparer.Ordinal);

    private static byte[] Column(string name, int length)
    {
        using var archive = new ZipArchive(new MemoryStream(Packed()));
        using var stream = archive.GetEntry($"{name}.npy")!.Open();
        using var read = new MemoryStream();
        stream.CopyTo(read);
        return read.ToArray()[^length..];
    }

    private static byte[] Packed()
    {
        using var whole = new MemoryStream();
        using var resource = Clothes.Resource();
        resource.CopyTo(whole);
        return whole.ToArray();
    }

    private static Trial Drawn(CognitiveTask task, Purpose set, long index)
    {
        var trial = new Trial();
        task.Draw(trial, new StreamKey(3, set), index);
        return trial;
    }
}
