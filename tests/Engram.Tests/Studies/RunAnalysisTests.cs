using System.Reflection;
using Engram.Configuration;
using Engram.Studies;

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
        });
    }
}
