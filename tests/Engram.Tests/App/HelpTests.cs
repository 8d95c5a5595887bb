namespace Engram.Tests.App;

public sealed class HelpTests
{
    [Fact]
    public void The_help_of_the_program_lists_its_commands() => Check(
        """
        Engram trains recurrent networks on cognitive tasks under biological constraints.

        usage: engram <command> [flags]

        commands:
          list   Lists what there is.
          train  Trains a network on a task.

        flags:
          --help, -h  Print this help; after a command, that command's
          --version   Print the version

        """,
        "--help");

    [Fact]
    public void The_help_of_a_command_lists_arguments_flags_settings_and_examples() => Check(
        """
        Trains a network on a task.

        usage: engram train <task> [flags] [--<setting> <value>]...

        arguments:
          <task>  a task, as `engram list tasks` names it

        flags:
          --seed <n>                  Seed of all randomness (default 1)
          --preset <modern|song2016>  Recipe (default modern)
          --out <folder>              Where the run goes
          --with <file.cs>            Know the tasks, cells and analyses of a C# file of your own (`engram new` writes one); can be repeated
          --json                      Print exactly one JSON object to stdout
          --quiet                     Print no progress and no notices
          --help, -h                  Print this help

        settings:
          Properties of the task, as `engram describe <task>` lists them.

        examples:
          engram train delayed-match --delay 1s

        """,
        "train", "--help");

    [Fact]
    public void Help_can_be_asked_for_in_four_ways()
    {
        var help = Sample.Run("train", "--help").Standard;
        Assert.Equal(help, Sample.Run("help", "train").Standard);
        Assert.Equal(help, Sample.Run("--help", "train").Standard);
        Assert.Equal(help, Sample.Run("train", "-h").Standard);
        Assert.Equal(Sample.Run("--help").Standard, Sample.Run().Standard);
    }

    private static void Check(string expected, params string[] args)
    {
        var (code, standard, error) = Sample.Run(args);
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Equal(expected, standard.ReplaceLineEndings("\n"));
    }
}
