namespace Engram.Tasks;

/// <summary>How a value is found between the samples of a series. Sample k, from 0, is at time (k + 1)·every, as step k is at (k + 1)·dt.</summary>
public enum Reading
{
    /// <summary>A sample holds for the stretch that ends at its time, (k·every, (k + 1)·every].</summary>
    Hold,

    /// <summary>On a straight line from the sample before to the sample after; before the first sample, the first.</summary>
    Linear,
}
