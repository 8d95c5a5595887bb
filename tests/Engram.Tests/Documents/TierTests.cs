using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Engram.Tests.Architecture;
using Engram.Tests.Figures;
using Engram.Tests.Studies;

namespace Engram.Tests.Documents;

/// <summary><c>./test</c> runs what is short, and <c>./test --all</c> everything.</summary>
public sealed partial class TierTests
{
    [Fact]
    public void The_short_tier_leaves_out_what_is_marked_and_the_long_one_nothing()
    {
        var runs = Run().Matches(Repository.Read("test")).Select(match => match.Groups[1].Value.Trim()).ToList();
        Assert.Equal(["", $"--filter-not-trait {LongAttribute.Name}={LongAttribute.Value}"], runs.Order(StringComparer.Ordinal));
        Assert.Contains("/test\" --all", Repository.Read(".ci", "run"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_opens_a_browser_is_marked() => Assert.Empty(
        from type in typeof(TierTests).Assembly.GetTypes()
        let owner = type.DeclaringType ?? type
        where owner.IsPublic && owner != typeof(TierTests) && owner.GetCustomAttribute<LongAttribute>() is null
        where Uses.Of(type).Any(used => used == typeof(Browser) || used == typeof(QuickReport))
        select owner.FullName);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("--al")]
    [InlineData("--all", "--fast")]
    public void Words_that_it_does_not_know_are_answered_in_one_line(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "test"), words)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (standard, error) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal((2, ""), (process.ExitCode, standard));
        Assert.Equal($"test: '{string.Join(' ', words)}' is not known. Write ./test, or ./test --all for the long tests too.\n", error);
    }

    [GeneratedRegex(@"(?m)^ *run '[^']*tests' DOTNET_EnableAVX512=1(.*?)(?:;;)?$")]
    private static partial Regex Run();
}
