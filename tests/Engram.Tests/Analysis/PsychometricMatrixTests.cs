using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

public sealed class PsychometricMatrixTests
{
    [Fact]
    public void It_counts_what_was_chosen_for_each_pair_of_levels()
    {
        // Sides left, right and a catch trial; strengths 0, 1, 2 in turn; right is chosen in right trials of strength above 0, and nothing in
        // trial 4.
        int[] sides = [0, 1, 0, 1, 0, 1, -1, 1];
        var recording = Synthetic.Of(
            sides, _ => 6, _ => 2, 1, (_, _, _) => 0, choice: trial => trial == 4 ? -1 : sides[trial] == 1 && trial % 3 > 0 ? 1 : 0);
        var matrix = PsychometricMatrix.Of(recording, "strength", "side", "right");
        Assert.Equal("right", matrix.Choice);
        Assert.Equal(["left", "right"], matrix.LevelsY);
        Assert.Equal([0, 1, 2], matrix.ValuesX);

        // left: trials 0, none, 2; right: 3, then 1 and 7, then 5.
        Assert.Equal([1, 0, 1, 1, 2, 1], matrix.Trials);
        Assert.Equal([0, double.NaN, 0, 0, 1, 1], matrix.Chosen);
        Assert.Equal([1, double.NaN, 1, 1, 0, 0], PsychometricMatrix.Of(recording, "strength", "side", "left").Chosen);
        Assert.Equal("down", PsychometricMatrix.Of(recording, "strength", "side").Choice);
        Assert.Throws<UsageException>(() => PsychometricMatrix.Of(recording, "strength", "shape"));
        Assert.Contains(
            "Did you mean 'right'?",
            Assert.Throws<UsageException>(() => PsychometricMatrix.Of(recording, "strength", "side", "rigth")).Message, StringComparison.Ordinal);
        var none = Synthetic.Of(sides, _ => 6, _ => 2, 1, (_, _, _) => 0);
        Assert.Contains(
            "has no choices to count",
            Assert.Throws<UsageException>(() => PsychometricMatrix.Of(none, "strength", "side")).Message, StringComparison.Ordinal);
    }

    // Targets of 0.2 and 1 are both above zero: the choice is the output that is higher, not the sign of one.
    [Theory]
    [InlineData("perceptual-decision")]
    [InlineData("perceptual-decision-low-rank")]
    public void A_recording_has_the_choice_beside_the_right_answer(string name)
    {
        var task = CognitiveTask.Catalog.Create(name);
        var cell = new LeakyCell { Units = 16, Noise = 0.3 };
        var recording = new Experiment
        {
            Network = Network.Create(
                cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms), new NetworkOptions { InputScale = 0.5 }, 5),
            Task = task, Trials = 300,
        }.Run(TestContext.Current.CancellationToken);
        Assert.Equal(task.Choices, recording.Choices);
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            var z = recording.OutputAt(trial.Steps - 1, trial.Index);
            var mean = Enumerable.Range(trial.Steps - 15, 15).Average(step => (double)recording.OutputAt(step, trial.Index)[0]);
            Assert.Equal(task.Outputs.Count == 2 ? z[1] > z[0] ? 1 : 0 : mean > 0 ? 1 : 0, trial.Choice);
            Assert.Equal(trial.Choice == trial.Answer, trial.IsCorrect);
        }

        Assert.All(recording.Trials.Where(trial => trial.IsCatch), trial => Assert.Equal((-1, -1), (trial.Answer, trial.Choice)));
        var matrix = PsychometricMatrix.Of(recording, "coherence", "direction");
        var second = recording.Trials.Where(trial => trial.Choice == 1).ToList();
        Assert.InRange(second.Count, 10, 290);
        Assert.Equal(second.Count, matrix.Chosen.Zip(matrix.Trials, (share, trials) => share * trials).Sum(), 1e-9);
        Assert.Equal(task.Choices, PerformanceByFactor.Of(recording, "choice").Select(share => share.Levels[0]));
        Assert.Equal(task.Choices, PerformanceByFactor.Of(recording, "answer").Select(share => share.Levels[0]));
    }
}
