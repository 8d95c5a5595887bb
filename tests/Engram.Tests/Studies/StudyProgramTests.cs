using System.Text.Json.Nodes;
using Engram.App;
using Engram.App.Commands;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Studies;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>A study run by the program, and by itself: what is said is the same.</summary>
public sealed class StudyProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--seeds", "0")]
    [InlineData("--seeds", "many")]
    [InlineData("--threads", "5000")]
    [InlineData("--out")]
    [InlineData("--seeds", "--quick")]
    [InlineData("--seed", "3")]
    [InlineData("fast")]
    [InlineData("--seeds", "1", "--seeds", "2")]
    public void What_cannot_be_used_is_said_in_the_words_of_the_program(params string[] words)
    {
        var (ownCode, _, ownError) = Own(words);
        var (code, _, error) = Program(["study", "small", .. words]);
        Assert.Equal((2, 2), (code, ownCode));
        Assert.Equal(
            error.Replace("engram: ", "small: ", StringComparison.Ordinal).Replace("engram study", "small", StringComparison.Ordinal),
            ownError);
        Assert.Single(ownError.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Both_write_the_same_but_for_the_command()
    {
        var (code, standard, error) = Own("--quick", "--out", folder["own"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("training two delays: 0 of 2 done", standard, StringComparison.Ordinal);
        Assert.Contains("measuring share: 2 of 2 done", standard, StringComparison.Ordinal);
        var summary = ReportFolder.Read(folder["own"]).CountClaims();
        Assert.StartsWith("2 claims: 0 hold, ", summary, StringComparison.Ordinal);
        Assert.EndsWith($"{summary}. The report is {folder["own/report.html"]}.\n", standard, StringComparison.Ordinal);
        var (programCode, programStandard, programError) = Program("study", "small", "--quick", "--out", folder["program"]);
        Assert.Equal((0, ""), (programCode, programError));
        Assert.EndsWith($"{summary}. The report is {folder["program/report.html"]}.\n", programStandard, StringComparison.Ordinal);
        const string Caution = "\nQuick run: too few networks, updates or trials to prove anything. Its verdicts mean nothing; ";
        Assert.Contains(Caution, standard, StringComparison.Ordinal);
        Assert.Contains(Caution, programStandard, StringComparison.Ordinal);
        Assert.DoesNotContain("Quick run", Program("study", "small", "--out", folder["full"]).Standard, StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllText(folder["own/report.json"]).Replace("\"small --q", "\"engram study small --q", StringComparison.Ordinal),
            File.ReadAllText(folder["program/report.json"]));
    }

    [Fact]
    public void With_json_both_give_the_claims_and_nothing_else()
    {
        var own = JsonNode.Parse(Own("--quick", "--out", folder["own"], "--json").Standard)!;
        var program = JsonNode.Parse(Program("study", "small", "--quick", "--out", folder["program"], "--json").Standard)!;
        Assert.Equal(["count", "share"], own["claims"]!.AsArray().Select(claim => (string)claim!["id"]!));
        Assert.Equal("engram study small --quick", (string)program["claims"]![0]!["command"]!);
        Assert.Equal((string)own["claims"]![1]!["rule"]!, (string)program["claims"]![1]!["rule"]!);
        Assert.Equal("usage", (string?)JsonNode.Parse(Own("--json", "--sed").Standard)!["error"]);
    }

    [Fact]
    public void An_interruption_exits_with_130_and_says_how_to_go_on()
    {
        string[] words = ["--quick", "--out", folder["study"]];
        using var error = new StringWriter();
        Assert.Equal(130, StudyProgram.Run(new SmallStudy(), words, TextWriter.Null, error, new CancellationToken(true)));
        Assert.Contains("the same command goes on from here", error.ToString(), StringComparison.Ordinal);
        using var programError = new StringWriter();
        Assert.Equal(130, Application(TextWriter.Null, programError).Run(["study", "small", .. words], new CancellationToken(true)));
        Assert.Contains("the same command goes on from here", programError.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_lists_studies_and_names_the_nearest()
    {
        var (code, standard, _) = Program("study", "list");
        Assert.Equal(0, code);
        Assert.Contains("small  A small study  None", standard, StringComparison.Ordinal);
        Assert.Contains("There is no study 'smal'. Did you mean 'small'?", Program("study", "smal").Error, StringComparison.Ordinal);
        Assert.Contains("has no flag `--quick`", Program("study", "list", "--quick").Error, StringComparison.Ordinal);
        Assert.Contains("`engram study` needs <name>", Program("study").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_finds_the_studies_of_their_assembly() =>
        Assert.Equal(
            new Catalog<Study>(System.Reflection.Assembly.Load("Engram.Studies")).Names,
            App.Shell.Json(0, "study", "list")["studies"]!.AsArray().Select(study => (string)study!["name"]!));

    [Fact]
    public void A_study_in_use_by_another_process_is_refused()
    {
        using var held = Engram.Storage.RunLock.Take(folder["study"]);
        var (code, _, error) = Own("--quick", "--out", folder["study"]);
        Assert.Equal(2, code);
        Assert.Contains("is being written by another engram process", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_flag_that_the_program_has()
    {
        var (code, standard, _) = Own("--help");
        Assert.Equal(0, code);
        Assert.All(["--quick", "--seeds <n>", "--threads <n>", "--out <folder>", "--json", "--quiet"], flag =>
        {
            Assert.Contains(flag, standard, StringComparison.Ordinal);
            Assert.Contains(flag, Program("study", "--help").Standard, StringComparison.Ordinal);
        });
    }

    private static (int Code, string Standard, string Error) Own(params string[] args)
    {
        using var standard = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = StudyProgram.Run(new SmallStudy(), args, standard, error, CancellationToken.None);
        return (code, standard.ToString(), error.ToString());
    }

    private static (int Code, string Standard, string Error) Program(params string[] args)
    {
        using var standard = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Application(standard, error).Run(args, CancellationToken.None), standard.ToString(), error.ToString());
    }

    private static Application Application(TextWriter standard, TextWriter error) =>
        new([new StudyCommand(() => new Catalog<Study>([typeof(SmallStudy)]))], standard, error, TerminalTraits.None);
}
