namespace Engram.Tasks;

/// <content>What is shown, and what is asked for.</content>
public sealed partial class Trial
{
    /// <summary>Adds to one input channel during a period. Signals on the same channel add up, on top of the baseline.</summary>
    /// <param name="channel">Input channel.</param>
    /// <param name="value">What is added.</param>
    /// <param name="during">The period.</param>
    public void Input(int channel, double value, Period during) => AddInput(new(channel, 1, during, new(value), 1));

    /// <summary>Adds a signal with a course in time to one input channel during a period.</summary>
    /// <param name="channel">Input channel.</param>
    /// <param name="shape">The numbers of the waveform.</param>
    /// <param name="during">The period.</param>
    /// <param name="waveform">The course in time; one that captures nothing, or that is kept, so that no trial allocates.</param>
    public void Input(int channel, Shape shape, Period during, Waveform waveform) =>
        AddInput(new(channel, 1, during, shape, 1) { Waveform = waveform });

    /// <summary>Adds the same to each of several input channels during a period.</summary>
    /// <param name="channels">Input channels, such as <c>2..34</c>, or <c>..</c> for all.</param>
    /// <param name="value">What is added.</param>
    /// <param name="during">The period.</param>
    public void Input(Range channels, double value, Period during) => AddInput(Over(channels, during, new(value), 1, asks: false));

    /// <summary>Adds to each of several input channels what a profile says, during a period.</summary>
    /// <param name="channels">Input channels, such as <c>2..34</c>, or <c>..</c> for all.</param>
    /// <param name="shape">The numbers of the profile.</param>
    /// <param name="during">The period.</param>
    /// <param name="profile">What each channel has; one that captures nothing, or that is kept, so that no trial allocates.</param>
    public void Input(Range channels, Shape shape, Period during, Profile profile) =>
        AddInput(Over(channels, during, shape, 1, asks: false) with { Profile = profile });

    /// <summary>
    /// Gives one output channel its target during a period, in place of any given before. The loss counts only where there is a target.
    /// </summary>
    /// <param name="channel">Output channel.</param>
    /// <param name="value">The target.</param>
    /// <param name="during">The period.</param>
    /// <param name="weight">The loss mask there.</param>
    public void Target(int channel, double value, Period during, double weight = 1) =>
        Ask(new(channel, 1, during, new(value), weight));

    /// <summary>Gives one output channel a target with a course in time during a period, in place of any given before.</summary>
    /// <param name="channel">Output channel.</param>
    /// <param name="shape">The numbers of the waveform.</param>
    /// <param name="during">The period.</param>
    /// <param name="waveform">The course in time; one that captures nothing, or that is kept, so that no trial allocates.</param>
    /// <param name="weight">The loss mask there.</param>
    public void Target(int channel, Shape shape, Period during, Waveform waveform, double weight = 1) =>
        Ask(new(channel, 1, during, shape, weight) { Waveform = waveform });

    /// <summary>Gives all output channels the same target during a period.</summary>
    /// <param name="value">The target.</param>
    /// <param name="during">The period.</param>
    public void Target(double value, Period during) => Target(.., value, during);

    /// <summary>Gives each of several output channels the same target during a period, in place of any given before.</summary>
    /// <param name="channels">Output channels, such as <c>1..33</c>, or <c>..</c> for all.</param>
    /// <param name="value">The target.</param>
    /// <param name="during">The period.</param>
    /// <param name="weight">The loss mask there.</param>
    public void Target(Range channels, double value, Period during, double weight = 1) =>
        Ask(Over(channels, during, new(value), weight, asks: true));

    /// <summary>Gives each of several output channels what a profile says for a target during a period, in place of any given before.</summary>
    /// <param name="channels">Output channels, such as <c>1..33</c>, or <c>..</c> for all.</param>
    /// <param name="shape">The numbers of the profile.</param>
    /// <param name="during">The period.</param>
    /// <param name="profile">What each channel has; one that captures nothing, or that is kept, so that no trial allocates.</param>
    /// <param name="weight">The loss mask there.</param>
    public void Target(Range channels, Shape shape, Period during, Profile profile, double weight = 1) =>
        Ask(Over(channels, during, shape, weight, asks: true) with { Profile = profile });

    /// <summary>Gives several output channels a code of one of them during a period: one is high and the others are low.</summary>
    /// <param name="channels">Output channels, such as <c>1..33</c>, or <c>..</c> for all.</param>
    /// <param name="hot">Which of them is high, counted from 0 in the range.</param>
    /// <param name="during">The period.</param>
    /// <param name="high">Target of that one.</param>
    /// <param name="low">Target of the others.</param>
    /// <param name="weight">The loss mask there.</param>
    public void OneHot(Range channels, int hot, Period during, double high = 1, double low = 0, double weight = 1)
    {
        var all = Over(channels, during, new(high, hot, low), weight, asks: true);
        if (hot < 0 || hot >= all.Count)
        {
            throw Fault($"sets the target to place {hot} of {all.Count} outputs in the period '{during.Name}'; give a place from 0 to {all.Count - 1}.");
        }

        Ask(all with { Profile = Profiles.OneHot });
    }

    private Signal Over(Range channels, Period during, Shape shape, double weight, bool asks)
    {
        var count = asks ? OutputCount : inputCount;
        var (first, end) = (channels.Start.GetOffset(count), channels.End.GetOffset(count));
        return first >= 0 && first < end && end <= count ? new(first, end - first, during, shape, weight)
            : throw NoChannels(channels, during, asks);
    }

    private void AddInput(in Signal signal)
    {
        RequireComposing("an input", "add it to the inputs of the next step instead");
        Check(signal, inputCount, asks: false);
        inputs.Add(signal);
    }

    private void Ask(in Signal target)
    {
        RequireComposing("a target", "call trial.Retarget instead");
        Check(target, OutputCount, asks: true);
        if (!(target.Weight >= 0 && double.IsFinite(target.Weight)))
        {
            throw Fault($"gives the target of output '{task!.Outputs[target.First]}' in the period '{target.Period.Name}' the weight {target.Weight}; "
                + "give a finite weight of at least 0.");
        }

        targets.Replace(target);
    }
}
