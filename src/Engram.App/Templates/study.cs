// A study of your own: it trains networks, measures, draws figures and judges claims. Try it fast first; its numbers then mean nothing:
//   engram study NAME --quick --with FILE
//   engram study NAME --with FILE
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Engram.Cells;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

/// <summary>Whether a longer delay takes more training.</summary>
public sealed class CLASSStudy : Study
{
    /// <summary>Heading of the report.</summary>
    public override string Title => "Does a longer delay take more training?";

    /// <summary>What is done, in a few sentences.</summary>
    public override string Summary => "Networks learn to compare two pulses with a short or a long delay between them.";

    /// <summary>The paper that is reproduced, with its DOI; empty for none.</summary>
    public override string Source => "";

    /// <summary>Does it. What was trained or measured before is read rather than done again.</summary>
    public override void Run(StudyContext study)
    {
        var basis = new ModernPreset().For(new DelayedMatchTask(), seed: 1) with
        {
            Cell = new LeakyCell { Units = 32 },
            Training = new TrainingOptions { Trials = 16, CheckEvery = 25, ValidationTrials = 60, Dt = 40.Ms },
            Stopping = new Stopping { MaxUpdates = study.Choose(3000, 100) },
        };

        // Two delays, each with five networks of their own; two networks in a quick run.
        string[] delays = ["100ms", "1s"];
        var seeds = study.Seeds(full: 5, quick: 2);
        var runs = study.Train("both delays", Sweep.Of(basis, [new("delay", delays)], seeds));

        // The runs of the first delay come first, then those of the second, each with all seeds. The network is the unit of a claim.
        double[] more = [.. seeds.Select((_, seed) => (double)runs[seeds.Count + seed].Updates - runs[seed].Updates)];
        study.Section("Training");
        study.Text($"{runs.Count(run => run.Status == RunStatus.Reached)} of {runs.Count} networks reached the criterion.");
        study.Claim("longer-takes-more", "A longer delay takes more updates.", "not reported", more, new Above(0), "updates");
        study.Figure(
            "updates",
            new CategoriesFigure
            {
                Groups =
                [
                    .. delays.Select((delay, place) => new NamedValues(
                        delay, [.. runs.Skip(place * seeds.Count).Take(seeds.Count).Select(run => (double)run.Updates)])),
                ],
                X = new Axis("Updates of training"),
            },
            "Updates until the criterion by the delay of the training, a point for each network.");

        // Every number of a figure is also a file.
        study.Data("updates", ["delay", "seed", "updates"], runs.Select((run, place) => (IReadOnlyList<string>)
            [delays[place / seeds.Count], $"{run.Configuration.Seed}", run.Updates.ToString(CultureInfo.InvariantCulture)]));
    }
}
