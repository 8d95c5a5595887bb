namespace Engram.Learning;

/// <content>How often trials are learned from between two checks.</content>
public sealed partial record RunConfiguration
{
    private void CheckReplay(List<string> faults)
    {
        if (Training.ReplayRate == ReplayRate.Performance && ScoredConditions.Of(Task).Count == 0)
        {
            faults.Add($"`ReplayRate` is performance, but the answers to {Task.Name} are neither right nor wrong; set `ReplayRate = prediction-error`, or fixed.");
        }
    }
}
