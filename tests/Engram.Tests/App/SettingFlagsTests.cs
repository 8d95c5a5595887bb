using System.Text.RegularExpressions;
using Engram.App.Parsing;
using Engram.App.Training;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Studies;
using Engram.Tasks;
using Engram.Tests.Documents;

namespace Engram.Tests.App;

/// <summary>The library names properties, the program flags.</summary>
public sealed partial class SettingFlagsTests
{
    private static readonly RunConfiguration Plain = new() { Task = CognitiveTask.Catalog.Create("delayed-match") };

    [Theory]
    [InlineData("`Omega` is 2; set `Omega = 0`, or `Credit = back-propagation`.", "`--omega` is 2; set `--omega 0`, or `--credit back-propagation`.")]
    [InlineData("Set another `Curriculum.From`, or `Curriculum = none`.", "Set another `--curriculum-from`, or `--curriculum none`.")]
    [InlineData("Continue it with `resume`, or give another `folder`.", "Continue it with `--resume`, or give another `--out`.")]
    [InlineData("Give the folder as `from`; set `UnitTaus = 10ms,20ms`.", "Give the folder as `--from`; set `--unit-taus 10ms,20ms`.")]
    [InlineData("Draws too many: `Draws = 10`.", "Draws too many: `--draws 10`.")]
    [InlineData("`Nothing` and `Nothing = 1`, `engram list`, `sample`, `--units 3`, Units, `units`", null)]
    [InlineData("no quotes", null)]
    public void What_names_a_setting_becomes_its_flag(string text, string? expected) => Assert.Equal(expected ?? text, SettingFlags.In(text));

    [Fact]
    public void Every_setting_of_training_becomes_the_flag_that_sets_it()
    {
        var all = CognitiveTask.Catalog.All.Select(task => Plain with { Task = task })
            .Concat(Cell.Catalog.All.Select(cell => Plain with { Cell = cell }))
            .Concat(Optimiser.Catalog.All.Select(optimiser => Plain with { Optimiser = optimiser }))
            .SelectMany(configuration => configuration.Sections.Select(part => (configuration, part.Section, part.Record)));
        foreach (var (configuration, section, record) in all)
        {
            var known = TrainSettings.Known(configuration);
            foreach (var binding in Binding.Of(record.GetType()))
            {
                Assert.Equal($"`--{binding.Name} 1`", SettingFlags.In($"`{binding.Property.Name} = 1`"));
                Assert.Contains(binding.Name, known);
                var part = $"{char.ToUpperInvariant(section[0])}{section[1..]}.{binding.Property.Name}";
                Assert.Equal($"`--{section}-{binding.Name}`", SettingFlags.In($"`{part}`"));
                Assert.Contains($"{section}-{binding.Name}", known);
            }
        }
    }

    [Fact]
    public void Faults_name_the_part_where_another_has_a_setting_of_the_same_name()
    {
        var changed = Plain with { Stopping = new() { Threshold = 2 }, Curriculum = new() { Threshold = 3 } };
        var faults = Assert.Throws<UsageException>(() => changed.CheckedGraph()).Faults;
        Assert.Contains(faults, fault => fault.StartsWith("`Threshold`: '2' is out of range", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("`Curriculum.Threshold`: '3' is out of range", StringComparison.Ordinal));
        var written = Assert.Throws<UsageException>(() => Plain.With([new("curriculum-threshold", "x")])).Faults;
        Assert.StartsWith("`Curriculum.Threshold`: 'x' is not", Assert.Single(written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train delayed-match --units 0", "`--units`: '0' is out of range")]
    [InlineData("train delayed-match --curriculum-threshold 9", "`--curriculum-threshold`: '9' is out of range")]
    [InlineData("train delayed-match --credit feedback-alignment --omega 2", "set `--omega 0`, or `--credit back-propagation`.")]
    [InlineData("analyse low-rank nowhere --draws x", "`--draws`: 'x' is not a whole number")]
    public void The_program_shows_flags(string line, string expected)
    {
        var (code, standard, error) = Shell.Run([.. line.Split(' '), "--json"]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains(expected, (string?)System.Text.Json.Nodes.JsonNode.Parse(standard)!["faults"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_in_a_file_of_its_own_shows_its_own_flags() => Assert.Equal(
        "Give another `--out`, leave out `--quick`; set `Units = 3`.", StudyArguments.Worded("Give another `folder`, leave out `Quick`; set `Units = 3`."));

    // StudyArguments reads the command line of a study that is a program of its own; rsvg-convert and StudyRun's command take flags.
    [Fact]
    public void The_library_names_no_flags()
    {
        foreach (var file in Sources().Where(file => Path.GetFileName(file) != "StudyArguments.cs"))
        {
            var text = string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
            foreach (var flag in Text().Matches(text).SelectMany(literal => Flags().Matches(literal.Value)).Select(match => match.Value))
            {
                Assert.True(Allowed(Path.GetFileName(file)).Contains(flag), $"{file} names {flag}; write the property in backquotes, such as `Units = 3`.");
            }
        }
    }

    // A property in backquotes that is misspelt would never become a flag.
    [Fact]
    public void What_stands_in_backquotes_is_a_member_of_the_library()
    {
        var members = typeof(RunConfiguration).Assembly.GetTypes().Concat(System.Reflection.Assembly.Load("Engram.Studies").GetTypes())
            .SelectMany(type => type.GetMembers()).Select(member => member.Name).ToHashSet();
        var named = Sources().SelectMany(file => Text().Matches(File.ReadAllText(file))).SelectMany(literal => Property().Matches(literal.Value))
            .Select(match => match.Groups[1].Value).ToList();
        Assert.InRange(named.Count, 50, 5000);
        Assert.Empty(named.SelectMany(name => name.Split('.')).Distinct().Except(members));
    }

    private static string[] Allowed(string file) => file switch
    {
        "FigureRenderer.cs" => ["--format", "--zoom", "--background-color"],
        "StudyRun.cs" => ["--quick", "--seeds"],
        "StudyProgram.cs" => ["--json"],
        _ => [],
    };

    private static IEnumerable<string> Sources() =>
        Repository.Files("src/Engram", "*.cs").Concat(Repository.Files("src/Engram.Studies", "*.cs"));

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Text();

    [GeneratedRegex("--[a-z][a-z-]*")]
    private static partial Regex Flags();

    [GeneratedRegex("`([A-Z][A-Za-z]*(?:\\.[A-Z][A-Za-z]*)?)(?: = [^`]*)?`")]
    private static partial Regex Property();
}
