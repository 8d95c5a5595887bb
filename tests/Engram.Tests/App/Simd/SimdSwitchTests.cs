using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Tests.App.Simd;

/// <summary>
/// The script <c>test</c> repeats the numerical tests under these switches; a runtime that renamed one would make that an empty ritual.
/// </summary>
public sealed class SimdSwitchTests
{
    [Fact]
    public void The_switch_against_AVX512_is_one_that_the_runtime_obeys()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0")
        {
            Assert.False(Avx512F.IsSupported);
        }
    }

    [Fact]
    public void The_switch_against_all_SIMD_is_one_that_the_runtime_obeys()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") == "0")
        {
            Assert.False(Vector128.IsHardwareAccelerated);
        }
    }
}
