namespace Engram.Studies.PathIntegration;

/// <summary>Whether networks that integrate paths become grid cells, and whether only with dropout.</summary>
public sealed class GridCellsStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Grid cells: only with dropout?";

    /// <inheritdoc/>
    public override string Summary =>
        "A network is told how an animal moves and answers with place cells where it is. A lecture says that the units of its bottleneck become grid cells, but only with dropout. Networks learn with dropouts of 0, 0.2 and 0.5, "
        + "and with other place cells, bottlenecks and optimisers. How far off are they? Are their maps more hexagonal than shuffles of the same units, and does that depend on dropout?";

    /// <inheritdoc/>
    public override string Source =>
        "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents, doi:10.1038/s41586-018-0102-6; "
        + "Sorscher, Mel, Ocko, Giocomo & Ganguli 2023, A unified theory for the computational and mechanistic origins of grid cells, doi:10.1016/j.neuron.2022.10.003; "
        + "Schaeffer, Khona & Fiete 2022, No free lunch from deep learning in neuroscience, doi:10.48550/arXiv.2211.02672; "
        + "Barry & Burgess 2017, To be a grid cell: shuffling procedures for determining gridness, doi:10.1101/230250.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var measured = (Steps: study.Choose(30_000, 6000), Shuffles: study.Choose(2000, 19));
        var updates = study.Choose(2000, 2);
        Dropouts.Write(study, updates, measured);
        OtherSettings.Write(study, updates, measured);
        RateNetworks.Write(study, updates, measured);
    }
}
