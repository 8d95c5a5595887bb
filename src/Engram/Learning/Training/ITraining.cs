using Engram.Configuration;
using Engram.Networks;

namespace Engram.Learning;

/// <summary>A way to train the network of a configuration.</summary>
internal interface ITraining : IDisposable
{
    /// <inheritdoc cref="Trainer.Network"/>
    Network Network { get; }

    /// <inheritdoc cref="Trainer.Importance"/>
    float[]? Importance { get; }

    /// <inheritdoc cref="Trainer.Updates"/>
    long Updates { get; }

    /// <inheritdoc cref="Trainer.Run"/>
    TrainingResult Run(TrainerHooks hooks, CancellationToken cancel);

    /// <summary>All that training needs to go on from here with the same bits.</summary>
    TrainerState Capture();

    /// <summary>Goes on from a captured state.</summary>
    /// <param name="state">State of a training with the same configuration.</param>
    /// <exception cref="UsageException">The state is broken or does not fit.</exception>
    void Restore(TrainerState state);
}
