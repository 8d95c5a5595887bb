using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Tests.Storage;

public sealed class RecordingFileTests
{
    private static readonly Recording Recorded = Record();

    [Fact]
    public void Arrays_have_the_choice_beside_the_right_answer_trial_by_trial()
    {
        using var folder = new TemporaryFolder();
        RecordingFile.WriteNpz(Recorded, folder["recording.npz"]);
        var arrays = Npz.Read(folder["recording.npz"]).ToDictionary(array => array.Name);
        Assert.Equal([Recorded.Steps, 40, 6], arrays["rates"].Shape);
        Assert.Equal(Recorded.Output, arrays["output"].Values);
        Assert.Equal([Recorded.Steps, 40, 6], arrays["states"].Shape);
        Assert.Equal(Recorded.Trials.Select(trial => (long)trial.Choice), (long[])arrays["choice"].Values);
        Assert.Equal(Recorded.Trials.Select(trial => (long)trial.Answer), (long[])arrays["answer"].Values);
        Assert.Equal(
            Recorded.Trials.Select(trial => trial.IsCorrect is null ? -1 : trial.Choice == trial.Answer ? 1L : 0), (long[])arrays["correct"].Values);
        Assert.Equal(
            Recorded.Trials.Select(trial => trial.IsCatch ? double.NaN : trial.Factors["coherence"]),
            (double[])arrays["factor-coherence"].Values);
        Assert.Equal([0.02], (double[])arrays["dt"].Values);
    }

    [Fact]
    public void A_table_names_what_was_chosen_and_what_was_right()
    {
        using var folder = new TemporaryFolder();
        RecordingFile.WriteTrials(Recorded, folder["trials.csv"]);
        var lines = File.ReadAllLines(folder["trials.csv"]);
        Assert.Equal(
            "trial,condition,answer,choice,correct,steps,direction,coherence,fixation (ms),stimulus (ms),decision (ms)", lines[0]);
        Assert.Equal(41, lines.Length);
        string[] directions = ["left", "right"];
        foreach (var trial in Recorded.Trials)
        {
            var cells = lines[trial.Index + 1].Split(',');
            Assert.Equal(trial.IsCatch ? "catch" : $"{cells[6]} {cells[7]}%", cells[1]);
            Assert.Equal(trial.IsCatch ? "" : directions[trial.Answer], cells[2]);
            Assert.Equal(trial.Choice < 0 ? "" : directions[trial.Choice], cells[3]);
            Assert.Equal(trial.IsCatch ? "" : cells[2] == cells[3] ? "1" : "0", cells[4]);
            Assert.Equal(trial.IsCatch ? "" : "800", cells[9]);
        }
    }

    [Fact]
    public void A_file_of_MATLAB_calls_its_arrays_as_they_are_called_there()
    {
        using var folder = new TemporaryFolder();
        RecordingFile.WriteMat(Recorded, folder["recording.mat"]);
        var file = ArrayFiles.Read(folder["recording.mat"]);
        string[] about = file.Metadata["about"].Split('\n');
        Assert.All(file.Arrays, array => Assert.Contains(about, line => line.StartsWith($"{array.Name} ", StringComparison.Ordinal)));
        Assert.Contains(about, line => line.StartsWith("factor_direction (B): value of the factor, place in labels_direction;", StringComparison.Ordinal));
        Assert.Contains("labels_direction: names of the values of factor_direction.", about);
    }

    private static Recording Record()
    {
        var (task, cell) = (new PerceptualDecisionTask { CatchProbability = 0.2 }, new LeakyCell { Units = 6, Noise = 0.5 });
        return new Experiment
        {
            Network = Network.Create(cell, cell.Graph(2, 2, 20.Ms), new NetworkOptions(), 5),
            Task = task, Trials = 40, KeepStates = true,
        }.Run();
    }
}
