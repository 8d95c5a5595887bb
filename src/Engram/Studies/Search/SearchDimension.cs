namespace Engram.Studies;

/// <summary>
/// A setting as samplers see it: a number u from 0 to 1 that stands for a value. Samplers know nothing else of a setting, so that they treat
/// numbers on any scale, durations and names alike.
/// </summary>
/// <param name="name">Name of the setting.</param>
internal abstract class SearchDimension(string name)
{
    /// <summary>Name of the setting.</summary>
    public string Name => name;

    /// <summary>How many values there are, where they have no order; 0 where they have one.</summary>
    public virtual int Choices => 0;

    /// <summary>Whether equal distances of u are equal ratios of the value.</summary>
    public virtual bool IsLogarithmic => false;

    /// <summary>The value at u, as text.</summary>
    /// <param name="u">0 to 1.</param>
    public abstract string Text(double u);

    /// <summary>The value of a text as a number, for figures: milliseconds for durations, the place among the choices for names.</summary>
    /// <param name="text">What <see cref="Text"/> gave.</param>
    public abstract double Number(string text);

    /// <summary>u of a value: the middle of all u that stand for it.</summary>
    /// <param name="text">What <see cref="Text"/> gave.</param>
    public abstract double Place(string text);
}
