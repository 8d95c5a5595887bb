using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Engram.Equations;

/// <summary>What kernels do with addresses besides loading and storing.</summary>
internal static unsafe class Addresses
{
    /// <summary>An entry of a table of addresses.</summary>
    public static long At(long table, int index) => ((long*)table)[index];

    /// <summary>Asks for a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(long address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((void*)address);
        }
    }
}
