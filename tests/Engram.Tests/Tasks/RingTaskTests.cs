using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.Tasks;

/// <summary>Tasks that are answered by a direction on a ring.</summary>
public sealed class RingTaskTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Theory]
    [InlineData(RingTarget.Bump, 32, 36)]
    [InlineData(RingTarget.OneHot, 32, 36)]
    [InlineData(RingTarget.OneHot, 8, 22.5)]
    [InlineData(RingTarget.Bump, 256, 1)]
    public void Targets_point_where_they_should_and_so_do_not_those_of_another_direction(RingTarget target, int units, double tolerance)
    {
        var task = new PointTask { RingTarget = target, RingUnits = units, Tolerance = tolerance };
        TrialCheck.Run(task, Dt);
        for (var index = 0; index < 100; index++)
        {
            var trial = Rendered.Draw(task, index);
            var z = Rendered.From(task, trial, Dt).Targets;
            var values = new double[2];
            trial.Measure(z, 0, units + 1, Dt, values);
            var worst = target == RingTarget.OneHot ? 180.0 / units : 0.01;
            Assert.InRange(values[0], 0, 360);
            Assert.InRange(Math.Abs(values[1]), 0, worst + 1e-4);
            Assert.Equal(0, Math.IEEERemainder(values[0] - trial.Factor("direction") - values[1], 360), 1e-9);
            Assert.True(trial.IsCorrect(z, 0, units + 1, Dt));

            // The same ring turned by more than the tolerance, by a whole number of units.
            var turn = (int)Math.Ceiling((tolerance + worst) * units / 360);
            float[] turned = [.. z.Chunk(units + 1).SelectMany(step => step[..1].Concat(step[^turn..]).Concat(step[1..^turn]))];
            Assert.False(trial.IsCorrect(turned, 0, units + 1, Dt));
            Assert.Equal(-1, trial.Choice(z, 0, units + 1, Dt));
        }
    }

    [Fact]
    public void A_direction_is_within_so_many_degrees_or_not_the_short_way_round()
    {
        var task = new PointTask { RingUnits = 360, Tolerance = 10 };
        foreach (var (right, answered, isCorrect) in new[] { (355.0, 4.0, true), (355, 6, false), (5, 356, true), (5, 354, false), (180, 190, true), (180, 191, false) })
        {
            var trial = Rendered.Draw(task.Pin("direction", right), 0);
            var z = new float[361 * trial.Steps(Dt)];
            z[^(360 - (int)answered)] = 1;
            Assert.Equal(isCorrect, trial.IsCorrect(z, 0, 361, Dt));
            var values = new double[2];
            trial.Measure(z, 0, 361, Dt, values);
            Assert.Equal(answered, values[0], 1e-6);
            Assert.Equal(Math.IEEERemainder(answered - right, 360), values[1], 1e-6);
        }
    }

    [Fact]
    public void What_points_nowhere_is_no_direction_and_wrong()
    {
        var trial = Rendered.Draw(new PointTask(), 0);
        foreach (var level in new[] { 0, 0.05f, 1e6f, float.NaN, float.PositiveInfinity })
        {
            float[] z = [.. Enumerable.Repeat(level, 33 * trial.Steps(Dt))];
            Assert.False(trial.IsCorrect(z, 0, 33, Dt));
            Assert.Equal(double.NaN, PopulationVector.Direction(z.AsSpan(0, 32)));
        }

        Assert.Equal(90, PopulationVector.Direction([0, 1, 0, 0]), 1e-9);
        Assert.Equal(315, PopulationVector.Direction([2, 1, 1, 2]), 1e-5);
        Assert.Equal(270, PopulationVector.Direction([0, -1, 0, 0]), 1e-5);
    }

    [Fact]
    public void Recordings_and_their_files_have_the_direction_and_the_error_of_each_trial()
    {
        var (task, cell) = (new PointTask { CatchProbability = 0.2 }, new LeakyCell { Units = 6, Noise = 0.5 });
        var network = Network.Create(cell, cell.Graph(1, 33, Dt), new NetworkOptions(), 5);
        var recording = new Experiment { Network = network, Task = task, Trials = 70, Dt = Dt }.Run(TestContext.Current.CancellationToken);
        Assert.Equal(["direction", "error"], recording.MeasureNames);
        foreach (var trial in recording.Trials)
        {
            Assert.Equal(trial.IsCatch, double.IsNaN(trial.Measures["error"]));
            if (!trial.IsCatch)
            {
                var direction = PopulationVector.Direction(recording.OutputAt(trial.Steps - 1, trial.Index)[1..]);
                Assert.Equal(direction, trial.Measures["direction"]);
                Assert.Equal(PopulationVector.Error(direction, trial.Factors["direction"]), trial.Measures["error"]);
                Assert.Equal(Math.Abs(trial.Measures["error"]) <= 36, trial.IsCorrect);
            }
        }

        using var folder = new TemporaryFolder();
        RecordingFile.WriteNpz(recording, folder["recording.npz"]);
        var error = Npz.Read(folder["recording.npz"]).Single(array => array.Name == "measure-error");
        Assert.Equal(recording.Trials.Select(trial => trial.Measures["error"]), (double[])error.Values);
        RecordingFile.WriteTrials(recording, folder["trials.csv"]);
        var lines = File.ReadAllLines(folder["trials.csv"]);
        Assert.EndsWith(",direction,error", lines[0], StringComparison.Ordinal);
        Assert.All(recording.Trials.Where(trial => trial.IsCatch), trial => Assert.EndsWith(",,", lines[trial.Index + 1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RingTarget.Bump)]
    [InlineData(RingTarget.OneHot)]
    public void A_ring_allocates_nothing_once_warm(RingTarget target)
    {
        var (task, trial) = (new PointTask { RingTarget = target }, new Trial());
        var (y, mask, values) = (new float[33 * 10], new float[33 * 10], new double[2]);
        Assert.Equal(0, Allocated.InEachRun(Run));

        void Run()
        {
            for (var index = 0; index < 50; index++)
            {
                task.Draw(trial, Rendered.Trials, index);
                trial.RenderTargets(y, mask, 0, 33, 10, Dt);
                trial.IsCorrect(y, 0, 33, Dt);
                trial.Measure(y, 0, 33, Dt, values);
            }
        }
    }

    [Fact]
    public void Settings_and_mistakes_of_a_ring_are_told()
    {
        Assert.Contains(
            "`Tolerance` is 10°, but the unit nearest to a direction can be 22.5° away from it",
            Fault(new PointTask { RingTarget = RingTarget.OneHot, RingUnits = 8, Tolerance = 10 }.Validate), StringComparison.Ordinal);
        Assert.Contains("`HighTarget` is 0", Fault(new PointTask { HighTarget = 0 }.Validate), StringComparison.Ordinal);
        Assert.Contains("`RingUnits`", Fault(new PointTask { RingUnits = 2 }.Validate), StringComparison.Ordinal);
        Assert.Contains("has no correct direction; call Respond", Fault(() => TrialCheck.Run(new PointTask { Mistake = "no direction" }, Dt)), StringComparison.Ordinal);
        Assert.Contains("sets the target to place 32 of 32 outputs", Fault(() => TrialCheck.Run(new PointTask { Mistake = "place" }, Dt)), StringComparison.Ordinal);
    }

    private static string Fault(Action made) => Assert.Single(Assert.Throws<UsageException>(made).Faults);

    private sealed record PointTask : RingTask
    {
        public string Mistake { get; init; } = "";

        public override IReadOnlyList<string> Inputs => ["go"];

        public override IReadOnlyList<string> Outputs => ["fixation", .. base.Outputs];

        public override IReadOnlyList<string> Conditions => ["all"];

        protected override int FirstOfRing => 1;

        protected override void Compose(Trial trial)
        {
            trial.Condition = 0;
            var direction = trial.Draw("direction", 0, 360);
            var rest = trial.Period("rest", 100.Ms);
            Rest(trial, rest);
            trial.Target(0, 1, rest);
            var response = trial.Period("response", 100.Ms);
            trial.Target(0, 0, response);
            trial.Input(0, 1, response);
            if (Mistake == "place")
            {
                trial.OneHot(1.., 32, response);
            }
            else if (Mistake != "no direction")
            {
                Respond(trial, direction, response);
            }
        }
    }
}
