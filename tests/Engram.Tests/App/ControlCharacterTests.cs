using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>What a file or a folder is called, or holds, reaches no terminal as it is.</summary>
public sealed class ControlCharacterTests : IDisposable
{
    private const string Evil = "a\u001b[31mred\nengram: done\u009b1m\u202e";
    private const string Shown = @"a\u001b[31mred\nengram: done\u009b1m\u202e";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("plain, ü, λ₂ r², 😀", "plain, ü, λ₂ r², 😀")]
    [InlineData("\t\r\n\0\u007f", @"\t\r\n\u0000\u007f")]
    [InlineData("\u2028\u2029\u200f\ufeff\u2066", @"\u2028\u2029\u200f\ufeff\u2066")]
    public void What_is_no_letter_is_written_out(string text, string expected) => Assert.Equal(expected, Visible.Of(text));

    [Fact]
    public void Half_a_pair_is_written_out()
    {
        Assert.Equal(@"x\ud83d", Visible.Of("x\ud83d"));
        Assert.Equal(@"\ude00x", Visible.Of("\ude00x"));
    }

    [Fact]
    public void A_run_whose_folder_and_preset_have_them_is_shown_by_every_command_that_names_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = folder[Evil];
        Shell.Json(3, Tiny.Train(path, 20));
        EditedRun.Write(path, run => (run["preset"], run["program"]) = (Evil, Evil));
        foreach (string[] line in new string[][]
        {
            ["runs", folder.Path], ["describe", path], ["test", path, "--trials", "10"], ["train", "--resume", "--out", path],
            ["report", path], ["analyse", "low-rank", path], ["analyse", Evil, path], ["describe", Evil], ["list", Evil], ["train", Evil],
            ["train", "delayed-match", "--units", Evil], ["train", "delayed-match", $"--{Evil}", "1"], [Evil], ["figure", path],
            ["sweep", "delayed-match", "--sweep", Evil], ["sweep", path], ["study", Evil], ["test", path, "--seed", Evil],
        })
        {
            var (_, standard, error) = Shell.Run(line);
            var all = standard + error;
            Assert.True(!all.Replace("\n", "", StringComparison.Ordinal).Any(char.IsControl) && !all.Contains('\u202e', StringComparison.Ordinal),
                string.Join(' ', line) + ": " + Visible.Of(all));
            Assert.DoesNotContain(all.Split('\n'), one => one.StartsWith("engram: done", StringComparison.Ordinal));
            var (_, answer, _) = Shell.Run([.. line, "--json"]);
            Assert.False(answer.TrimEnd('\n').Any(char.IsControl), Visible.Of(answer));
        }

        Assert.Contains(Shown, Shell.Run("runs", folder.Path).Standard, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_shows_them_too()
    {
        using var writer = new StringWriter();
        using (var progress = new Progress(writer, false, () => 80))
        {
            progress.Report(new Evils());
        }

        Assert.Equal(Shown, writer.ToString().TrimEnd());
    }

    [Fact]
    public void A_command_to_be_copied_names_the_folder_that_is_meant()
    {
        Assert.Equal(@"$'it\'s a\u001b\\b'", Quoting.Of("it's a\u001b\\b"));
        Assert.Equal("'a b'", Quoting.Of("a b"));
    }

    private sealed class Evils : IProgressLine
    {
        public string Brief() => Evil;

        public override string ToString() => Evil;
    }
}
