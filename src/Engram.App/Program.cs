using System.Reflection;
using Engram.App.Commands;
using Engram.App.Terminal;

namespace Engram.App;

/// <summary>The program <c>engram</c>.</summary>
internal static class Program
{
    /// <summary>The version, without the commit.</summary>
    public static string Version =>
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static int Main(string[] args)
    {
        // Scripts ask this often: it is answered before anything else is loaded.
        if (args is ["--version"])
        {
            Console.Out.WriteLine($"engram {Version}");
            return ExitCode.Done;
        }

        return Start(args);
    }

    private static int Start(string[] args)
    {
        var application = new Application(AppCommand.FindAll(), Console.Out, Console.Error, TerminalTraits.Detect());
        using var interruption = new Interruption(() =>
        {
            if (application.Abandon())
            {
                Environment.Exit(ExitCode.Interrupted);
            }
        });
        return application.Run(args, interruption.Token);
    }
}
