using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <content>What sequences of symbols need: periods that follow from a number drawn, and symbols drawn beside the factors.</content>
public sealed partial class Trial
{
    /// <summary>Whether the trial is one that a network learns from, rather than one of a validation, a test or an analysis.</summary>
    public bool IsTraining => key.Purpose == Purpose.TrainingTrials;

    /// <summary>
    /// Whether the longest trial is asked for (see <see cref="CognitiveTask.Longest"/>): periods that follow from what a task draws beside its factors
    /// are then to be as long as they can be.
    /// </summary>
    public bool IsLongest => discovered is not null;

    /// <summary>Which trial of its stream this is, from 0. The training trials of a run count on from update to update.</summary>
    public long Index => index;

    /// <summary>Appends a period whose length follows from what was drawn before it, and so is no factor itself.</summary>
    /// <param name="name">Its name, which nothing else has.</param>
    /// <param name="length">How long it lasts; not negative.</param>
    public Period Following(string name, TimeSpan length)
    {
        RequireComposing("a period or a factor", "do it in Compose instead, and keep what Respond needs in trial.Memory");
        if (length < TimeSpan.Zero || IsTaken(name))
        {
            throw Fault($"gives the period '{name}' a length of {TimeText.Format(length)}; give at least 0ms, and a name that nothing else has.");
        }

        var period = new Period(name, Duration, Duration + length);
        periods.Add(period);
        Duration = period.End;
        return period;
    }

    /// <summary>One of the streams that <see cref="Stream()"/> gives, to draw the same numbers from again where the trial is judged.</summary>
    /// <param name="which">1 for the first.</param>
    internal RandomStream Stream(int which) => new(key, index, which);
}
