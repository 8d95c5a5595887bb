using System.Reflection;
using Engram.Configuration;
using Engram.Studies;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>What holds for every way to take a run apart.</summary>
public sealed class RunAnalysisTests
{
    [Fact]
    public void Each_is_named_explained_and_cited_and_its_defaults_are_valid()
    {
        var all = new Catalog<RunAnalysis>(Assembly.Load("Engram.Studies")).All;
        Assert.Contains("low-rank", all.Select(one => one.Name));
        Assert.Equal(all.Count, all.Select(one => one.Name).Distinct().Count());
        Assert.All(all, one =>
        {
            Assert.Matches("^[a-z][a-z0-9-]*$", one.Name);
            Assert.False(string.IsNullOrWhiteSpace(one.Title));
            Assert.EndsWith(".", one.Summary, StringComparison.Ordinal);
            Assert.Matches(@"doi:10\.\d{4,}/\S+|NeurIPS \d+", one.Source);
            Assert.Empty(Settings.Faults(one));
            Assert.Matches(@"^[a-z].*[^.]$", one.Needs);
        });
    }

    [Fact]
    public void List_says_what_each_needs()
    {
        var listed = Shell.Json(0, "list", "analyses")["analyses"]!.AsArray();
        Assert.All(new Catalog<RunAnalysis>(Assembly.Load("Engram.Studies")).All, one =>
            Assert.Equal(one.Needs, (string?)listed.Single(entry => (string?)entry!["name"] == one.Name)!["needs"]));
        Assert.All(Shell.Json(0, "list", "cells")["cells"]!.AsArray(), cell => Assert.Null(cell!["needs"]));
    }

    [Fact]
    public void A_packed_run_asks_for_the_folder_of_the_report_before_anything_is_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["run.zip"], "no zip at all");
        var analysis = new Catalog<RunAnalysis>(Assembly.Load("Engram.Studies")).Create("dimensions");
        var refused = Assert.Throws<UsageException>(() =>
            analysis.Execute(folder["run.zip"], new StudyOptions(), "engram analyse", TestContext.Current.CancellationToken));
        Assert.EndsWith("give the folder of the report as `folder`.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("broken or not a zip file", Assert.Throws<UsageException>(() => analysis.Execute(
            folder["run.zip"], new StudyOptions { Out = folder["report"] }, "engram analyse", TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delayed-match", "leaky")]
    [InlineData("perceptual-decision", "gru")]
    [InlineData("perceptual-decision-low-rank", "low-rank")]
    [InlineData("flip-flop", "elman")]
    [InlineData("free", "leaky")]
    public void Each_reports_or_refuses_in_a_sentence_and_leaves_nothing_half_written(string task, string cell)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, "train", task, "--cell", cell, "--units", "8", "--trials", "4", "--validation-trials", "40", "--max-updates", "1", "--dt", "20ms", "--out", run);
        Assert.All(new Catalog<RunAnalysis>(Assembly.Load("Engram.Studies")).All, one =>
        {
            // As little as each allows: what counts is how it ends.
            foreach (var (name, value) in new (string, object)[] { ("Trials", 40), ("Updates", 2), ("MostRank", 1), ("Draws", 1), ("Starts", 5), ("Permutations", 2), ("Against", run), ("Delays", 2) })
            {
                if (one.GetType().GetProperty(name) is { } setting)
                {
                    setting.SetValue(one, value);
                }
            }

            try
            {
                var (_, place) = one.Execute(run, new StudyOptions { Threads = 1 }, "engram analyse", TestContext.Current.CancellationToken);
                Assert.True(File.Exists(Path.Combine(place, "report.html")), one.Name);
            }
            catch (UsageException refused)
            {
                Assert.Matches(@"[.?]$", refused.Message.TrimEnd());
                Assert.False(Directory.Exists(Path.Combine(run, "analysis", one.Name)), one.Name);
            }
        });
    }
}
