using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Trials that are learned from, in whichever precision they are run.</summary>
internal interface ITrialBatch
{
    /// <summary>The task. A change holds from the next <see cref="Draw"/> on.</summary>
    CognitiveTask Task { get; set; }

    /// <summary>L of the batch, after it was run.</summary>
    double Loss { get; }

    /// <summary>Draws all trials of a batch.</summary>
    /// <param name="firstIndex">Index of the first in its stream.</param>
    /// <param name="count">B; the capacity without.</param>
    void Draw(long firstIndex, int? count = null);

    /// <summary>Adds the answers of the batch to a count, catch trials left out.</summary>
    /// <param name="counter">Where to add.</param>
    void CountInto(PerformanceCounter counter);
}
