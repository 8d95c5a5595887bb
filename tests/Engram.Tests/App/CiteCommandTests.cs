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
    public void An_imported_network_cites_its_task_and_cell_and_nothing_of_a_training()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["run"], 1, "--cell", "lstm"));
        Shell.Json(0, "export", folder["run"], "--npz", folder["network.npz"]);
        Shell.Json(0, "import", folder["network.npz"], "--out", folder["imported"]);
        var used = Shell.Json(0, "cite", folder["imported"])["sources"]!.AsArray().Select(one => (string)one!["used"]!).ToList();
        Assert.Contains(used, one => one.Contains("cell lstm", StringComparison.Ordinal));
        Assert.All(used, one => Assert.Matches("^((task|cell) [a-z-]+(, )?)+$", one));
    }

    [Fact]
    public void A_credit_rule_cites_all_sources_of_credit_and_back_propagation_none()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["run"], 1, "--credit", "rflo"));
        var used = Shell.Json(0, "cite", folder["run"])["sources"]!.AsArray().Where(one => (string?)one!["used"] == "credit").Select(one => (string)one!["doi"]!);
        Assert.Equal(["10.1038/ncomms13276", "10.1038/s41467-020-17236-y", "10.48550/arxiv.1811.03567", "10.7554/elife.43299"], used.Select(doi => doi.ToLowerInvariant()).Order());
    }

    [Fact]
    public void A_folder_of_runs_cites_what_each_used_once_with_a_blank_line_between()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["runs/one"], 1, "--cell", "lstm"));
        Shell.Json(3, Tiny.Train(folder["runs/two"], 1, "--cell", "gru"));
        var (_, text, _) = Shell.Run("cite", folder["runs"]);
        Assert.Contains("[cell lstm]", text, StringComparison.Ordinal);
        Assert.Contains("cell gru", text, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(text, "task delayed-match"));
        var dois = Regex.Matches(text, @"https://doi\.org/\S+").Select(match => match.Value).ToList();
        Assert.Equal(dois.Count, dois.Distinct().Count());
        Assert.Equal(dois.Count, text.Trim().Split("\n\n").Length - 1);
    }

    [Fact]
    public void Every_source_has_authors_a_title_and_but_for_one_report_a_year()
    {
        IEnumerable<Citation> all =
        [
            .. Kind.Studies.All.SelectMany(study => Bibliography.Of(study.Name, study.Source)),
            .. Kind.Analyses.All.SelectMany(one => Bibliography.Of(one.Name, one.Source)),
            .. Kind.All.SelectMany(kind => kind.Entries).SelectMany(entry => entry.Citations.Select(cite => new Citation(entry.Name, cite.Reference, cite.Doi))),
        ];
        Assert.All(all, one => Assert.Matches(@"^(hamon|[a-z]+[12]\d{3})$", one.Key));
        Assert.All(all, one => Assert.Matches(@"title = \{[A-Z][^}]+\}", one.BibTex(one.Key)));
        Assert.Contains(all, one => one.Key == "hamon" && !one.BibTex("hamon").Contains("year", StringComparison.Ordinal));
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
        Assert.Matches(@"^\D+ \(20\d\d\)\. [A-Z][^.]+\. https://doi\.org/10\.1/x_y$", citation.Text);
    }

    [Fact]
    public void What_is_neither_is_one_sentence()
    {
        var (code, _, error) = Shell.Run("cite", "nothing");
        Assert.Equal((2, "engram: There is no run, no folder of runs and no study 'nothing'. `engram runs` lists the runs, `engram study list` the studies.\n"), (code, error));
    }
}
