using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>See a picture row by row, from the top, and say at the last row which of ten kinds of clothes it shows.</summary>
/// <remarks>
/// The 28 inputs are the pixels of a row. The published task shows digits; here they are 5500 pictures of Fashion-MNIST, of which 4000 are for training, 500
/// for validation and 1000 for tests, each kind equally often. docs/data.md says how they were chosen, and what classifiers without memory reach. Each picture
/// of a set has its turn before any comes again: a test of 1000 trials is the whole test set. With a pinned kind, a trial shows the picture of that kind
/// that has the same place among its kind as the one it would have shown.
/// </remarks>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
[Cite("10.48550/arXiv.1708.07747", "Xiao, Rasul & Vollgraf 2017, Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms")]
public sealed record RowByRowImagesTask : CognitiveTask
{
    private const int MaskedRows = 10;
    private const byte LastDark = 127;
    private static readonly string[] Pixels = [.. Enumerable.Range(1, Clothes.Columns).Select(column => $"pixel-{column}")];
    private static readonly Head[] Kind = [new("kind", Clothes.Kinds.Count, "cross-entropy")];

    /// <summary>Without a baseline and without noise.</summary>
    public RowByRowImagesTask() => (BaselineInput, InputNoise) = (0, 0);

    /// <summary>Whether a pixel is 1 above half of full brightness and else 0, as published; if not, it is its brightness, from 0 to 1.</summary>
    public bool Binary { get; init; } = true;

    /// <summary>Whether the first 10 rows are left out, so that 18 are shown.</summary>
    public bool Masked { get; init; }

    /// <summary>How long a row is shown: one step where it is dt, and as many as fit where dt is shorter; a longer dt is refused.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Row { get; init; } = 20.Ms;

    /// <summary>How many of the pictures for training are used, of each kind, the same ones first.</summary>
    [Range(1, Clothes.MostTraining), Unit("pictures of each kind")]
    public int TrainingPictures { get; init; } = Clothes.MostTraining;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Pixels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => Clothes.Kinds;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Conditions => Clothes.Kinds;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => Kind;

    /// <inheritdoc/>
    protected override void Compose(Trial trial)
    {
        var kinds = Clothes.Kinds.Count;
        var (first, ofEach) = Clothes.Of(trial.Set);
        var turn = trial.Turn(kinds * (trial.IsTraining ? TrainingPictures : ofEach));
        var kind = trial.Give("kind", Clothes.Kinds, turn % kinds);
        (trial.Condition, trial.Answer) = (kind, kind);

        var hidden = Masked ? MaskedRows : 0;
        var shown = Clothes.Rows - hidden;
        var picture = trial.Following("picture", StepGrid.Time(shown, Row));
        var series = trial.Series(Clothes.Columns, Row, picture, Reading.Hold);
        Fill(series, first + turn - (turn % kinds) + kind, hidden);
        trial.Input(.., series, picture);
        trial.OneHot(.., kind, picture.Part("last-row", shown - 1, Row));
    }

    /// <inheritdoc/>
    protected internal override bool RectifiesInputs => false;

    private void Fill(TrialSeries series, int picture, int hidden)
    {
        var clothes = Clothes.Instance;
        for (var row = 0; row < Clothes.Rows - hidden; row++)
        {
            for (var column = 0; column < Clothes.Columns; column++)
            {
                var pixel = clothes[picture, row + hidden, column];
                series[row, column] = !Binary ? pixel / 255.0 : pixel > LastDark ? 1 : 0;
            }
        }
    }
}
