using System.Text.Json.Nodes;
using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

public sealed class RecordCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public RecordCommandTests()
    {
        run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 0));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_file_has_the_trials_that_are_tested_and_says_what_it_is()
    {
        var answer = Record("a.npz", "--trials", "30", "--delay", "300ms");
        var file = ArrayFiles.Read(folder["a.npz"]);
        Assert.Equal([answer["steps"]!.GetValue<int>(), 30, 8], file.Array("rates").Shape);
        Assert.Equal(
            answer["arrays"]!.AsObject().Select(array => (array.Key, array.Value!.ToJsonString())),
            file.Arrays.Select(array => (array.Name, $"[{string.Join(',', array.Shape)}]")));
        var about = file.Metadata["about"].Split('\n');
        Assert.Equal($"Run {run}: delayed-match, delay 300ms, seed 2, noise on.", about[0]);
        Assert.Equal("match\nnon-match", file.Metadata["choices"]);
        Assert.All(file.Float64("factor-delay"), delay => Assert.Equal(300, delay));

        var tested = Shell.Json(0, "test", run, "--trials", "30", "--delay", "300ms");
        Assert.Equal((double)tested["performance"]!, file.Int64("correct").Average());
        Assert.Equal((double)tested["performance"]!, (double)answer["performance"]!);
    }

    [Fact]
    public void Npz_and_mat_have_the_same_numbers_and_csv_a_row_for_each_step()
    {
        string[] asked = ["--trials", "6", "--sweep", "delay=0s,300ms", "--periods", "sample,delay", "--double", "--dt", "50ms"];
        Record("a.npz", asked);
        Record("a.mat", asked);
        var columns = Record("a.csv", asked)["columns"]!.AsArray().Select(column => (string)column!).ToList();
        var (npz, mat) = (ArrayFiles.Read(folder["a.npz"]), ArrayFiles.Read(folder["a.mat"]));
        Assert.Equal(npz.Arrays.Select(array => array.Name.Replace('-', '_')), mat.Arrays.Select(array => array.Name));
        Assert.All(npz.Arrays.Zip(mat.Arrays), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        Assert.Equal(
            npz.Arrays.Select(array => array.Name).Concat(npz.Metadata.Keys).Aggregate(npz.Metadata["about"], (text, name) => text.Replace(name, name.Replace('-', '_'), StringComparison.Ordinal)),
            mat.Metadata["about"]);
        Assert.Equal(ElementType.Float64, npz.Array("rates").Type);
        Assert.Equal([10, 10, 10, 10, 10, 10, 16, 16, 16, 16, 16, 16], npz.Int64("steps"));
        Assert.All(npz.Int64("first"), first => Assert.Equal(2, first));

        var lines = File.ReadAllLines(folder["a.csv"]);
        Assert.Equal(1 + npz.Int64("steps").Sum(), lines.Length);
        Assert.Equal(columns, lines[0].Split(','));
        var last = lines[^1].Split(',');
        Assert.Equal(("11", "15", "0.8", "delay"), (last[0], last[1], last[2], last[3]));
        Assert.Equal(npz.Float64("rates")[^1], double.Parse(last[^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Silenced_units_change_what_follows_and_without_noise_trials_of_a_condition_are_equal()
    {
        double[] Rates(string name, params string[] more)
        {
            Record(name, ["--trials", "8", "--noise", "false", "--delay", "300ms", .. more]);
            return ArrayFiles.Read(folder[name]).Array("rates").Doubles();
        }

        var (intact, always, delay) = (Rates("a.npz"), Rates("b.npz", "--silence", "0..3"), Rates("c.npz", "--silence", "0..2,3@delay"));
        var start = (int)ArrayFiles.Read(folder["a.npz"]).Int64("period-delay")[0];
        Assert.NotEqual(intact, always);
        Assert.Equal(intact[..(start * 8 * 8)], delay[..(start * 8 * 8)]);
        Assert.NotEqual(intact, delay);
        var conditions = ArrayFiles.Read(folder["a.npz"]).Int64("condition");
        var (first, second) = Enumerable.Range(0, 8).SelectMany(a => Enumerable.Range(a + 1, 7 - a).Select(b => (a, b))).First(pair => conditions[pair.a] == conditions[pair.b]);
        for (var row = 0; row < intact.Length; row += 64)
        {
            Assert.Equal(intact[(row + (first * 8))..(row + (first * 8) + 8)], intact[(row + (second * 8))..(row + (second * 8) + 8)]);
        }
    }

    [Fact]
    public void The_length_of_a_step_is_told_and_of_many_columns_only_the_first_and_last_rates()
    {
        Record("a.npz", "--trials", "3");
        Assert.Contains("dt (1): length of a step in seconds. Here: 0.1.", ArrayFiles.Read(folder["a.npz"]).Metadata["about"], StringComparison.Ordinal);
        var (_, text, _) = Shell.Run("record", run, "--out", folder["a.csv"], "--trials", "3");
        Assert.Contains("rate-0 to rate-7", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("rate-1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file to write to; give `--out`")]
    [InlineData("none of .npz, .mat and .csv", "--out", "a.txt")]
    [InlineData("no factor `--dely`. Did you mean `--delay`?", "--out", "a.npz", "--dely", "1s")]
    [InlineData("write units, such as 3 or 0..9,12", "--out", "a.npz", "--silence", "3..1")]
    [InlineData("units are numbered 0 to 7", "--out", "a.npz", "--silence", "8")]
    [InlineData("names no period", "--out", "a.npz", "--silence", "3@")]
    [InlineData("no period 'dely'", "--out", "a.npz", "--silence", "3@dely")]
    [InlineData("Did you mean 'delay'?", "--out", "a.npz", "--periods", "dely")]
    [InlineData("No trial has a step in 'delay'", "--out", "a.npz", "--periods", "delay")]
    [InlineData("`--dt 0ms`", "--out", "a.npz", "--dt", "0ms")]
    [InlineData("`--dt 20`", "--out", "a.npz", "--dt", "20")]
    [InlineData("`--noise off`: give one of true, false", "--out", "a.npz", "--noise", "off")]
    public void What_cannot_be_recorded_is_refused_and_nothing_is_written(string expected, params string[] words)
    {
        var place = Array.IndexOf(words, "--out");
        var (code, _, error) = Shell.Run(["record", run, .. words.Select((word, i) => place >= 0 && i == place + 1 ? folder[word] : word)]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal([run], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private JsonObject Record(string file, params string[] more) => Shell.Json(0, ["record", run, "--out", folder[file], .. more]);
}
