using System.ComponentModel;
using System.Diagnostics;
using Engram.Configuration;

namespace Engram.Figures;

/// <summary>A program that turns its standard input into its standard output.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="missing">What to say when there is no such program.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Its exit code, what it wrote, and what it wrote to standard error.</returns>
    /// <exception cref="UsageException">There is no such program.</exception>
    public static (int Code, byte[] Output, string Error) Run(
        string program, IEnumerable<string> arguments, byte[] input, string missing, CancellationToken cancel)
    {
        using var process = Start(program, arguments, missing);
        using var registration = cancel.Register(() => Kill(process));
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code and its standard error say why.
        }

        reading.GetAwaiter().GetResult();
        var words = error.GetAwaiter().GetResult();
        process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        return (process.ExitCode, output.ToArray(), words);
    }

    private static Process Start(string program, IEnumerable<string> arguments, string missing)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            throw new UsageException(missing);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }
}
