namespace Engram.Equations;

/// <summary>From current to rate, r = f(x).</summary>
public enum Activation
{
    /// <summary>f(x) = x.</summary>
    Linear,

    /// <summary>f(x) = max(x, 0).</summary>
    Rectify,

    /// <summary>f(x) = max(x, 0)².</summary>
    RectifySquare,

    /// <summary>f(x) = max(tanh x, 0).</summary>
    RectifyTanh,

    /// <summary>f(x) = 1/(1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>f(x) = tanh x.</summary>
    Tanh,

    /// <summary>f(x) = log(1 + eˣ).</summary>
    Softplus,

    /// <summary>f(x) = eˣ.</summary>
    Exponential,
}
