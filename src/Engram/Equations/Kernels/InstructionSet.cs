using System.Runtime.Intrinsics.X86;

namespace Engram.Equations;

/// <summary>The vector instructions that kernels are compiled for.</summary>
internal enum InstructionSet
{
    /// <summary>One value at a time, on any machine: the reference for the others.</summary>
    Scalar,

    /// <summary>256 bits with fused multiply-add.</summary>
    Avx2,

    /// <summary>512 bits.</summary>
    Avx512,
}

/// <summary>What this machine has.</summary>
internal static class InstructionSets
{
    /// <summary>The widest instruction set of this machine.</summary>
    /// <remarks>
    /// <c>Vector512.IsHardwareAccelerated</c> is false on processors where 512-bit fused multiply-adds still have twice the throughput, so
    /// the instruction set itself is asked.
    /// </remarks>
    public static InstructionSet Best =>
        Avx512F.IsSupported && Avx512DQ.IsSupported ? InstructionSet.Avx512
            : Avx2.IsSupported && Fma.IsSupported ? InstructionSet.Avx2
            : InstructionSet.Scalar;
}
