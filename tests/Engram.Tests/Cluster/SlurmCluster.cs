using System.Diagnostics;
using System.Globalization;
using Engram.App;
using Engram.Tests.Documents;
using Engram.Tests.Figures;
using Engram.Tests.Storage;

namespace Engram.Tests.Cluster;

/// <summary>A real Slurm of two virtual nodes, of two cores each, for the tests of one class; none where Slurm is not installed.</summary>
public sealed class SlurmCluster : IDisposable
{
    // Each process has ten ports, of which a cluster takes three.
    private const int FirstPort = 20_000, Processes = 1000, PortsOfProcess = 10, PortsOfCluster = 3, MostStarts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder folder = new();
    private int starts;
    private bool runs;

    public string Folder => folder[$"cluster-{starts}"];

    /// <summary>Starts it when it does not run, on other ports where that fails; skips the test where there is no Slurm.</summary>
    public void Need()
    {
        Tools.NeedSlurm();
        while (!runs && starts < MostStarts)
        {
            starts++;
            runs = Script("start", Folder, "2", "2");
            if (!runs)
            {
                Script("stop", Folder);
            }
        }

        Assert.True(runs, $"Slurm does not come up, {MostStarts} times; its controller says:\n{Said()}");
    }

    /// <summary>What stands in a file that is made once for all tests.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="make">Writes it to a path.</param>
    public string Once(string name, Action<string> make)
    {
        if (!File.Exists(folder[name]))
        {
            make(folder[name]);
        }

        return File.ReadAllText(folder[name]);
    }

    /// <summary>Starts the program.</summary>
    public Process Start(params string[] words) => Child("dotnet", [typeof(Program).Assembly.Location, .. words]);

    /// <summary>Runs the program to its end.</summary>
    public (int Code, string Standard, string Error) Run(params string[] words) => End(Start(words));

    /// <summary>Waits for a program that was started.</summary>
    public static (int Code, string Standard, string Error) End(Process process)
    {
        using (process)
        {
            var standard = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(Patience), "it does not end");
            process.WaitForExit();
            return (process.ExitCode, standard.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
    }

    /// <summary>Runs a command of Slurm.</summary>
    public string Ask(string program, params string[] words)
    {
        var (code, standard, error) = End(Child(program, words));
        Assert.True(code == 0, $"{program}: {error}");
        return standard;
    }

    /// <summary>Does something to a node: <c>kill</c>, <c>cut</c> or <c>node</c>, which starts it again and waits for it.</summary>
    public void Node(string action, string name)
    {
        Assert.True(Script(action, Folder, name), $"tests/slurm/cluster {action} {name} fails; run it by hand to see why");
        if (action == "node")
        {
            Wait(() => Ask("sinfo", "-h", "-n", name, "-o", "%t").Trim() is "idle" or "mix" or "alloc");
        }
    }

    /// <summary>Waits until something is so.</summary>
    public static void Wait(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Patience, "it does not come");
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(200);
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose()
    {
        if (runs)
        {
            Script("stop", Folder);
        }

        folder.Dispose();
    }

    private bool Script(params string[] words)
    {
        // Daemons keep the standard output of the script open: nothing is read from it.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", Path.Combine(Repository.Root, "tests", "slurm", "cluster"), .. words]);
        start.Environment["ENGRAM_SLURM_PORT"] =
            (FirstPort + (PortsOfProcess * (Environment.ProcessId % Processes)) + (PortsOfCluster * (starts - 1))).ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        Assert.True(process.WaitForExit(Patience), "the script of the cluster does not end");
        return process.ExitCode == 0;
    }

    private string Said()
    {
        var log = Path.Combine(Folder, "log", "slurmctld.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(10)) : "nothing";
    }

    private Process Child(string program, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Path.Combine(Folder, "etc", "slurm.conf");
        return Process.Start(start)!;
    }
}
