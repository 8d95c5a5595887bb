using System.Runtime.CompilerServices;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>What the kernels need of the runtime.</summary>
internal static class DynamicCode
{
    /// <summary>Checks that code can be compiled at run time; interpreted, a kernel would be a hundred times slower.</summary>
    /// <exception cref="UsageException">The program was built without it, as one that is a single file is by default.</exception>
    public static void Require()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            throw new UsageException(
                "Engram compiles its kernels at run time, but this program is built without that ability (PublishAot is on by default in a program "
                + "that is a single file). Write `#:property PublishAot=false` at the top of the file, or <PublishAot>false</PublishAot> in the "
                + "project.");
        }
    }
}
