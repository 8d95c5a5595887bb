using Engram.Configuration;
using Engram.Equations;

namespace Engram.Learning;

/// <summary>
/// How errors find the weights that made them: through which matrices they go back, from the outputs to the units, and from each step to the
/// one before. It belongs to learning, not to a cell: any cell can be trained in any of these ways.
/// </summary>
/// <remarks>
/// The gradient of a matrix is always Σ p̄ aᵀ over trials and steps, p̄ being the error at the result of W·a. With nothing going back through
/// recurrent weights, the sum over steps is the same as that of eligibility traces which run forward in time, so that RFLO and e-prop are
/// choices of these.
/// </remarks>
[Cite("10.1038/ncomms13276", "Lillicrap et al. 2016, Random synaptic feedback weights support error backpropagation for deep learning")]
[Cite("10.48550/arXiv.1811.03567", "Xiao et al. 2019, Biologically-plausible learning algorithms can scale to large datasets")]
[Cite("10.7554/eLife.43299", "Murray 2019, Local online learning in recurrent networks with random feedback")]
[Cite("10.1038/s41467-020-17236-y", "Bellec et al. 2020, A solution to the learning dilemma for recurrent networks of spiking neurons")]
public sealed record Credit
{
    /// <summary>Named ways, as <c>--credit</c> takes them.</summary>
    public static IReadOnlyDictionary<string, Credit> Rules { get; } = new SortedDictionary<string, Credit>(StringComparer.Ordinal)
    {
        ["back-propagation"] = new(),
        ["direct"] = Local(Feedback.Random),
        ["e-prop"] = Local(Feedback.Own),
        ["feedback-alignment"] = Everywhere(Feedback.Random),
        ["kolen-pollack"] = Everywhere(Feedback.Learned),
        ["rflo"] = Local(Feedback.Random),
        ["sign-symmetric"] = Everywhere(Feedback.SignSymmetric),
        ["sign-symmetric-redrawn"] = Everywhere(Feedback.SignSymmetricRedrawn),
        ["sign-symmetric-uniform"] = Everywhere(Feedback.SignSymmetricUniform),
    };

    /// <summary>What errors go back through in place of recurrent weights, those of gates apart.</summary>
    public Feedback ThroughRecurrent { get; init; }

    /// <summary>What errors go back through in place of the recurrent weights of gates.</summary>
    public Feedback ThroughGates { get; init; }

    /// <summary>What errors go back through in place of the readout.</summary>
    public Feedback ThroughReadout { get; init; }

    /// <summary>
    /// Whether the error of a state after a step is passed to the step before as it is, in place of what goes back through the step, which is computed and
    /// dropped. So does the published code of R2N2, <see href="https://doi.org/10.1101/2023.02.23.529770"/>; this shows what it costs.
    /// </summary>
    [LaterSetting]
    public bool UnchangedErrors { get; init; }

    /// <summary>
    /// Standard deviation of the entries of a matrix that is drawn. None for the spectral radius of the weights whose place it takes where these
    /// are square and recurrent, and else for their root mean square, as they begin.
    /// </summary>
    [Range(0, 1e6, Above = true)]
    public double? FeedbackScale { get; init; }

    /// <summary>λ of learned matrices: after each update, W ← (1 − λ) W and B ← (1 − λ) B, so that they approach each other.</summary>
    [Range(0, 0.5)]
    public double FeedbackDecay { get; init; } = 1e-3;

    /// <summary>
    /// Whether each check measures the angles between what the rule learns from and the gradient of the loss, and between weights and the matrices in their
    /// place. It takes about as long as two updates, and changes nothing of what is learned.
    /// </summary>
    [LaterSetting]
    public bool TrackAlignment { get; init; }

    /// <summary>Whether errors go back as the chain rule has it.</summary>
    [NotASetting]
    internal bool IsExact => !UnchangedErrors && (ThroughRecurrent, ThroughGates, ThroughReadout) == (Feedback.Own, Feedback.Own, Feedback.Own);

    /// <summary>Whether something goes back through a matrix of this kind.</summary>
    internal bool Has(Feedback kind) => ThroughRecurrent == kind || ThroughGates == kind || ThroughReadout == kind;

    /// <summary>Whether something goes back through a matrix that is not the weights.</summary>
    [NotASetting]
    internal bool HasMatrices => new[] { ThroughRecurrent, ThroughGates, ThroughReadout }.Any(kind => kind is not (Feedback.Own or Feedback.None));

    /// <summary>One of <see cref="Rules"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static Credit Named(string name) => Rules.TryGetValue(name, out var rule) ? rule
        : throw new UsageException($"There is no credit rule '{name}'. {Nearest.Hint(name, Rules.Keys)}");

    /// <summary>The step whose errors go back as configured; the step itself where that is through its own matrices.</summary>
    /// <param name="graph">The step.</param>
    /// <exception cref="UsageException">The cell has a parameter of a name that is needed.</exception>
    public StepGraph Through(StepGraph graph)
    {
        var backward = new Dictionary<string, ParameterShape?>();
        foreach (var weights in graph.Parameters.Where(shape => Kind(shape) != Feedback.Own))
        {
            var name = $"{weights.Name}_back";
            if (graph.Parameters.Any(shape => shape.Name == name))
            {
                throw new UsageException(
                    $"A cell names a parameter '{name}', but that is the name of the matrix through which errors go back in place of '{weights.Name}'; give it another name.");
            }

            backward[weights.Name] = Kind(weights) == Feedback.None ? null
                : new ParameterShape(name, weights.Role, weights.Rows, weights.Columns) { IsGate = weights.IsGate };
        }

        return backward.Count == 0 && !UnchangedErrors ? graph : graph.Through(backward, UnchangedErrors);
    }

    internal Feedback Kind(ParameterShape weights) => weights.Role switch
    {
        ParameterRole.Recurrent or ParameterRole.Projection => weights.IsGate ? ThroughGates : ThroughRecurrent,
        ParameterRole.Readout or ParameterRole.ReadoutLayer => ThroughReadout,
        _ => Feedback.Own,
    };

    private static Credit Everywhere(Feedback kind) => new() { ThroughRecurrent = kind, ThroughGates = kind, ThroughReadout = kind };

    private static Credit Local(Feedback readout) =>
        new() { ThroughRecurrent = Feedback.None, ThroughGates = Feedback.None, ThroughReadout = readout };
}
