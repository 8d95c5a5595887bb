namespace Engram.Tasks;

/// <summary>How abstract the rule of a trial is, from the least to the most (Badre &amp; D'Esposito 2007).</summary>
public enum RuleLevel
{
    /// <summary>A stimulus says the response.</summary>
    Response,

    /// <summary>A colour says which response a feature stands for.</summary>
    Feature,

    /// <summary>A colour says which dimension of the stimulus counts.</summary>
    Dimension,

    /// <summary>A context, shown before the colour, says which dimension the colour stands for.</summary>
    Context,

    /// <summary>Each of the four, drawn for each trial; an input says which.</summary>
    All,
}
