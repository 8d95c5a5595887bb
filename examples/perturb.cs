#:project ../src/Engram/Engram.csproj

// The same trials shown to an intact network and to perturbed ones: dotnet run examples/perturb.cs [<folder of a run>]
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;

PlainErrors.Use();
var (configuration, network) = args.Length > 0 ? Load(args[0]) : Train();
var units = configuration.Cell.Units;
var firstInhibitory = configuration.Network.Excitatory(configuration.Cell);

// W[i, j] is the weight from j to i, so a column is all that one unit sends.
Report("intact", network);
Report("one inhibitory unit, twice as strong", network.With("w_rec", Perturbation.ScaleColumn(firstInhibitory, 2)));
Report("all inhibition, 30 % weaker", network.With("w_rec", Perturbation.ScaleBlock(.., firstInhibitory.., 0.7f)));
Report("ten excitatory units silent", network.Silence([.. Enumerable.Range(0, 10)]));
Report("all inhibitory units silent", network.Silence([.. Enumerable.Range(firstInhibitory, units - firstInhibitory)]));
return 0;

static (RunConfiguration Configuration, Network Network) Load(string folder)
{
    var run = TrainingRun.Load(folder);
    return (run.Configuration, run.Network);
}

static (RunConfiguration Configuration, Network Network) Train()
{
    var configuration = new ModernPreset().For(new PerceptualDecisionTask(), seed: 1) with
    {
        Stopping = new Stopping { Criterion = PerformanceMeasure.Overall, Threshold = 0.85, MaxUpdates = 2000 },
    };
    using var trainer = new Trainer(configuration, threads: 1);
    trainer.Run(TrainerHooks.None, CancellationToken.None);
    return (configuration, trainer.Network);
}

// The seed decides trials and noise, whatever the network is.
void Report(string what, Network changed)
{
    var found = Evaluation.Run(changed, configuration.Task, configuration.Training.Dt, trials: 1000, seed: 2).Overall!;
    Console.WriteLine($"{what,-38} {100 * found.Share,4:0.0} % correct [{100 * found.Low:0.0}, {100 * found.High:0.0}]");
}
