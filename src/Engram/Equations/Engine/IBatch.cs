using System.Numerics;
using Engram.Numerics;

namespace Engram.Equations;

/// <summary>
/// A batch of trials as the engine sees it. The engine cuts it into blocks of consecutive trials that do not depend on the number of
/// threads; <see cref="WriteInputs"/> and <see cref="AfterForward"/> are called on worker threads, each block by one thread.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal interface IBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>B, the number of trials.</summary>
    int Trials { get; }

    /// <summary>Steps of one trial.</summary>
    /// <param name="trial">Trial of the batch, from 0.</param>
    int Steps(int trial);

    /// <summary>Key of the recurrent noise.</summary>
    StreamKey Noise { get; }

    /// <summary>Whether recurrent noise is drawn; otherwise it is zero.</summary>
    bool HasNoise => true;

    /// <summary>Whether units are dropped where a gradient is computed; otherwise all take part.</summary>
    bool HasDropout => true;

    /// <summary>Key of dropout masks.</summary>
    StreamKey Dropout { get; }

    /// <summary>Index of a trial in its noise stream.</summary>
    /// <param name="trial">Trial of the batch, from 0.</param>
    long NoiseIndex(int trial);

    /// <summary>
    /// Writes <see cref="Block{T}.Inputs"/> for every step and row, zeros after a trial's own end included; and <see cref="Block{T}.Context"/>
    /// and <see cref="Block{T}.Mask"/>, where the network has them.
    /// </summary>
    /// <param name="block">The block.</param>
    void WriteInputs(Block<T> block);

    /// <summary>
    /// Whether <see cref="Respond"/> is called after every step, so that inputs can depend on outputs. The inputs are data to a gradient: no
    /// error goes back through the response.
    /// </summary>
    bool Responds => false;

    /// <summary>Called when a step has been made: reads its outputs, and may write the inputs of the next one.</summary>
    /// <param name="block">The block.</param>
    /// <param name="step">The step that was made, from 0.</param>
    void Respond(Block<T> block, int step)
    {
    }

    /// <summary>Whether <see cref="AfterSteps"/> is called.</summary>
    bool Watches => false;

    /// <summary>
    /// Called when a few steps have been made, up to the end of the block: reads their outputs, and their rates by <see cref="Block{T}.RateAt"/>, which
    /// reaches no further back where rates are not kept.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="first">The first of them, from 0.</param>
    /// <param name="count">How many.</param>
    void AfterSteps(Block<T> block, int first, int count)
    {
    }

    /// <summary>
    /// Steps that the trials had made before this batch. Above 0, their states are those that <see cref="WriteMemory"/> writes, in place of the
    /// initial ones, and noise and step-by-step dropout go on from there.
    /// </summary>
    int FirstStep => 0;

    /// <summary>Writes what the trials of a block remember of earlier steps (<see cref="Block{T}.SetMemory"/>), where there were any.</summary>
    /// <param name="block">The block.</param>
    void WriteMemory(Block<T> block)
    {
    }

    /// <summary>Called when a gradient has been computed: reads <see cref="Block{T}.ContextAdjoints"/>.</summary>
    /// <param name="block">The block.</param>
    void AfterBackward(Block<T> block)
    {
    }

    /// <summary>
    /// Called when the block has been run forward: reads what it needs of <see cref="Block{T}.Outputs"/> and the other values, and, before a
    /// gradient, writes <see cref="Block{T}.OutputAdjoints"/> for every step and row.
    /// </summary>
    /// <param name="block">The block.</param>
    void AfterForward(Block<T> block);
}
