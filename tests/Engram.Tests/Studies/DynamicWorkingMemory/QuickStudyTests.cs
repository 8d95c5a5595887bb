using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies.DynamicWorkingMemory;

/// <summary>The quick study as a user runs it, stopped once on the way, and its report in a browser.</summary>
[Long]
public sealed class QuickStudyTests
{
    [Fact]
    public async Task It_goes_on_after_a_stop_and_its_report_opens()
    {
        using var folder = new TemporaryFolder();
        var study = folder["study"];
        string[] command = ["study", "dynamic-working-memory", "--quick", "--threads", "2", "--out", study];
        using (var first = Shell.Start(command))
        {
            var cancel = TestContext.Current.CancellationToken;
            _ = first.StandardOutput.ReadToEndAsync(cancel);
            _ = first.StandardError.ReadToEndAsync(cancel);
            while (!first.HasExited && !Directory.Exists(Path.Combine(study, "measurements")))
            {
                await Task.Delay(20, cancel);
            }

            Assert.False(first.HasExited, "the study ended before it measured anything");
            first.Kill();
            await first.WaitForExitAsync(cancel);
        }

        Assert.False(File.Exists(Path.Combine(study, "report.html")));
        var claims = Shell.Json(0, command)["claims"]!.AsArray();
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(study, "data"), "*.npz"));
        await QuickReport.Check("dynamic-working-memory", study, claims, leastClaims: 20, leastFigures: 30);
    }
}
