using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>A file that <c>engram export</c> wrote: arrays by the names of parameters, and the settings of the run.</summary>
internal sealed class OwnDialect : WeightDialect
{
    /// <inheritdoc/>
    public override int Order => 1;

    /// <inheritdoc/>
    public override bool Recognises(ForeignFile file, ImportRequest request) =>
        request is { Map: null, Convention: null } && file.Text(ExportedNetwork.SettingsName) is not null;

    /// <inheritdoc/>
    public override ForeignNetwork Read(ForeignFile file, ImportRequest request)
    {
        var json = JsonText.ParseObject(file.Text(ExportedNetwork.SettingsName)!, file.Path, "Write it again with `engram export`, or name the arrays with `Map`.");
        var read = RunConfiguration.FromJson(json) with { After = null, Continual = new() };
        if (request.Cell is { } cell && Cell.Catalog.Create(cell).Name != read.Cell.Name)
        {
            throw new UsageException($"`Cell` is {cell}, but '{file.Path}' has a network of the {read.Cell.Name} cell; leave `Cell` out.");
        }

        // What columns are drawn from is not in the file, only the columns.
        List<string> notes = [];
        if (read.Cell is LowRankCell { Populations: > 0 } mixed)
        {
            notes.Add("The populations from which its columns were drawn are not in the file; the columns themselves are learned from here on.");
            read = read with
            {
                Cell = mixed with { Populations = 0, PopulationWeights = null, Basis = 0, RedrawBasis = false, TrainMeans = false },
            };
        }

        var arrays = read.Graph().Parameters.Where(shape => shape.IsInEquation && file.Has(shape.Name)).ToDictionary(shape => shape.Name, shape => file.Get(shape.Name));
        return new(read.Cell, arrays, "exported by Engram") { Settings = read, Notes = notes };
    }
}
