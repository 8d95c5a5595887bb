namespace Engram.Studies.AbstractSpace;

/// <summary>Whether networks that imagine birds morph have a hexadirectional code, and what that analysis finds in planted cells and in noise.</summary>
public sealed class AbstractSpaceStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "An abstract space: is there a hexadirectional code?";

    /// <inheritdoc/>
    public override string Summary =>
        "Subjects who imagine how a bird morphs have a signal in their brain that depends on the ratio of neck to legs, a direction through an abstract space, with a period of 60°, as if grid cells mapped that space. "
        + "Networks learn to imagine morphs. Does the summed activity of their units have such a modulation? What does the same analysis find in planted signals, in planted grid cells and in noise?";

    /// <inheritdoc/>
    public override string Source =>
        "Constantinescu, O'Reilly & Behrens 2016, Organizing conceptual knowledge in humans with a gridlike code, doi:10.1126/science.aaf0941; "
        + "Doeller, Barry & Burgess 2010, Evidence for grid cells in a human memory network, doi:10.1038/nature08704.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        Planted.Write(study);
        Birds.Write(study);
    }
}
