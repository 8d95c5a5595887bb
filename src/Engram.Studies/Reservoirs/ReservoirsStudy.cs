namespace Engram.Studies.Reservoirs;

/// <summary>Networks that stay as they were drawn: what they remember, what they compute, how their readout learns, and what that costs in units.</summary>
public sealed class ReservoirsStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Reservoirs: memory, size, readouts, and the price in units";

    /// <inheritdoc/>
    public override string Summary =>
        "Measures what a lecture says of reservoirs: that a random recurrent network which never learns, and a linear readout which does, can do what trained networks do, at the expense of many more "
        + "units; and that the delta rule suffices for the readout. Echo-state networks remember random inputs, predict the Mackey–Glass and Lorenz systems and follow NARMA; their readouts learn by "
        + "ridge regression, by recursive least squares, by the delta rule and by FORCE; liquids of spiking units separate inputs and tell stop consonants apart.";

    /// <inheritdoc/>
    public override string Source =>
        "Jaeger 2001, Short term memory in echo state networks, GMD Report 152; "
        + "Jaeger & Haas 2004, Harnessing nonlinearity: predicting chaotic systems and saving energy in wireless communication, doi:10.1126/science.1091277; "
        + "Maass, Natschläger & Markram 2002, Real-time computing without stable states, doi:10.1162/089976602760407955; "
        + "Sussillo & Abbott 2009, Generating coherent patterns of activity from chaotic neural networks, doi:10.1016/j.neuron.2009.07.018; "
        + "Rodan & Tino 2011, Minimum complexity echo state network, doi:10.1109/TNN.2010.2089641; "
        + "Dambre, Verstraeten, Schrauwen & Massar 2012, Information processing capacity of dynamical systems, doi:10.1038/srep00514.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        Size.Write(study);
        Capacity.Write(study);
        Memory.Write(study);
        Maps.Write(study);
        ReadoutRules.Write(study);
        Price.Write(study);
        Force.Write(study);
        ForceOnChaos.Write(study);
        Liquid.Write(study);
    }
}
