using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>Sequences whose next symbol is to be predicted.</summary>
public sealed class SequencePredictionTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Fact]
    public void Of_one_sequence_each_next_symbol_is_asked_for()
    {
        var task = new SequencePredictionTask { Sequences = 1 };
        var rendered = Rendered.From(task, Rendered.Draw(task, 0), Dt);
        Assert.Equal(19 * 6, rendered.Targets.Length);
        Assert.Equal(rendered.Inputs[6..], rendered.Targets[..^6]);
        Assert.Equal(rendered.Targets, Rendered.From(task, Rendered.Draw(task, 7), Dt).Targets);
    }

    [Fact]
    public void What_several_sequences_share_is_asked_for_by_its_probability()
    {
        // Of two symbols and many sequences, about half go on from the first symbol with each.
        var task = new SequencePredictionTask { Sequences = 16, Symbols = 2, Length = 30 };
        var shown = Enumerable.Range(0, 200).Select(index => Rendered.Draw(task, index)).GroupBy(trial => trial.Condition)
            .Select(group => Rendered.From(task, group.First(), Dt)).ToList();
        Assert.Equal(16, shown.Count);
        foreach (var first in shown.GroupBy(one => one.Inputs[0]))
        {
            var next = first.Average(one => one.Inputs[2]);
            Assert.All(first, one => Assert.Equal(next, one.Targets[0], 1e-6));
            Assert.InRange(next, 0.1, 0.9);
        }

        Assert.All(shown, one => Assert.All(one.Targets.Chunk(2), pair => Assert.Equal(1, pair.Sum(), 1e-6)));
        Assert.All(shown, one => Assert.All(one.Targets[^20..], value => Assert.True(value is 0 or 1)));
    }

    [Fact]
    public void What_cannot_be_known_does_not_count()
    {
        var task = new SequencePredictionTask { Sequences = 16, Symbols = 2, Length = 30 };
        var trial = Rendered.Draw(task, 0);
        var targets = Rendered.From(task, trial, Dt).Targets;

        // The wrong guess at the first symbol, where both can come.
        Assert.True(targets[0] is > 0 and < 1);
        foreach (var guess in new float[] { 0, 1 })
        {
            (targets[0], targets[1]) = (guess, 1 - guess);
            Assert.True(trial.IsCorrect(targets, 0, 2, Dt));
        }

        (targets[^2], targets[^1]) = (targets[^1], targets[^2]);
        Assert.False(trial.IsCorrect(targets, 0, 2, Dt));
    }

    [Fact]
    public void Sequences_of_which_nothing_can_be_predicted_are_refused() => Assert.Contains(
        "No symbol of sequence 1 can be predicted with `Length` 2, `Sequences` 20",
        Assert.Throws<UsageException>(new SequencePredictionTask { Length = 2, Symbols = 2, Sequences = 20 }.Validate).Message, StringComparison.Ordinal);
}
