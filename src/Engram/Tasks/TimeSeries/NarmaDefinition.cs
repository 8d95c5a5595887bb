namespace Engram.Tasks;

/// <summary>Which of two recursions of the name is meant; u is the input, y the answer and n the order.</summary>
public enum NarmaDefinition
{
    /// <summary>That of Atiya and Parlos (2000), and of EchoTorch: y(t + 1) = αy(t) + βy(t)·Σ y(t − i) over i = 0 … n − 1, + γu(t − n + 1)u(t) + δ.</summary>
    AtiyaParlos,

    /// <summary>That of ReservoirPy, whose sum is of y(t − i) over i = 1 … n, and whose product is γu(t − n)u(t).</summary>
    Reservoirpy,
}
