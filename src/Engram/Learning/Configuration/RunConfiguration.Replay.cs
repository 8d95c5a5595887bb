using Engram.Configuration;

namespace Engram.Learning;

/// <content>How often trials are learned from between two checks.</content>
public sealed partial record RunConfiguration
{
    private void CheckReplay(List<string> faults)
    {
        if (Training.ReplayRate != ReplayRate.Fixed && Training.CheckEvery <= TrainingOptions.LeastReplays)
        {
            faults.Add(FormattableString.Invariant(
                $"`CheckEvery` is {Training.CheckEvery}, but with `ReplayRate = {Settings.Text(Training, "replay-rate")}` it is the most of the updates between two checks, of which there are at least {TrainingOptions.LeastReplays}; set `CheckEvery` above {TrainingOptions.LeastReplays}, or `ReplayRate = fixed`."));
        }

        if (Training.ReplayRate == ReplayRate.Performance && ScoredConditions.Of(Task).Count == 0)
        {
            faults.Add($"`ReplayRate` is performance, but the answers to {Task.Name} are neither right nor wrong; set `ReplayRate = prediction-error`, or fixed.");
        }
    }
}
