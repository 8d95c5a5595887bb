#:project ../src/Engram/Engram.csproj
using Engram.Learning;
using Engram.Studies;
using Engram.Tasks;

// Looks for a learning rate and a cell with which a network soon tells left from right. Give it the folder of a search to keep it and to go on with it.
PlainErrors.Use();
var basis = new ModernPreset().For(new PerceptualDecisionTask(), seed: 1)
    .With([new("units", "16"), new("dt", "50ms"), new("trials", "16"), new("dale", "none"), new("max-updates", "60"), new("threshold", "0")]);
var search = Search.Of(basis, [new SearchRange("learning-rate", "1e-4", "1e-1", Logarithmic: true), new SearchChoice("cell", ["leaky", "gru"])]) with
{
    Trials = 24, Seeds = [1, 2], Objective = SearchObjective.Overall,
};
var folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("search-").FullName;
var best = search.Execute(folder, threads: Environment.ProcessorCount).Best!;
Console.WriteLine($"the best of {search.Trials} trials: {string.Join(", ", best.Settings.Select(setting => $"{setting.Key} {setting.Value}"))}, "
    + $"{100 * best.Mean:0} % correct (mean of {best.Runs.Count} networks)");
