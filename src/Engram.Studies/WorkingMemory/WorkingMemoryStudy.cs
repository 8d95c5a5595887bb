namespace Engram.Studies.WorkingMemory;

/// <summary>What a lecture says of the biology of working memory, asked of networks with areas.</summary>
public sealed class WorkingMemoryStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Working memory: lesions, delay cells, retro-cues and the hierarchy of rules";

    /// <inheritdoc/>
    public override string Summary =>
        "Tests what a lecture says of working memory in networks that learned its tasks. Animals with lesions of the prefrontal cortex fail after a delay, and not without one. Prefrontal cells are active "
        + "in the delay and have memory fields; what do they stand for? The direction of a motion can be decoded from sensory areas whose activity is not raised, and the dimension that will be asked "
        + "from frontal ones. Rostral areas hold the more abstract rules. Each statement is tested in networks of several architectures, among them some in which it could fail.";

    /// <inheritdoc/>
    public override string Source =>
        "Goldman-Rakic 1987, Circuitry of primate prefrontal cortex and regulation of behavior by representational memory, doi:10.1002/cphy.cp010509; "
        + "Funahashi, Bruce & Goldman-Rakic 1989, Mnemonic coding of visual space in the monkey's dorsolateral prefrontal cortex, doi:10.1152/jn.1989.61.2.331; "
        + "Funahashi, Chafee & Goldman-Rakic 1993, Prefrontal neuronal activity in rhesus monkeys performing a delayed anti-saccade task, doi:10.1038/365753a0; "
        + "Riggall & Postle 2012, The relationship between working memory storage and elevated activity as measured with fMRI, doi:10.1523/JNEUROSCI.1892-12.2012; "
        + "Badre & D'Esposito 2009, Is the rostro-caudal axis of the frontal lobe hierarchical?, doi:10.1038/nrn2667.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        LesionedMemory.Write(study);
        DelayActivity.Write(study);
        RetroCue.Write(study);
        RuleHierarchy.Write(study);
    }
}
