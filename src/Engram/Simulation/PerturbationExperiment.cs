using Engram.Configuration;
using Engram.Networks;

namespace Engram.Simulation;

/// <summary>
/// One network, intact and with each of a list or grid of interventions, on the same trials and the same noise. Kernels are compiled once;
/// each recording is given to a function and then forgotten, so that memory stays that of one.
/// </summary>
public sealed record PerturbationExperiment
{
    /// <summary>The experiment with the intact network; its threads work on the trials and do not change a bit.</summary>
    public required Experiment Intact { get; init; }

    /// <summary>What is done, each to the intact network. <see cref="Intervention"/> makes grids.</summary>
    public required IReadOnlyList<Intervention> Interventions { get; init; }

    /// <summary>Runs the intact network and then every perturbed one.</summary>
    /// <typeparam name="T">What is kept of a recording.</typeparam>
    /// <param name="reduce">Takes from a recording what is to be kept.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">
    /// As <see cref="Experiment.Run"/>, and where an intervention cannot be made on this network.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PerturbationOutcome<T, T> Run<T>(Func<Recording, T> reduce, CancellationToken cancel = default) =>
        Run(reduce, (_, _, recording) => reduce(recording), cancel);

    /// <summary>Runs the intact network, and then every perturbed one, which is measured against the intact one.</summary>
    /// <typeparam name="TIntact">What is kept of the intact recording.</typeparam>
    /// <typeparam name="T">What is kept of a perturbed one.</typeparam>
    /// <param name="intact">Takes from the intact recording what is to be kept.</param>
    /// <param name="perturbed">Likewise from a perturbed one, with what was kept of the intact one and the perturbed network.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">
    /// As <see cref="Experiment.Run"/>, and where an intervention cannot be made on this network.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PerturbationOutcome<TIntact, T> Run<TIntact, T>(
        Func<Recording, TIntact> intact, Func<TIntact, Network, Recording, T> perturbed, CancellationToken cancel = default)
    {
        // A slip in the last intervention is told before the first is run.
        foreach (var intervention in Interventions)
        {
            intervention.Apply(Intact.Network);
        }

        using var prepared = Intact.Prepare<float>();
        var kept = intact(prepared.Record(Intact.Network, cancel));
        var found = new List<T>(Interventions.Count);
        foreach (var intervention in Interventions)
        {
            var network = intervention.Apply(Intact.Network);
            found.Add(perturbed(kept, network, prepared.Record(network, cancel)));
        }

        return new(kept, found);
    }
}
