#:project ../src/Engram/Engram.csproj
#:property PublishAot=false
#:property Configuration=Release

// A study of your own: dotnet run examples/my-study.cs -- --quick
using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

return StudyProgram.Run(new LongerDelayStudy(), args);

/// <summary>Whether a longer delay takes more training, and how well each network does at the delay of the other.</summary>
internal sealed class LongerDelayStudy : Study
{
    public override string Title => "Does a longer delay take more training?";

    public override string Summary => "Networks learn to compare two pulses with a short or a long delay between them.";

    public override string Source => "";

    public override void Run(StudyContext study)
    {
        var basis = new ModernPreset().For(new DelayedMatchTask(), seed: 1) with
        {
            Cell = new LeakyCell { Units = 32 },
            Training = new TrainingOptions { Trials = 16, CheckEvery = 25, ValidationTrials = 60, Dt = 40.Ms },
            Stopping = new Stopping { MaxUpdates = study.Choose(3000, 100) },
        };
        string[] delays = ["100ms", "1s"];
        var seeds = study.Seeds(full: 5, quick: 2);
        var runs = study.Train("both delays", Sweep.Of(basis, [new("delay", delays)], seeds));

        // The runs of the first delay come first, then those of the second, each with all seeds.
        var shares = study.Measure("share at 1 s", runs, new TestSettings("1s", study.Choose(400, 80)), Share);
        double[] more = [.. seeds.Select((_, seed) => (double)runs[seeds.Count + seed].Updates - runs[seed].Updates)];

        study.Section("Training");
        study.Text($"{runs.Count(run => run.Status == RunStatus.Reached)} of {runs.Count} networks reached the criterion.");
        study.Claim("longer-takes-more", "A longer delay takes more updates.", "not reported", more, new Above(0), "updates");
        study.Figure(
            "shares",
            new CategoriesFigure
            {
                Groups = [.. shares.Chunk(seeds.Count).Zip(delays, (values, delay) => new NamedValues(delay, values))],
                X = Axis.Share("Correct at a delay of 1 s"),
                XLines = [new ReferenceLine(0.5, "chance")],
            },
            "Correct answers at a delay of 1 s by the delay of the training, a point for each network.");
        study.Data("shares", ["delay", "seed", "share"], runs.Select((run, place) => (IReadOnlyList<string>)
            [delays[place / seeds.Count], $"{run.Configuration.Seed}", shares[place].ToString("R", CultureInfo.InvariantCulture)]));
    }

    // Static: what it depends on is in its settings, which decide whether a kept measurement still holds.
    private static double Share(TrainedRun run, TestSettings test) => Evaluation.Run(
        run.Network, run.Configuration.Task.Pin("delay", test.Delay), run.Configuration.Training.Dt, test.Trials,
        seed: 2).Overall!.Share;

    private sealed record TestSettings(string Delay, int Trials);
}
