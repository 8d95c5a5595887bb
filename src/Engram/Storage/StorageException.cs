using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// The disk refused what was being written: it is full or fails, or the folder was taken away. Unlike with a <see cref="UsageException"/>,
/// nothing that the user wrote is wrong, and work may have been done.
/// </summary>
public sealed class StorageException : Exception
{
    // EIO, ENFILE, EMFILE, EFBIG, ENOSPC, EDQUOT (Linux, macOS); ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL (Windows).
    private static readonly int[] OfMachine = [5, 23, 24, 27, 28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>A failure that Engram itself found.</summary>
    /// <param name="fault">A sentence: what happened, and what to do.</param>
    internal StorageException(string fault)
        : base(fault)
    {
    }

    /// <summary>A failure that the system found.</summary>
    /// <param name="fault">A sentence: what happened, and what to do.</param>
    /// <param name="cause">What the system said.</param>
    internal StorageException(string fault, Exception cause)
        : base(fault, cause)
    {
    }

    /// <summary>Whether the system refused for want of room or working hardware, which no other path or permission would mend.</summary>
    internal static bool IsOfMachine(Exception fault) => fault is IOException && OfMachine.Contains(fault.HResult);

    /// <summary>Does work whose first writes have succeeded: what the disk refuses from here on is no fault of the user's.</summary>
    /// <exception cref="StorageException">The disk refused something.</exception>
    internal static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UsageException refused) when (refused.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(refused.Message, refused.InnerException);
        }
    }
}
