using Engram.Configuration;
using Engram.Networks;

namespace Engram.Learning;

/// <summary>
/// Trains the network of a configuration: a check on fresh validation trials before the first update and after every so many, until the
/// criterion is met, updates or patience run out, training diverges, or the user stops it. The same configuration gives the same bits on
/// any number of threads, in one go or resumed.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly ITraining training;

    /// <summary>A trainer before its first check.</summary>
    /// <param name="configuration">What to train, and how.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="start">
    /// A network whose raw weights training begins with, in place of drawn ones; its parameters have the names and shapes of the
    /// configuration's, whose constraints hold. Null to draw.
    /// </param>
    /// <param name="prior">
    /// Raw weights to begin with and what holds them, where training continues from another (see <see cref="PriorLearning"/>). Null for neither.
    /// </param>
    /// <exception cref="UsageException">
    /// The configuration cannot be used, or <paramref name="start"/> or <paramref name="prior"/> is not of its network; all faults together.
    /// </exception>
    public Trainer(RunConfiguration configuration, int threads, Network? start = null, PriorLearning? prior = null) =>
        training = configuration.ReadoutRule is { } rule ? new ReadoutTraining(configuration, rule, threads, start, prior)
            : new GradientTraining(configuration, threads, start, prior);

    /// <summary>
    /// The network with the present weights. Once training has ended, those to keep: of the check that met the criterion, of the lowest
    /// validation loss where none did, of the last good check where training diverged.
    /// </summary>
    public Network Network => training.Network;

    /// <summary>Updates made.</summary>
    public long Updates => training.Updates;

    /// <summary>
    /// How much each raw weight of <see cref="Network"/> contributed to learning (see <see cref="PathImportance"/>); null unless that was tracked.
    /// </summary>
    internal float[]? Importance => training.Importance;

    /// <summary>Trains from where it stands to the end.</summary>
    /// <param name="hooks">Who is told.</param>
    /// <param name="cancel">Stops at once; an update or a check that was begun has then not been made. The trainer can then be captured, or run again.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="UsageException">A trial cannot be composed.</exception>
    public TrainingResult Run(TrainerHooks hooks, CancellationToken cancel) => training.Run(hooks, cancel);

    /// <inheritdoc/>
    public void Dispose() => training.Dispose();

    /// <inheritdoc cref="ITraining.Capture"/>
    internal TrainerState Capture() => training.Capture();

    /// <inheritdoc cref="ITraining.Restore"/>
    internal void Restore(TrainerState state) => training.Restore(state);
}
