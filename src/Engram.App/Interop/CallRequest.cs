using System.Runtime.InteropServices;

namespace Engram.App.Interop;

/// <summary>A call from another language, laid out as C has it: what is asked, and room for the answer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CallRequest
{
    /// <summary>What is asked, as JSON in UTF-8 (see <see cref="Calls"/>).</summary>
    public byte* Question;

    /// <summary>Bytes of the question.</summary>
    public int QuestionLength;

    /// <summary>One of <see cref="ExitCode"/>, once it has returned.</summary>
    public int Code;

    /// <summary>A number of the caller's own, by which the call can be cancelled.</summary>
    public long Ticket;

    /// <summary>Takes progress and notices as they come: the ticket, and text in UTF-8 with its length.</summary>
    public delegate* unmanaged<long, byte*, int, void> Tell;

    /// <summary>The answer, JSON in UTF-8, to be given to <see cref="Exports.Free"/>.</summary>
    public byte* Answer;

    /// <summary>Bytes of the answer.</summary>
    public int AnswerLength;

    /// <summary>The number by which the caller knows what failed in its own code; 0 for nothing.</summary>
    public int Fault;
}
