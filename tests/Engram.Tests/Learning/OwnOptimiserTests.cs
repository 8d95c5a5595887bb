using System.Numerics;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Tests.Learning;

/// <summary>Optimisers that a user writes: what their mistakes are told.</summary>
public sealed class OwnOptimiserTests
{
    [Fact]
    public void One_that_keeps_what_no_checkpoint_has_is_refused() => Assert.Equal(
        "The optimiser hoarding keeps velocity and updates, which checkpoints would lose: name arrays in StateNames and take them from state.Arrays, take "
        + "the number of the update from state.Step, and make everything else a property with an init accessor.",
        Assert.Throws<UsageException>(() => new HoardingOptimiser().Start<float>(3)).Message);

    [Fact]
    public void Arrays_of_one_name_are_refused() => Assert.Equal(
        "The optimiser named names its arrays 'm', 'm' in StateNames; give each a different name.",
        Assert.Throws<UsageException>(() => new NamedOptimiser { Names = ["m", "m"] }.Start<float>(3)).Message);

    [Fact]
    public void An_array_that_is_not_named_is_told_with_the_place()
    {
        var optimiser = new NamedOptimiser { Names = ["m"] };
        var state = optimiser.Start<float>(1);
        Assert.Matches(
            @"^The optimiser named cannot make update 1: \w+Exception, .* \(OwnOptimiserTests\.cs, line \d+\) It names 1 arrays in StateNames\. "
            + @"Fix its Update\.$",
            Assert.Throws<UsageException>(() => optimiser.Apply(state, [1f], [1f], 0.1)).Message);
        var two = new NamedOptimiser { Names = ["m", "v"] };
        var enough = two.Start<float>(1);
        two.Apply(enough, [1f], [3f], 0.1);
        Assert.Equal(3, enough.Arrays[1].Values[0]);
    }

    [Fact]
    public void A_rule_with_more_arrays_than_are_named_is_refused() => Assert.Equal(
        "A rule of an optimiser uses 2 arrays, but the optimiser names 1 in StateNames; name each of them, because only named arrays are saved.",
        Assert.Throws<UsageException>(() => ElementwiseUpdate.Run(
            default(TwoArrays), new NamedOptimiser { Names = ["m"] }.Start<float>(1), [1f], [1f])).Message);

    [Fact]
    public void Step_sizes_that_it_does_not_say_are_refused_and_not_made_up() => Assert.Equal(
        "The optimiser named does not say how large its steps are, but the protection of earlier tasks needs that; override StepSizes, or set another "
        + "`Optimiser`.",
        Assert.Throws<UsageException>(() => new NamedOptimiser().StepSizes(new NamedOptimiser().Start<float>(1), new float[1], 0.1)).Message);

    private sealed record HoardingOptimiser : Optimiser
    {
        private readonly float[] velocity = new float[3];
        private int updates;

        protected override IReadOnlyList<string> StateNames => [];

        protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
            velocity[updates++] = 1;
    }

    private sealed record NamedOptimiser : Optimiser
    {
        public IReadOnlyList<string> Names { get; init; } = [];

        protected override IReadOnlyList<string> StateNames => Names;

        protected override void Update<T>(OptimiserState<T> state, Span<T> parameters, ReadOnlySpan<T> gradient, double learningRate) =>
            gradient.CopyTo(state.Arrays[1].Values);
    }

    private readonly struct TwoArrays : IElementRule<float>
    {
        public static int Arrays => 2;

        public Vector<float> Step(Vector<float> theta, Vector<float> g, ref Vector<float> a, ref Vector<float> b, ref Vector<float> c) => theta;
    }
}
