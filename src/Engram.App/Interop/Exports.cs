using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Engram.App.Interop;

/// <summary>
/// What another language calls, once it has loaded the program into its own process through the .NET host. Python does (folder
/// <c>python/</c>). No exception crosses the border, and whatever is asked or answered is text or the address of an array.
/// </summary>
internal static unsafe class Exports
{
    /// <summary>The number of this border; the other side refuses another.</summary>
    private const int Border = 1;

    /// <summary>To be called first. Gives the number of the border, or 0 with a sentence where the machine gives too little.</summary>
    /// <param name="refusal">Takes the sentence, to be given to <see cref="Free"/>.</param>
    /// <param name="length">Takes its bytes.</param>
    [UnmanagedCallersOnly]
    public static int Start(byte** refusal, int* length)
    {
        try
        {
            // A host has no program of its own: types that a run names are looked for here.
            Assembly.SetEntryAssembly(typeof(Exports).Assembly);
            if (Machine.Refusal() is { } sentence)
            {
                *refusal = Copied(sentence, out *length);
                return 0;
            }

            return Border;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    /// <summary>Takes the function that fills blocks of trials of tasks that are written in the other language.</summary>
    [UnmanagedCallersOnly]
    public static void Tasks(delegate* unmanaged<FillRequest*, int> fill) => PythonBlocks.Use(fill);

    /// <summary>Answers a call; returns when it is done, which may be long after.</summary>
    [UnmanagedCallersOnly]
    public static void Call(CallRequest* request)
    {
        try
        {
            using var told = new ToldWriter(request->Tell, request->Ticket) { NewLine = "\n" };
            var question = new ReadOnlySpan<byte>(request->Question, request->QuestionLength);
            var (code, answer, fault) = Calls.Answer(question, request->Ticket, told);
            (request->Code, request->Fault) = (code, fault);
            request->Answer = Copied(answer, out request->AnswerLength);
        }
        catch (Exception)
        {
            request->Code = ExitCode.Failed;
            request->Answer = null;
        }
    }

    /// <summary>Asks a call to stop in good order.</summary>
    [UnmanagedCallersOnly]
    public static void Cancel(long ticket)
    {
        try
        {
            Calls.Cancel(ticket);
        }
        catch (Exception)
        {
            // It goes on, and can be asked again.
        }
    }

    /// <summary>Frees an answer.</summary>
    [UnmanagedCallersOnly]
    public static void Free(byte* text) => NativeMemory.Free(text);

    /// <summary>Lets go of an array.</summary>
    [UnmanagedCallersOnly]
    public static void Release(nint handle)
    {
        try
        {
            GCHandle.FromIntPtr(handle).Free();
        }
        catch (Exception)
        {
            // It was let go of before.
        }
    }

    private static byte* Copied(string text, out int length)
    {
        length = Encoding.UTF8.GetByteCount(text);
        var copy = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, length));
        Encoding.UTF8.GetBytes(text, new Span<byte>(copy, length));
        return copy;
    }
}
