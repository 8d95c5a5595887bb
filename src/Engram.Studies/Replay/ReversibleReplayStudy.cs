namespace Engram.Studies.Replay;

/// <summary>R2N2: a network that learns by replays, forward and in reverse, of what a cache stored at one showing.</summary>
public sealed class ReversibleReplayStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "The reversible network R2N2: cache, consolidator and replay";

    /// <inheritdoc/>
    public override string Summary =>
        "Back-propagation through time needs the past activity of every unit, and errors that run backwards. R2N2 is a proposal of how a brain could have both: a cache stores a sequence at one showing, "
        + "a consolidator runs backwards to reconstruct what it did, and errors go back through matrices of their own meanwhile. Each statement of a lecture on R2N2 is tested: that the cache stores sequences at one "
        + "showing, that the consolidator runs backwards, that it learns more than earlier models of learning in the brain, that its units are place cells in a maze, and that it replays less the better it does. "
        + "The published code leaves out a step; it is tested what that costs.";

    /// <inheritdoc/>
    public override string Source =>
        "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain, doi:10.1101/2023.02.23.529770; "
        + "Murray 2019, Local online learning in recurrent networks with random feedback, doi:10.7554/eLife.43299; "
        + "Bellec et al. 2020, A solution to the learning dilemma for recurrent networks of spiking neurons, doi:10.1038/s41467-020-17236-y; "
        + "Shin, Tang & Jadhav 2019, Dynamics of awake hippocampal-prefrontal replay for spatial learning and memory-guided decision making, doi:10.1016/j.neuron.2019.09.012.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var mazes = Maze.Train(study);
        OneShowing.Write(study, mazes[Maze.Alignment]);
        Backwards.Write(study, mazes[Maze.Alignment], mazes[Maze.Exact]);
        Circuits.Write(study, mazes[Maze.Alignment]);
        Strings.Write(study);
        Maze.Write(study, mazes);
        MazePlaces.Write(study, mazes[Maze.Alignment]);
        Pictures.Write(study);
    }
}
