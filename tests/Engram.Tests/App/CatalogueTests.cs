using Engram.App.Catalogue;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.App;

public sealed class CatalogueTests
{
    [Fact]
    public void List_names_everything_there_is_with_a_sentence()
    {
        var (code, shown, _) = Shell.Run("list");
        Assert.Equal(0, code);
        foreach (var entry in Kind.All.SelectMany(kind => kind.Entries))
        {
            Assert.Matches($@"(?m)^{entry.Name} +\w.*\.$", shown);
        }

        Assert.All(CognitiveTask.Catalog.All, task => Assert.Contains(task.Name, shown, StringComparison.Ordinal));
        Assert.All(Cell.Catalog.All, cell => Assert.Contains(cell.Name, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void List_of_one_kind_names_that_kind_alone()
    {
        var shown = Shell.Json(0, "list", "cells");
        Assert.Equal(["cells"], shown.Select(member => member.Key));
        Assert.Equal(Cell.Catalog.All.Select(cell => cell.Name), shown["cells"]!.AsArray().Select(cell => (string)cell!["name"]!));
        var (code, _, error) = Shell.Run("list", "cels");
        Assert.Equal((2, "engram: There is nothing to list under `cels`. Did you mean 'cells'?\n"), (code, error));
    }

    [Theory]
    [InlineData("delayed-match")]
    [InlineData("leaky")]
    public void Describe_reads_as_it_was_written_to(string name) =>
        Snapshot.Agrees($"describe-{name}.txt", Shell.Run("describe", name).Standard);

    [Fact]
    public void A_cell_is_described_with_the_settings_that_are_given()
    {
        var answer = Shell.Json(0, "describe", "lstm", "--peepholes", "full", "--output-peephole", "after");
        Assert.Contains("peep_o·c'", $"{answer["equation"]![7]}", StringComparison.Ordinal);
        Assert.Contains("Did you mean `--peepholes`", Shell.Run("describe", "lstm", "--peephole", "full").Error, StringComparison.Ordinal);
        var (code, _, error) = Shell.Run("describe", "delayed-match", "--peepholes", "full");
        Assert.Equal(2, code);
        Assert.Contains("`--peepholes` changes the equations of a cell", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_listed_under_the_names_that_train_knows()
    {
        var configuration = new ModernPreset().For(new PerceptualDecisionTask(), 1);
        foreach (var setting in Kind.Of("settings")!.Entries.SelectMany(entry => entry.Settings))
        {
            var fault = Assert.Throws<UsageException>(() => configuration.With([new(setting.Name, "no such value")]));
            Assert.DoesNotContain("no setting", fault.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Everything_can_be_described_and_says_its_settings()
    {
        foreach (var entry in Kind.All.SelectMany(kind => kind.Entries))
        {
            var answer = Shell.Json(0, "describe", entry.Kind, entry.Name);
            Assert.Equal(entry.Name, (string?)answer["name"]);
            Assert.NotEmpty((string)answer["summary"]!);
            Assert.Equal(entry.Settings.Select(setting => setting.Name), answer["settings"]!.AsArray().Select(s => (string)s!["name"]!));
            Assert.All(answer["settings"]!.AsArray(), setting => Assert.NotEmpty((string)setting!["description"]!));
        }
    }

    [Fact]
    public void A_task_is_described_with_its_channels_periods_factors_and_source()
    {
        var answer = Shell.Json(0, "describe", "perceptual-decision");
        Assert.Equal(["fixation", "stimulus", "decision"], answer["periods"]!.AsArray().Select(period => (string)period!["name"]!));
        Assert.Contains("coherence", answer["factors"]!.AsArray().Select(factor => (string)factor!["name"]!));
        Assert.Contains("10.1371/journal.pcbi.1004792", answer["citations"]!.AsArray().Select(citation => (string)citation!["doi"]!));
        Assert.Equal(["left", "right"], answer["inputs"]!.AsArray().Select(input => (string)input!));
    }

    [Fact]
    public void The_trial_of_a_task_of_many_channels_has_them_in_rows_without_those_that_are_0()
    {
        var lines = Shell.Run("describe", "reverse").Standard.ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains(lines, line => line.StartsWith("channel ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("input go ", StringComparison.Ordinal) && line.TrimEnd().EndsWith('1'));
        Assert.DoesNotContain(lines, line => line.StartsWith("target ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_preset_says_once_what_it_sets_alike_for_several_tasks()
    {
        var shown = Shell.Run("describe", "patterns").Standard;
        Assert.Contains("What it sets for spoken-stops [", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Split("What it sets for ").Length - 1, 3, 8);
        Assert.Equal(CognitiveTask.Catalog.All.Count, Shell.Json(0, "describe", "patterns")["configurations"]!.AsObject().Count);
    }

    [Theory]
    [InlineData("leeky", "Did you mean 'leaky' (cell)?")]
    [InlineData("delayed-mach", "Did you mean 'delayed-match' (task)?")]
    [InlineData("adma", "Did you mean 'adam' (optimiser)")]
    [InlineData("constant", "`engram describe schedule constant` or `engram describe initialiser constant`")]
    [InlineData("cells", "`engram list cells` lists them")]
    [InlineData("runs/nowhere", "There is no run 'runs/nowhere'")]
    [InlineData("zzzzzz", "`engram list` lists what there is")]
    public void An_unknown_name_is_answered_with_the_nearest_of_any_kind(string name, string expected)
    {
        var (code, standard, error) = Shell.Run("describe", name);
        Assert.Equal((2, ""), (code, standard));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_name_goes_on_is_offered_and_a_task_of_Python_is_not()
    {
        using var folder = new Storage.TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["mine-seed1-a1b2c3"], 1));
        var (code, _, error) = Shell.Run("test", folder["mine-seed1"]);
        Assert.Equal(2, code);
        Assert.Contains($"Did you mean '{folder["mine-seed1-a1b2c3"]}'?", error, StringComparison.Ordinal);
        Assert.DoesNotContain("mean", Shell.Run("test", folder["xyz"]).Error, StringComparison.Ordinal);
        Assert.Equal(["delayed-match"], Catalog<Engram.Tasks.CognitiveTask>.Offered([typeof(Engram.Tasks.DelayedMatchTask), typeof(Engram.App.Interop.PythonTask)]));
    }

    [Fact]
    public void A_cell_is_found_by_name_or_the_nearest_name_is_given()
    {
        Assert.IsType<GruCell>(Cell.Catalog.Create("gru"));
        Assert.Contains("'gru'", Assert.Throws<UsageException>(() => Cell.Catalog.Create("grus")).Message, StringComparison.Ordinal);
    }
}
