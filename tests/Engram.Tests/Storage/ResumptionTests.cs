using System.Text.Json.Nodes;
using Engram.Storage;

namespace Engram.Tests.Storage;

/// <summary>A trainer of two updates that is killed before each of its writes, and within each.</summary>
public sealed class ResumptionTests
{
    private const int Updates = 2;
    private static readonly string[] Files = ["log.jsonl", "checkpoint.safetensors", "weights.safetensors"];

    [Fact]
    public void A_run_killed_at_any_write_resumes_to_the_same_bytes_as_an_unbroken_one()
    {
        using var folder = new TemporaryFolder();
        var writes = Train(folder["unbroken"], int.MaxValue);
        Assert.Equal(2 + (4 * Updates), writes);
        for (var killed = 0; killed < writes; killed++)
        {
            var path = folder[$"killed-{killed}"];
            Train(path, killed);
            LeaveHalfWrittenFiles(path);
            Train(path, killed / 2);
            Train(path, int.MaxValue);
            Assert.All(Files, file => Assert.Equal(
                File.ReadAllBytes(Path.Combine(folder["unbroken"], file)), File.ReadAllBytes(Path.Combine(path, file))));
            using var run = RunFolder.Open(path);
            Assert.Equal(Updates, (int)run.Outcome!["updates"]!);
            Assert.Empty(Directory.GetFiles(path, "*" + AtomicFile.TemporarySuffix));
        }
    }

    /// <summary>
    /// Trains from where the folder stands and returns the number of writes; stops before the write of number <paramref name="kill"/>.
    /// </summary>
    private static int Train(string path, int kill)
    {
        var writes = 0;
        bool Alive() => writes++ < kill;

        if (!RunFolder.Exists(path) && !Alive())
        {
            return writes;
        }

        using var run = RunFolder.Exists(path) ? RunFolder.Resume(path) : RunFolder.Create(path, new JsonObject { ["seed"] = 1 });
        var checkpoint = run.TryLoadCheckpoint();
        var weight = checkpoint?.Arrays.Float32("w")[0] ?? 1;
        var update = (int?)checkpoint?.State["update"] ?? 0;
        if (update == Updates)
        {
            run.SaveWeights([new("w", [weight])]);
        }

        while (update < Updates)
        {
            update++;
            weight *= 1.7f;
            Action[] steps =
            [
                () => run.AppendLog(new JsonObject { ["update"] = update, ["w"] = weight }),
                () => run.AppendLog(new JsonObject { ["update"] = update, ["second"] = true }),
                () => run.SaveCheckpoint([new("w", [weight])], new JsonObject { ["update"] = update }),
                () => run.SaveWeights([new("w", [weight])]),
            ];
            foreach (var step in steps)
            {
                if (!Alive())
                {
                    return writes;
                }

                step();
            }
        }

        if (Alive())
        {
            run.SetOutcome(new JsonObject { ["outcome"] = "exhausted", ["updates"] = update });
        }

        return writes;
    }

    private static void LeaveHalfWrittenFiles(string path)
    {
        Directory.CreateDirectory(path);
        foreach (var file in Files.Append("run.json"))
        {
            File.WriteAllText(Path.Combine(path, file + AtomicFile.TemporarySuffix), "{ half");
        }

        if (RunFolder.Exists(path))
        {
            File.AppendAllText(Path.Combine(path, "log.jsonl"), """{"update":""");
        }
    }
}
