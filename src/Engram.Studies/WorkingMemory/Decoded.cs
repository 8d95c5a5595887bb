using Engram.Analysis;
using Engram.Simulation;

namespace Engram.Studies.WorkingMemory;

/// <summary>How well something is decoded in a stretch of time.</summary>
internal static class Decoded
{
    /// <summary>The mean accuracy over bins.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="factor">What is decoded.</param>
    /// <param name="period">Time is counted from the beginning of this period.</param>
    /// <param name="from">Bins later than this, in seconds.</param>
    /// <param name="to">Bins earlier than this, in seconds.</param>
    /// <param name="decoder">By what.</param>
    public static double Accuracy(Recording recording, string factor, string period, double from, double to, LinearDecoder decoder)
    {
        var curve = decoder.Decode(recording, factor, period);
        return curve.Times.Zip(curve.Accuracy).Where(bin => bin.First > from && bin.First < to).Average(bin => bin.Second);
    }
}
