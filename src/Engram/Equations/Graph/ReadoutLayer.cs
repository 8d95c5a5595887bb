using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// A layer between the units and the outputs: g = f(W a + b), where a is what the layer before it makes, or the rates. Written
/// <c>width</c>, <c>width:activation</c> or <c>width:activation:dropout</c>, such as <c>512:linear:0.5</c>.
/// </summary>
public sealed record ReadoutLayer : IParsable<ReadoutLayer>
{
    private static readonly EnumForm Activations = new(typeof(Activation));
    private const int Widest = 100_000;
    private const string Forms = "write width, width:activation or width:activation:dropout, such as 64, 64:tanh or 512:linear:0.5";

    /// <summary>Makes one.</summary>
    /// <param name="width">Units of the layer, 1 to 100000.</param>
    /// <param name="activation">f.</param>
    /// <param name="dropout">Probability that a unit of the layer is silent in one step of training, 0 to 0.99.</param>
    /// <exception cref="UsageException">A value is not allowed.</exception>
    public ReadoutLayer(int width, Activation activation = Activation.Rectify, double dropout = 0)
    {
        (Width, Activation, Dropout) = (width, activation, dropout);
        if (width is < 1 or > Widest)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"A readout layer is {width} units wide; give it 1 to {Widest}."));
        }

        if (!Enum.IsDefined(activation))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"There is no activation {(int)activation}; choose one of {string.Join(", ", Activations.Choices)}."));
        }

        if (!(dropout is >= 0 and <= 0.99))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"The dropout of a readout layer is {dropout}; give a probability from 0 to 0.99."));
        }
    }

    /// <summary>Units of the layer.</summary>
    public int Width { get; }

    /// <summary>f.</summary>
    public Activation Activation { get; }

    /// <summary>Probability that a unit of the layer is silent in one step of training; the others are scaled up.</summary>
    public double Dropout { get; }

    /// <summary>Reads a layer.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: numbers are always written with a point.</param>
    /// <exception cref="UsageException">The text is no layer.</exception>
    public static ReadoutLayer Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        var parts = s.Split(':', StringSplitOptions.TrimEntries);
        var culture = CultureInfo.InvariantCulture;
        if (parts.Length > 3 || !int.TryParse(parts[0], NumberStyles.AllowLeadingSign, culture, out var width))
        {
            throw new UsageException($"'{s}' is not a readout layer; {Forms}.");
        }

        if (parts.Length > 1 && !Activations.Choices.Contains(parts[1]))
        {
            throw new UsageException($"There is no activation '{parts[1]}'. {Nearest.Hint(parts[1], Activations.Choices)}");
        }

        var activation = parts.Length > 1 ? (Activation)Activations.Parse(parts[1]) : Activation.Rectify;

        var dropout = 0.0;
        return parts.Length < 3 || double.TryParse(parts[2], NumberStyles.Float, culture, out dropout)
            ? new(width, activation, dropout)
            : throw new UsageException($"'{parts[2]}' is not a dropout; {Forms}.");
    }

    /// <summary>Reads a layer.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The layer.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ReadoutLayer result) =>
        (result = TriedText.Read(s, text => Parse(text, provider))) is not null;

    /// <summary>The text that <see cref="Parse"/> reads back as the same layer.</summary>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Width}:{Activations.Format(Activation)}");
        return Dropout == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}:{Dropout}");
    }
}
