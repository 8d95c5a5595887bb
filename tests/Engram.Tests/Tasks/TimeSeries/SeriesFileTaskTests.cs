using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Tasks.TimeSeries;

/// <summary>A series from a file of one's own: columns, parts in time, standardisation, closed loops, the hash that a run keeps, and files that cannot be used.</summary>
public sealed class SeriesFileTaskTests : IDisposable
{
    private static readonly TimeSpan Dt = 20.Ms;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Purpose.TrainingTrials, 0, 120)]
    [InlineData(Purpose.ValidationTrials, 120, 160)]
    [InlineData(Purpose.TestTrials, 160, 200)]
    public void Every_set_has_its_part_in_time_and_nothing_of_another(Purpose set, int from, int to)
    {
        var task = Task("time", k => [k]) with { WarmUp = [5], Length = [20], TestLength = [20], Ahead = 3 };
        var seen = new HashSet<float>();
        for (var index = 0; index < 300; index++)
        {
            var trial = new Trial();
            task.Draw(trial, new StreamKey(1, set), index);
            var rendered = Rendered.From(task, trial, Dt);
            Assert.Equal(25, rendered.Steps);
            Assert.Equal(Enumerable.Range(0, 25).Select(k => rendered.Inputs[0] + k), rendered.Inputs);
            Assert.Equal(rendered.Inputs.Select(u => u + 3), rendered.Targets);
            seen.UnionWith(rendered.Inputs);
            seen.UnionWith(rendered.Targets);
        }

        Assert.Equal(Enumerable.Range(from, to - from).Select(k => (float)k), seen.Order());
    }

    [Fact]
    public void A_part_shorter_than_a_trial_is_used_whole_and_a_pinned_start_is_where_it_says()
    {
        var task = Task("time", k => [k]) with { WarmUp = [5] };
        var trial = new Trial();
        task.Draw(trial, new StreamKey(1, Purpose.TrainingTrials), 0);
        Assert.Equal(Enumerable.Range(0, 119).Select(k => (float)k), Rendered.From(task, trial, Dt).Inputs);
        Assert.Equal(119 * Dt, task.Longest);
        var some = task with { TestLength = [10] };
        Assert.Equal(160, Rendered.From(some, Rendered.Draw(some.Pin("start", 0), 3), Dt).Inputs[0]);
        Assert.Equal(199, Rendered.From(some, Rendered.Draw(some.Pin("start", 1), 3), Dt).Targets[^1]);
    }

    [Theory]
    [InlineData(null, null, "a,b,c", "a,b,c")]
    [InlineData("c,a", null, "c,a", "c,a")]
    [InlineData("a", "b,c", "a", "b,c")]
    [InlineData("2", "3", "b", "c")]
    public void Columns_are_named_by_name_or_number(string? columns, string? targets, string inputs, string outputs)
    {
        var task = Task("a,b,c", k => [k, 1000 + k, -k]) with { Columns = columns, Targets = targets, WarmUp = [5], TestLength = [10] };
        task.Validate();
        Assert.Equal((inputs, outputs), (string.Join(',', task.Inputs), string.Join(',', task.Outputs)));
        var rendered = Rendered.From(task, Rendered.Draw(task.Pin("start", 0), 0), Dt);
        Assert.Equal(inputs.Split(',').Select(name => Of(name, 160)), rendered.Inputs[..task.Inputs.Count]);
        Assert.Equal(outputs.Split(',').Select(name => Of(name, 161)), rendered.Targets[..task.Outputs.Count]);

        static float Of(string name, int k) => name switch { "a" => k, "b" => 1000 + k, _ => -k };
    }

    [Fact]
    public void Standardised_columns_have_mean_0_and_deviation_1_over_the_part_for_training_alone()
    {
        var task = Task("a,b", k => [k < 120 ? k % 2 : 1e6, Math.Sin(k)]) with { Standardise = true, WarmUp = [0] };
        var trial = new Trial();
        task.Draw(trial, new StreamKey(1, Purpose.TrainingTrials), 0);
        float[][] shown = [.. Rendered.From(task, trial, Dt).Inputs.Chunk(2)];
        Assert.All(shown, row => Assert.Equal(1, Math.Abs(row[0]), 1e-6));
        double[] b = [.. Enumerable.Range(0, 120).Select(k => Math.Sin(k))];
        var deviation = Math.Sqrt(b.Average(value => Math.Pow(value - b.Average(), 2)));
        Assert.All(shown.Index(), row => Assert.Equal((b[row.Index] - b.Average()) / deviation, row.Item[1], 1e-5));
    }

    [Fact]
    public void Right_answers_in_a_closed_loop_reproduce_the_file_whatever_the_order_of_columns()
    {
        var task = Task("a,b,c", k => [Math.Sin(k), Math.Cos(3 * k), k % 7]) with { Columns = "a,c", Targets = "c,b,a", WarmUp = [5], TestLength = [20] };
        var closed = task.Pin("horizon", 20);
        closed.Validate();
        var (open, alone) = (Rendered.From(task, Rendered.Draw(task, 4), Dt), Rendered.Draw(closed, 4));
        var blank = Rendered.From(closed, alone, Dt);
        alone.Play(blank.Inputs, blank.Targets, blank.Targets.ToArray(), blank.Mask, Dt);
        Assert.Equal(open.Inputs, blank.Inputs);
        Assert.Equal(20, Answers.Measured(closed, alone, blank.Targets, Dt)[4]);
        Assert.Contains("the column 'c' is shown and not predicted", Fault(task with { Targets = "a", Horizon = [5] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_are_read_as_tables_are()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(k => Math.Sin(k))], z = [.. x.Select(value => value * value)];
        Npz.Write(folder["both.npz"], [new("x", x), new("z", z)]);
        Npz.Write(folder["table.npz"], [new("t", [.. x.Zip(z).SelectMany(row => new[] { row.First, row.Second })], 200, 2), new("other", new double[3])]);
        var table = Task("x,z", k => [x[k], z[k]]) with { WarmUp = [5] };
        var both = table with { File = folder["both.npz"] };
        var array = table with { File = folder["table.npz"], Array = "t" };
        foreach (var task in new[] { both, array })
        {
            task.Validate();
            Assert.Equal(Rendered.From(table, Rendered.Draw(table, 3), Dt).Inputs, Rendered.From(task, Rendered.Draw(task, 3), Dt).Inputs);
        }

        Assert.Equal(["x", "z"], both.Inputs);
        Assert.Equal(["column-1", "column-2"], array.Inputs);
        Assert.Contains("such as `Array = t`", Fault(array with { Array = null }), StringComparison.Ordinal);
        Assert.Contains("has no array 'u'", Fault(array with { Array = "u" }), StringComparison.Ordinal);
        x[7] = double.NaN;
        Npz.Write(folder["gap.npz"], [new("x", x)]);
        Assert.Contains("Row 8, column 'x'", Fault(table with { File = folder["gap.npz"] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x;y\n1,5;2\n", "Row 2, column 'x' of 'FILE' is '1,5', which is no number")]
    [InlineData("x,y\n1,2\n3,\n5,6\n", "Row 3, column 'y' of 'FILE' is empty")]
    [InlineData("x,y\n1,2\nNaN,4\n", "Row 3, column 'x' of 'FILE' is NaN, but a series needs finite numbers")]
    [InlineData("x,y\n1,2\n1e99,4\n", "Row 3, column 'x' of 'FILE' is 1E+99, but")]
    [InlineData("x,y\n1,2\n3,four\n", "Row 3, column 'y' of 'FILE' is 'four', which is no number; name the columns to use by `Columns`")]
    [InlineData("x,y\n1,2\n3\n5,6\n", "Row 3 of 'FILE' has 1 cell, but the first row has 2")]
    [InlineData("x,y\n1,2\n3,4,5\n", "Row 3 of 'FILE' has 3 cells, but the first row has 2")]
    [InlineData("x,y\n1,2\n\n3,4\n", "Row 3 of 'FILE' is blank, and others follow it")]
    [InlineData("x,x\n1,2\n", "'FILE' has 2 columns named 'x'")]
    [InlineData(",x\n0,2\n1,3\n", "The first column of 'FILE' has no name, and the others do")]
    [InlineData("", "'FILE' has no rows of numbers")]
    [InlineData("x,y\n", "'FILE' has no rows of numbers")]
    [InlineData("1,2\n3,4\n5,6\n7,8\n", "The part for training of 'FILE' has 2 samples, but a trial needs 102: 100 to warm up (`WarmUp`), 1 to score and 1 ahead")]
    public void A_file_that_cannot_be_used_is_refused_in_a_sentence_with_row_and_column(string text, string expected)
    {
        System.IO.File.WriteAllText(folder["bad.csv"], text);
        var fault = Fault(new SeriesTask { File = folder["bad.csv"] });
        Assert.Contains(expected.Replace("FILE", folder["bad.csv"], StringComparison.Ordinal), fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_faults_of_files_and_columns_are_told_too()
    {
        var task = Task("a,b,date", k => [k, 4, k]) with { WarmUp = [5] };
        Assert.Contains("Column 'b' of", Fault(task), StringComparison.Ordinal);
        Assert.Contains("is 4 throughout its part for training (rows 2 to 121)", Fault(task), StringComparison.Ordinal);
        (task with { Columns = "a" }).Validate();
        (Task(",a,date", k => [k, k * k, k]) with { WarmUp = [5], Columns = "a" }).Validate();
        Assert.Contains("`Columns` names the column 'bb'", Fault(task with { Columns = "bb" }), StringComparison.Ordinal);
        Assert.Contains("`Targets` is 'a,a'", Fault(task with { Columns = "a", Targets = "a,a" }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Fault(task with { File = folder["none.csv"] }), StringComparison.Ordinal);
        Assert.Contains("is a folder", Fault(task with { File = folder.Path }), StringComparison.Ordinal);
        Assert.Contains("`Array` is 'x'", Fault(task with { Array = "x" }), StringComparison.Ordinal);
        Assert.Contains("The part for validation", Fault(task with { Columns = "a", ValidationShare = 0 }), StringComparison.Ordinal);
        Assert.Contains("The part for tests", Fault(task with { Columns = "a", ValidationShare = 0.4 }), StringComparison.Ordinal);
        Assert.Contains("1000 in a closed loop (`Horizon`)", Fault(task with { Columns = "a", Horizon = [1000] }), StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(folder["latin.csv"], [.. "x\n1\n2\n\xe9"u8.ToArray(), 0xe9, 0xff]);
        Assert.Contains("is not text in UTF-8", Fault(task with { File = folder["latin.csv"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_keeps_the_hash_of_its_data_and_refuses_others()
    {
        _ = Task("a", k => [Math.Sin(k)]);
        var file = folder["series.csv"];
        var run = folder["run"];
        Shell.Json(3, "train", "series", "--file", file, "--warm-up", "5", "--units", "4", "--max-updates", "1", "--validation-trials", "2", "--trials", "2", "--out", run);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.IO.File.ReadAllBytes(file)));
        Assert.Contains(hash, System.IO.File.ReadAllText(System.IO.Path.Combine(run, "run.json")), StringComparison.Ordinal);
        var measures = Shell.Json(0, "test", run, "--trials", "3", "--horizon", "10")["measures"]!.AsArray();
        Assert.Equal("valid-time", (string)measures[4]!["measure"]!);
        Assert.Equal(3, (int)measures[4]!["trials"]!);

        System.IO.File.AppendAllText(file, "0.5\n");
        Shell.Refused("has changed: its SHA-256 is", "test", run, "--trials", "3");
        System.IO.File.Delete(file);
        Shell.Refused("cannot be read", "test", run, "--trials", "3");
    }

    [Fact]
    public void Without_a_file_the_example_is_the_map_of_Henon()
    {
        var task = new SeriesTask();
        task.Validate();
        float[][] u = [.. Rendered.From(task, Rendered.Draw(task, 2), Dt).Inputs.Chunk(2)];
        Assert.All(u.Skip(1).Zip(u), pair =>
        {
            Assert.Equal(1 - (1.4 * pair.Second[0] * pair.Second[0]) + pair.Second[1], pair.First[0], 1e-5);
            Assert.Equal(0.3 * pair.Second[0], pair.First[1], 1e-6);
        });
        Assert.Null(task.Sha256);
    }

    private static string Fault(SeriesTask task) => Assert.Throws<UsageException>(task.Validate).Message;

    private SeriesTask Task(string header, Func<int, double[]> row)
    {
        System.IO.File.WriteAllLines(
            folder["series.csv"], [header, .. Enumerable.Range(0, 200).Select(k => string.Join(',', row(k).Select(value => value.ToString(CultureInfo.InvariantCulture))))]);
        return new SeriesTask { File = folder["series.csv"] };
    }
}
