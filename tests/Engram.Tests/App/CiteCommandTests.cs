using System.Text.RegularExpressions;
using Engram.App.Catalogue;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>The bibliography of runs and studies.</summary>
public sealed class CiteCommandTests
{
    [Fact]
    public void A_run_cites_its_task_cell_and_optimiser_and_nothing_that_it_did_not_use()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["run"], 1, "--cell", "lstm", "--optimiser", "sgd"));
        var answer = Shell.Json(0, "cite", folder["run"]);
        var used = answer["sources"]!.AsArray().ToDictionary(one => (string)one!["doi"]!, one => (string)one!["used"]!);
        Assert.Contains("cell lstm", used["10.1162/neco.1997.9.8.1735"], StringComparison.Ordinal);
        Assert.Contains("optimiser sgd", used["10.1214/aoms/1177729586"], StringComparison.Ordinal);
        Assert.DoesNotContain("10.1073/pnas.1611835114", used.Keys);
        Assert.DoesNotContain("10.1038/ncomms13276", used.Keys);
    }

    [Fact]
    public void Every_study_has_entries_with_keys_of_their_own()
    {
        foreach (var study in Kind.Studies.All)
        {
            var text = Shell.Run("cite", study.Name, "--bibtex").Standard;
            var keys = Regex.Matches(text, @"(?m)^@[a-z]+\{([^,]+),$").Select(match => match.Groups[1].Value).ToList();
            Assert.Equal(keys.Count, keys.Distinct().Count());
            Assert.True(keys.Count > 1, study.Name);
            Assert.Equal(text.Count(letter => letter == '{'), text.Count(letter => letter == '}'));
        }
    }

    [Theory]
    [InlineData("Song, Yang & Wang 2016, Training networks", "song2016", "author = {Song and Yang and Wang}", "title = {Training networks}")]
    [InlineData("Greff et al. (2017). LSTM: a search space odyssey.", "greff2017", "author = {Greff and others}", "title = {LSTM: a search space odyssey}")]
    public void A_reference_is_taken_apart(string reference, string key, params string[] fields)
    {
        var citation = new Citation("cell", reference, "10.1/x_y");
        Assert.Equal(key, citation.Key);
        Assert.All(fields, field => Assert.Contains(field, citation.BibTex(key), StringComparison.Ordinal));
        Assert.Contains("doi = {10.1/x_y}", citation.BibTex(key), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_neither_is_one_sentence()
    {
        var (code, _, error) = Shell.Run("cite", "nothing");
        Assert.Equal((2, "engram: There is no run and no study 'nothing'. `engram runs` lists the runs, `engram study list` the studies.\n"), (code, error));
    }
}
