using System.Globalization;
using Engram.Configuration;

namespace Engram.Studies;

/// <summary>
/// Numbers from a to b. On a linear scale x = a + u (b − a), on a logarithmic one x = a (b/a)^u. Whole numbers are those nearest to x, where
/// the scale begins at a − ½ and ends at b + ½, so that each has its share; others are rounded, far below what a network would tell apart, so
/// that they can be read and written.
/// </summary>
internal sealed class NumberDimension : SearchDimension
{
    // Of the range on a linear scale, of the number on a logarithmic one.
    private const int Digits = 5, MostDecimals = 15;

    private readonly TextForm form;
    private readonly double least, greatest, from, to;
    private readonly int decimals;
    private readonly bool isWhole, isDuration;

    /// <summary>A range whose ends are in order, and above 0 on a logarithmic scale.</summary>
    /// <param name="name">Name of the setting.</param>
    /// <param name="form">How its values are written.</param>
    /// <param name="least">a, in milliseconds for durations.</param>
    /// <param name="greatest">b, likewise.</param>
    /// <param name="isLogarithmic">Whether the scale is logarithmic.</param>
    /// <param name="isWhole">Whether the values are whole numbers.</param>
    /// <param name="isDuration">Whether they are durations.</param>
    public NumberDimension(string name, TextForm form, double least, double greatest, bool isLogarithmic, bool isWhole, bool isDuration)
        : base(name)
    {
        (this.form, this.least, this.greatest, IsLogarithmic, this.isWhole, this.isDuration) =
            (form, least, greatest, isLogarithmic, isWhole, isDuration);
        var half = isWhole ? 0.5 : 0;
        (from, to) = (Scaled(least - half), Scaled(greatest + half));
        decimals = Math.Clamp(Digits - (int)Math.Floor(Math.Log10(greatest - least)), 0, MostDecimals);
    }

    public override bool IsLogarithmic { get; }

    /// <summary>The unit of <see cref="Number"/>, for axes of figures.</summary>
    public string Unit => isDuration ? "ms" : "";

    /// <summary>Whether the values are whole numbers.</summary>
    public bool IsWhole => isWhole;

    public override string Text(double u)
    {
        var scaled = from + (u * (to - from));
        var value = IsLogarithmic ? Math.Exp(scaled) : scaled;
        var rounded = Math.Clamp(Rounded(value), least, greatest);

        // A duration is kept to 100 ns, so that it may come out below the least one.
        return Written(rounded) is var text && Number(text) >= least ? text : Written(least);
    }

    public override double Number(string text) => form.Bounds(form.Parse(text))!.First().Least;

    public override double Place(string text) => Math.Clamp((Scaled(Number(text)) - from) / (to - from), 0, 1);

    private double Scaled(double value) => IsLogarithmic ? Math.Log(value) : value;

    private double Rounded(double value) =>
        isWhole ? Math.Floor(value + 0.5)
        : !IsLogarithmic ? Math.Round(value, decimals)
        : double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private string Written(double value) => form.Format(form.Parse(
        isDuration ? value.ToString("0.#######", CultureInfo.InvariantCulture) + "ms"
        : isWhole ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture)));
}
