using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>The T-shaped maze, led and in a closed loop.</summary>
public sealed class TMazeTests
{
    private const int Channels = 11, Left = 0, Up = 1, Right = 2, Reward = 4, NoReward = 5, SeesArm = 10;
    private static readonly TimeSpan Dt = 20.Ms;
    private static readonly TMazeTask Led = new() { InputNoise = 0 };
    private static readonly TMazeTask Free = Led with { Guided = false };

    public static TheoryData<int> Trials => [0, 1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Trials))]
    public void An_animal_that_makes_no_mistake_has_the_inputs_of_one_that_is_led(int index)
    {
        var (led, free) = (Rendered.Draw(Led, index), Rendered.Draw(Free, index));
        var (expected, played) = (Rendered.From(Led, led, Dt), Rendered.From(Free, free, Dt));
        var asked = (float[])played.Targets.Clone();
        free.Play(played.Inputs, asked, played.Targets, played.Mask, Dt);
        Assert.Equal(expected.Inputs, played.Inputs[..expected.Inputs.Length]);
        Assert.Equal(expected.Targets, played.Targets[..expected.Targets.Length]);
        Assert.True(free.IsCorrect(asked, 0, Channels, Dt));
        var known = Covariates(led, Dt);
        Assert.Equal(known, Covariates(free, Dt)[..known.Length]);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(10)]
    public void Where_the_animal_is_can_be_compared_between_trials_of_different_lengths(int dt)
    {
        // Halves of cue zone, stem and arm, whatever their lengths; the maze in the middle of all has 21.5 + 52.5 + 1 + 22.5 places.
        for (var index = 0; index < 6; index++)
        {
            var trial = Rendered.Draw(Led, index);
            var rows = Covariates(trial, dt.Ms).Chunk(3).ToArray();
            Assert.InRange(rows[^1][0], 97.5 - (22.5 / 20), 97.5);
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second[0] > pair.First[0]));
            Assert.Equal([0, 1, 2, 3], rows.Select(row => (int)row[2]).Distinct());
            Assert.All(rows, row => Assert.Equal(row[2] == 3 ? trial.Condition + 1 : 0, row[1]));
            foreach (var (period, middle) in new[] { (0, 10.75), (1, 21.5 + 26.25), (3, 75 + 11.25) })
            {
                var (first, end) = trial.Periods[period].Steps(dt.Ms);
                Assert.Equal(middle, rows[(first + end) / 2][0], 1.5);
            }
        }
    }

    [Fact]
    public void In_a_maze_of_one_length_a_place_is_a_step()
    {
        var maze = Led with { CueZone = 100.Ms, Delay = 200.Ms, ArmLength = 60.Ms };
        var rows = Covariates(Rendered.Draw(maze, 1), Dt).Chunk(3).ToArray();
        Assert.Equal(Enumerable.Range(1, 19).Select(place => (float)place), rows.Select(row => row[0]));
        Assert.Equal([.. Enumerable.Repeat(0f, 5), .. Enumerable.Repeat(1f, 10), 2, 3, 3, 3], rows.Select(row => row[2]));
    }

    [Theory]
    [MemberData(nameof(Trials))]
    public void What_is_asked_for_is_the_next_input(int index)
    {
        var rendered = Rendered.From(Led, Rendered.Draw(Led, index), Dt);
        Assert.Equal(rendered.Inputs[Channels..], rendered.Targets[..^Channels]);
        Assert.All(rendered.Mask[^Channels..], weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void The_wrong_arm_has_no_reward()
    {
        var trial = Rendered.Draw(Free, 0);
        var rendered = Rendered.From(Free, trial, Dt);
        var outputs = (float[])rendered.Targets.Clone();
        foreach (var step in outputs.Chunk(Channels).Select((_, step) => step * Channels))
        {
            (outputs[step + Left], outputs[step + Right]) = (outputs[step + Right], outputs[step + Left]);
        }

        trial.Play(rendered.Inputs, outputs, rendered.Targets, rendered.Mask, Dt);
        Assert.False(trial.IsCorrect(outputs, 0, Channels, Dt));
        Assert.DoesNotContain(rendered.Inputs.Chunk(Channels), input => input[Reward] == 1);
        Assert.Contains(rendered.Inputs.Chunk(Channels), input => input[NoReward] == 1 && input[SeesArm] == 1);
    }

    [Fact]
    public void An_action_that_leads_nowhere_leaves_the_animal_where_it_is()
    {
        var trial = Rendered.Draw(Free, 0);
        var rendered = Rendered.From(Free, trial, Dt);

        // Ten steps up, then to the left in the stem, where there is a wall.
        var outputs = new float[rendered.Targets.Length];
        for (var step = 0; step < rendered.Steps; step++)
        {
            outputs[(step * Channels) + (step < 10 ? Up : Left)] = 1;
        }

        trial.Play(rendered.Inputs, outputs, rendered.Targets, rendered.Mask, Dt);
        Assert.Equal(10, trial.Memory[0]);
        Assert.False(trial.IsCorrect(outputs, 0, Channels, Dt));
        Assert.All(rendered.Inputs.Chunk(Channels).Skip(11), input => Assert.Equal(1, input[Left]));
        var rows = Covariates(trial, Dt).Chunk(3).ToArray();
        Assert.All(rows.Skip(11), row => Assert.Equal(rows[10], row));
        Assert.Equal([0, 0], rows[10][1..]);
    }

    [Fact]
    public void A_maze_without_length_is_refused() => Assert.Contains(
        "`ArmLength` is 20ms, but a part of the maze has two places at least, each of 20ms (`Step`); set 40ms or more.",
        Assert.Throws<UsageException>(new TMazeTask { ArmLength = 20.Ms }.Validate).Message, StringComparison.Ordinal);

    private static float[] Covariates(Trial trial, TimeSpan dt)
    {
        var covariates = new float[3 * trial.Steps(dt)];
        trial.RenderCovariates(covariates, 0, 3, dt);
        return covariates;
    }
}
