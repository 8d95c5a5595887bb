using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Tests.Analysis;

/// <summary>Which trials and units decoders are fitted to and tested on, at which times and in which conditions.</summary>
public sealed class DecodingSchemeTests
{
    public static TheoryData<string> Names => [.. Classifier.Catalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_code_that_moves_is_a_diagonal_and_one_that_stays_a_square(string name)
    {
        var decoder = new LinearDecoder { Bin = 20.Ms, Classifier = Classifier.Of(name) };
        Recording With(bool moves) => Synthetic.Of(Synthetic.Sides(80), _ => 4, _ => 2, 4, (step, trial, unit) =>
            (0.5 * Synthetic.Noise(step, trial, unit)) + (unit == (moves ? step : 0) ? 3 * (trial % 2) : 0));
        var (moving, staying) = (decoder.CrossTemporal(With(true), "side"), decoder.CrossTemporal(With(false), "side"));
        for (var train = 0; train < 4; train++)
        {
            for (var test = 0; test < 4; test++)
            {
                Assert.InRange(staying[train, test], 0.95, 1);
                Assert.InRange(moving[train, test], train == test ? 0.95 : 0.3, train == test ? 1 : 0.7);
            }
        }
    }

    [Fact]
    public void Clusters_of_the_matrix_are_the_square_of_the_times_at_which_there_is_a_code()
    {
        var recording = Synthetic.Of(Synthetic.Sides(60), _ => 6, _ => 3, 3, (step, trial, unit) =>
            Synthetic.Noise(step, trial, unit) + (unit == 1 && step >= 3 ? 4 * (trial % 2) : 0));
        var decoding = new LinearDecoder { Bin = 20.Ms, Folds = 2 }.CrossTemporal(recording, "side", permutations: 99);
        var cluster = decoding.Clusters.MinBy(one => one.PValue)!;
        Assert.Equal(0.01, cluster.PValue, 1e-12);
        int[] square = [.. Enumerable.Range(0, 36).Where(cell => cell / 6 >= 3 && cell % 6 >= 3)];
        Assert.Empty(square.Except(cluster.Bins));
        Assert.InRange(cluster.Bins.Count, 9, 13);
        Assert.Empty(new LinearDecoder { Bin = 20.Ms }.CrossTemporal(recording, "side").Clusters);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_run_has_of_its_own_is_not_decoded_across_runs(string name)
    {
        // In each of eight runs, each side has a pattern that means nothing in other runs.
        var decoder = new LinearDecoder { Bin = 20.Ms, Permutations = 0, Folds = 4, Classifier = Classifier.Of(name) };
        double Mean(ValidationScheme scheme) => Enumerable.Range(0, 6).Average(set => (decoder with { Validation = scheme }).Decode(
            Synthetic.Of(Synthetic.Sides(80), _ => 1, _ => 1, 30, (_, trial, unit) =>
                (2 * Synthetic.Noise(1 + (trial / 10 * 2) + (trial % 2) + (20 * set), 0, unit)) + (0.5 * Synthetic.Noise(0, trial, unit))),
            "side").Accuracy[0]);
        Assert.InRange(Mean(ValidationScheme.Folds), 0.9, 1);
        Assert.InRange(Mean(ValidationScheme.Runs), 0.35, 0.65);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_code_is_tested_where_a_second_factor_has_another_value(string name)
    {
        // Unit 0 tells the side wherever strength is 0 or 1, and the other one where it is 2.
        var recording = Synthetic.Of(Synthetic.Sides(120), _ => 2, _ => 1, 3, (step, trial, unit) =>
            (0.5 * Synthetic.Noise(step, trial, unit)) + (unit == 0 ? (trial % 3 == 2 ? -3 : 3) * ((trial % 2) - 0.5) : 0));
        var decoder = new LinearDecoder { Bin = 20.Ms, Permutations = 19, Classifier = Classifier.Of(name) };
        var same = decoder.Generalise(recording, "side", "strength", "0", "1");
        Assert.Equal((80, 0.5), (same.Trials, same.Chance));
        Assert.All(same.Accuracy.Zip(same.PValues), bin => Assert.True(bin.First > 0.97 && bin.Second == 0.05));
        Assert.All(decoder.Generalise(recording, "side", "strength", "0", "2").Accuracy, accuracy => Assert.InRange(accuracy, 0, 0.03));
        var others = decoder.Generalise(recording, "side", "strength", "0");
        Assert.Equal(120, others.Trials);
        Assert.All(others.Accuracy, accuracy => Assert.Equal(0.5, accuracy, 0.03));
    }

    [Fact]
    public void Units_that_are_chosen_are_decoded_alone()
    {
        var recording = Synthetic.Of(Synthetic.Sides(60), _ => 2, _ => 1, 6, (step, trial, unit) =>
            Synthetic.Noise(step, trial, unit) + (unit == 4 ? 5 * (trial % 2) : 0));
        var alone = Synthetic.Of(Synthetic.Sides(60), _ => 2, _ => 1, 2, (step, trial, unit) =>
            Synthetic.Noise(step, trial, unit + 4) + (unit == 0 ? 5 * (trial % 2) : 0));
        var decoder = new LinearDecoder { Bin = 20.Ms, Permutations = 5 };
        var chosen = (decoder with { Units = [4, 5] }).Decode(recording, "side");
        Assert.Equal(decoder.Decode(alone, "side").Accuracy, chosen.Accuracy);
        Assert.Equal(decoder.Decode(alone, "side").NullMean, chosen.NullMean);
        Assert.All((decoder with { Units = [0, 1, 2] }).Decode(recording, "side").Accuracy, accuracy => Assert.InRange(accuracy, 0.3, 0.7));
        Assert.Equal(
            decoder.CrossTemporal(alone, "side").Accuracy, (decoder with { Units = [4, 5], Threads = 3 }).CrossTemporal(recording, "side").Accuracy);
    }

    [Fact]
    public void A_memory_is_decoded_where_mean_activity_is_not_raised()
    {
        // In the delay, from step 4, one unit goes up and one down with the side; in the second recording both go up besides.
        Recording With(double rise) => Synthetic.Of(Synthetic.Sides(60), _ => 8, _ => 4, 2, (step, trial, unit) =>
            5 + (0.3 * Synthetic.Noise(step, trial, unit))
            + (step >= 4 ? rise + ((unit == 0 ? 2 : -2) * ((trial % 2) - 0.5)) : 0));
        var decoder = new LinearDecoder { Bin = 40.Ms, Permutations = 99 };
        var silent = decoder.DecodeWithActivity(With(0), "side", "cue");
        Assert.Equal([2, 3], silent.DecodedWithoutRise());
        Assert.All(silent.Change, change => Assert.Equal(0, change, 0.1));
        Assert.All(silent.StandardErrors, error => Assert.Equal(0.3 / Math.Sqrt(4 * 60), error, 0.01));
        var raised = decoder.DecodeWithActivity(With(0.5), "side", "cue");
        Assert.Empty(raised.DecodedWithoutRise());
        Assert.Equal([0, 0, 0.5, 0.5], raised.Change, (a, b) => Math.Abs(a - b) < 0.06);
        Assert.Equal([2, 3], raised.Activity.Clusters.Single(cluster => cluster.PValue < 0.05).Bins);
        Assert.Equal(2, raised.ChangeByLevel.Count);
        Assert.Equal(raised.Change[3], raised.ChangeByLevel.Average(level => level[3]), 1e-12);
    }

    [Fact]
    public void What_cannot_be_decoded_is_refused_in_a_sentence()
    {
        Recording With(params int[] sides) => Synthetic.Of(sides, _ => 5, _ => 2, 2, Synthetic.Noise);
        var (decoder, sides) = (new LinearDecoder(), Synthetic.Sides(40));
        var runs = decoder with { Validation = ValidationScheme.Runs };
        void Refused(string part, Action action) =>
            Assert.Contains(part, Assert.Throws<UsageException>(action).Message, StringComparison.Ordinal);
        Refused("Only 1 trial has side right, fewer than the 5 folds", () => decoder.Decode(With(0, 0, 0, 0, 0, 1), "side"));
        Refused("Only 3 trials have side left, fewer than the 50 folds", () => (decoder with { Folds = 50 }).Decode(With(0, 1, 0, 1, 0, 1), "side"));
        Refused("No trial of run 2 of 8 has side left", () => runs.Decode(With(0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1), "side"));
        Refused("6 trials are fewer than the 8 runs", () => runs.Decode(With(0, 1, 0, 1, 0, 1), "side"));
        Refused("`Units` names no unit", () => (decoder with { Units = [] }).Decode(With(sides), "side"));
        Refused("`Units` has 2, but units are numbered 0 to 1", () => (decoder with { Units = [0, 2] }).Decode(With(sides), "side"));
        Refused("`Units` names unit 1 twice", () => (decoder with { Units = [1, 1] }).Decode(With(sides), "side"));
        Refused("`Penalty`", () => (decoder with { Classifier = new SvmClassifier { Penalty = 0 } }).Decode(With(sides), "side"));
        Refused("is what is decoded", () => decoder.Generalise(With(sides), "side", "side", "left"));
        Refused("where strength is 0; test them", () => decoder.Generalise(With(sides), "side", "strength", "0", "0"));
        Refused("No recorded trial has strength '7'", () => decoder.Generalise(With(sides), "side", "strength", "7"));
        Refused(
            "Only 1 trial has side right among those that a decoder is fitted to by strength",
            () => decoder.Generalise(With(0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0), "side", "strength", "0"));
        Refused("set at least 100", () => (decoder with { Permutations = 0 }).DecodeWithActivity(With(sides), "side", "cue"));
        Refused("no step in 'delays'", () => decoder.DecodeWithActivity(With(sides), "side", "delays"));
    }
}
