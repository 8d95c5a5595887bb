using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>
/// How a program of one's own ends on bad input: <c>PlainErrors.Use();</c> at its top prints the sentences of a <see
/// cref="UsageException"/> instead of a stack trace.
/// </summary>
public static class PlainErrors
{
    private const int Failed = 1, Usage = 2;
    private static int used;

    /// <summary>
    /// Ends the program with sentences on standard error where it does not catch a fault itself: exit code 2 for a <see
    /// cref="UsageException"/>, 1 where a file cannot be read or written. Any other exception keeps its stack trace, which its author needs.
    /// </summary>
    public static void Use()
    {
        if (Interlocked.Exchange(ref used, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, fault) =>
            {
                if (Told((Exception)fault.ExceptionObject) is var (code, sentences))
                {
                    sentences.ToList().ForEach(sentence => Console.Error.WriteLine(Visible.Of(sentence)));
                    Environment.Exit(code);
                }
            };
        }
    }

    /// <summary>The exit code and the sentences of a fault; null for one that is a mistake in the program.</summary>
    internal static (int Code, IReadOnlyList<string> Sentences)? Told(Exception fault) => fault switch
    {
        UsageException refused => (Usage, refused.Faults),
        StorageException or IOException or UnauthorizedAccessException => (Failed, [fault.Message.ReplaceLineEndings(" ")]),
        TypeInitializationException { InnerException: { } cause } => Told(cause),
        AggregateException { InnerExceptions: [var only] } => Told(only),
        _ => null,
    };
}
