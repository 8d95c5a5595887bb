using Engram.Analysis;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Simulation;

/// <summary>Answers by beam search: greedy where it is one wide, complete where it is wide enough.</summary>
public sealed class BeamSearchTests
{
    private static readonly ReverseTask Task = new() { Symbols = 2, Length = [1, 2, 3] };
    private static readonly Lazy<Network> Half = new(() => Trained(Task));

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void One_wide_it_writes_what_the_network_writes_by_itself(bool reversed, int refinement)
    {
        var task = Task with { ReverseSource = reversed, Symbols = 3 };
        var network = Trained(task);
        var dt = 20.Ms / refinement;
        var recording = new Experiment { Network = network, Task = task, Dt = dt, Trials = 60, Noise = false, Loss = new CrossEntropy() }.Run(TestContext.Current.CancellationToken);
        using var search = new BeamSearch(network, task, dt, 1);
        var (sources, targets) = (new List<int[]>(), new List<int[]>());
        for (var trial = 0; trial < 60; trial++)
        {
            var (first, end) = recording.StepsOf("source", trial)!.Value;
            int[] source = [.. Steps(first, end).Select(step => recording.InputAt(step, trial)[..3].IndexOf(1f))];
            sources.Add(reversed ? [.. source.Reverse()] : source);
            targets.Add([.. Steps(end, end + (refinement * source.Length)).Select(step => recording.TargetAt(step, trial).IndexOf(1f))]);
        }

        var answers = search.Write(sources, TestContext.Current.CancellationToken);
        for (var trial = 0; trial < 60; trial++)
        {
            var answer = Assert.Single(answers[trial]);
            var distance = EditDistance.Of(answer.Symbols, targets[trial]);
            Assert.Equal(recording.Trials[trial].Measures["symbol-error"] * targets[trial].Length, distance, 1e-9);
            Assert.Equal(recording.Trials[trial].IsCorrect, answer.Ended && distance == 0);
        }

        Assert.Contains(recording.Trials, trial => trial.IsCorrect == true);
        Assert.Contains(recording.Trials, trial => trial.IsCorrect == false);

        IEnumerable<int> Steps(int first, int end) => Enumerable.Range(0, (end - first) / refinement).Select(k => first + (k * refinement));
    }

    [Fact]
    public void A_symbol_of_a_rounded_fraction_of_a_second_has_whole_steps()
    {
        using var search = new BeamSearch(Half.Value, Task with { Symbol = 33.333.Ms }, 16.667.Ms, 1);
        using var even = new BeamSearch(Half.Value, Task, 10.Ms, 1);
        int[][] sources = [[0], [1, 0], [1, 1, 0]];
        Assert.Equal(
            even.Write(sources, Token).Select(answers => (string.Join(' ', answers[0].Symbols), answers[0].LogProbability)),
            search.Write(sources, Token).Select(answers => (string.Join(' ', answers[0].Symbols), answers[0].LogProbability)));
    }

    [Fact]
    public void Wide_enough_it_finds_every_answer_and_their_probabilities_add_up_to_one()
    {
        using BeamSearch all = new(Half.Value, Task, 20.Ms, 100), greedy = new(Half.Value, Task, 20.Ms, 1), few = new(Half.Value, Task, 20.Ms, 3);
        int[][] sources = [[0], [1, 0], [1, 1, 0], [0, 1]];
        var (found, one, three) = (all.Write(sources, Token), greedy.Write(sources, Token), few.Write(sources, Token));
        for (var k = 0; k < sources.Length; k++)
        {
            // Those that end after 0 to 3 symbols, and those of 4 that do not.
            Assert.Equal(1 + 2 + 4 + 8 + 16, found[k].Count);
            Assert.Equal(1, found[k].Sum(answer => Math.Exp(answer.LogProbability)), 1e-6);
            Assert.Equal(found[k].Count, found[k].Select(answer => $"{string.Join(' ', answer.Symbols)} {answer.Ended}").Distinct().Count());
            Assert.Equal(found[k].OrderByDescending(answer => answer.LogProbability), found[k]);
            Assert.True(found[k][0].LogProbability >= three[k][0].LogProbability - 1e-6 && three[k][0].LogProbability >= one[k][0].LogProbability - 1e-6);
        }
    }

    [Fact]
    public void Beside_others_an_answer_is_the_same()
    {
        using var search = new BeamSearch(Half.Value, Task, 20.Ms, 4);
        int[][] sources = [[0], [1, 0], [1, 1, 0], [0, 1], [1]];
        var together = search.Write(sources, Token);
        for (var k = 0; k < sources.Length; k++)
        {
            Assert.Equal(
                together[k].Select(answer => (string.Join(' ', answer.Symbols), answer.LogProbability)),
                search.Write([sources[k]], Token)[0].Select(answer => (string.Join(' ', answer.Symbols), answer.LogProbability)));
        }
    }

    [Fact]
    public void Mistakes_get_a_sentence()
    {
        Assert.Contains("from 1, which is greedy, to 100", Refused(() => new BeamSearch(Half.Value, Task, 20.Ms, 0)), StringComparison.Ordinal);
        Assert.Contains("no whole number of steps", Refused(() => new BeamSearch(Half.Value, Task, 15.Ms, 1)), StringComparison.Ordinal);
        using var search = new BeamSearch(Half.Value, Task, 20.Ms, 1);
        Assert.Contains("Source 1 (from 0) is empty", Refused(() => search.Write([[0], []])), StringComparison.Ordinal);
        Assert.Contains("each from 0 to 1", Refused(() => search.Write([[2]])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("ab", "ba", 2)]
    public void Edit_distance(string written, string right, int distance) => Assert.Equal(distance, EditDistance.Of([.. written], [.. right]));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Refused(Func<object> act) => Assert.Throws<UsageException>(() => _ = act()).Message;

    private static Network Trained(ReverseTask task)
    {
        var configuration = new PatternsPreset().For(task, seed: 3).With(new Dictionary<string, string>
        {
            ["units"] = "24", ["max-updates"] = "60", ["check-every"] = "60", ["validation-trials"] = "50",
        });
        using var trainer = new Trainer(configuration, 1);
        trainer.Run(new TrainerHooks(), TestContext.Current.CancellationToken);
        return trainer.Network;
    }
}
