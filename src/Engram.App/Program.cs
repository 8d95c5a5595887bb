using System.Reflection;
using System.Runtime.CompilerServices;
using Engram.App.Commands;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;

namespace Engram.App;

/// <summary>The program <c>engram</c>.</summary>
internal static class Program
{
    /// <summary>The version, without the commit.</summary>
    public static string Version =>
        typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static int Main(string[] args)
    {
        if (Machine.Refusal() is { } refusal)
        {
            Machine.Say(refusal, Array.IndexOf(args, "--json") >= 0);
            return ExitCode.Failed;
        }

        try
        {
            return Guarded(args);
        }
        catch (Exception fault)
        {
            // Not even the sentence could be made.
            Machine.Say($"the program could not be loaded ({fault.GetType().Name}); is enough memory free?", Array.IndexOf(args, "--json") >= 0);
            return ExitCode.Failed;
        }
    }

    // A method of its own: whatever Main names is loaded before its first line.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Guarded(string[] args)
    {
        try
        {
            return Start(args);
        }
        catch (Exception fault)
        {
            // What the application itself could not catch and say: it, or the console, could not be made.
            Machine.Say(Visible.Of(Application.Sentence(fault)), Array.IndexOf(args, Flag.JsonName) >= 0);
            return ExitCode.Failed;
        }
    }

    private static int Start(string[] args)
    {
        // Scripts ask this often: it is answered before anything else is loaded.
        if (args is ["--version"])
        {
            Console.Out.WriteLine($"engram {Version}");
            return ExitCode.Done;
        }

        var application = new Application(AppCommand.Catalog.All, Console.Out, Console.Error, TerminalTraits.Detect());
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
