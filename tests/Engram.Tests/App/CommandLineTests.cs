namespace Engram.Tests.App;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("train delayed-match --delay 1s --seed 3 --dale", "delayed-match seed 3 preset modern out : delay=1s dale=(alone)")]
    [InlineData("train --delay 1s --seed=3 delayed-match", "delayed-match seed 3 preset modern out : delay=1s")]
    [InlineData("train --seed 3 --delay=0.5s..2s delayed-match", "delayed-match seed 3 preset modern out : delay=0.5s..2s")]
    [InlineData("train x --delay -1s --preset song2016", "x seed 1 preset song2016 out : delay=-1s")]
    [InlineData("train x --out runs/train --a --b 2", "x seed 1 preset modern out runs/train: a=(alone) b=2")]
    [InlineData("train x --out=--odd", "x seed 1 preset modern out --odd: ")]
    [InlineData("train runs/train", "runs/train seed 1 preset modern out : ")]
    public void Flags_of_the_command_and_settings_of_the_task_are_told_apart_in_any_order(string line, string expected)
    {
        var (code, standard, error) = Sample.Run(line.Split(' '));
        Assert.Equal((3, expected + Environment.NewLine, $"engram: a remark{Environment.NewLine}"), (code, standard, error));
    }

    [Theory]
    [InlineData("trian x", "There is no command `trian`. Did you mean `train`? `engram --help` lists the commands.")]
    [InlineData("frobnicate", "There is no command `frobnicate`. `engram --help` lists the commands.")]
    [InlineData("--jsn", "There is no flag `--jsn` without a command. Did you mean `--json`? `engram --help` lists the commands.")]
    [InlineData("list --jsn", "`engram list` has no flag `--jsn`. Did you mean `--json`? `engram list --help` lists its flags.")]
    [InlineData("list tasks cells", "`engram list` does not know what to do with `cells`. `engram list --help` shows what it takes.")]
    [InlineData("train", "`engram train` needs <task>: a task, as `engram list tasks` names it. `engram train --help` shows how.")]
    [InlineData("train x --seed", "`--seed` needs a value: `--seed <n>`.")]
    [InlineData("train x --out --seed 2", "`--out` needs a value: `--out <folder>`.")]
    [InlineData("train x --out= --seed 2", "`--out` needs a value: `--out <folder>`.")]
    [InlineData("train x --seed one", "`--seed one`: give a whole number of at least 0, such as `--seed 1`.")]
    [InlineData("train x --seed -1", "`--seed -1`: give a whole number of at least 0, such as `--seed 1`.")]
    [InlineData("train x --seed 1 --seed 2", "`--seed` is given 2 times; give it once.")]
    [InlineData("train x --preset modren", "`--preset modren`: give one of modern, song2016. Did you mean `modern`?")]
    public void A_wrong_line_gives_one_sentence_and_exit_code_2(string line, string expected)
    {
        var (code, standard, error) = Sample.Run(line.Split(' '));
        Assert.Equal((2, string.Empty, $"engram: {expected}{Environment.NewLine}"), (code, standard, error));
    }

    [Fact]
    public void All_faults_of_a_line_are_reported_together()
    {
        var (_, _, error) = Sample.Run("list", "--one", "1", "--two", "a", "b", "c");
        Assert.Equal(3, error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Response_files_and_bundled_letters_are_not_read()
    {
        var (code, standard, _) = Sample.Run("train", "@file", "-abc", "1");
        Assert.Equal(3, code);
        Assert.StartsWith("@file seed 1", standard, StringComparison.Ordinal);
        Assert.EndsWith(": abc=1" + Environment.NewLine, standard, StringComparison.Ordinal);
    }
}
