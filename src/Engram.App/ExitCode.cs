namespace Engram.App;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The program or the machine failed: a bug, a full disk, too little memory.</summary>
    public const int Failed = 1;

    /// <summary>Bad input: the command line, or a file that it names, cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>Training ended before the criterion was reached.</summary>
    public const int NotReached = 3;

    /// <summary>Training diverged.</summary>
    public const int Diverged = 4;

    /// <summary>Interrupted by Ctrl-C or a termination signal, as shells report SIGINT.</summary>
    public const int Interrupted = 130;
}
