namespace Engram.Analysis;

/// <summary>Learns from the same rows under one labelling after another.</summary>
/// <param name="rows">Rows as they are (n × p).</param>
internal abstract class Learner(double[] rows)
{
    /// <summary>All rows in the coordinates in which <see cref="FitWithin"/> gives its rule; as they are, unless said otherwise.</summary>
    public virtual double[] Coordinates => rows;

    /// <summary>The rule for rows as they are.</summary>
    /// <param name="labels">Class of every row, from 0; those of rows that are not trained on are not looked at.</param>
    /// <param name="classes">K.</param>
    public abstract LinearRule Fit(int[] labels, int classes);

    /// <summary>The rule for rows in <see cref="Coordinates"/>.</summary>
    /// <param name="labels">As above.</param>
    /// <param name="classes">K.</param>
    public virtual LinearRule FitWithin(int[] labels, int classes) => Fit(labels, classes);
}
