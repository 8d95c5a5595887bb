using System.Runtime.Intrinsics;

namespace Engram.Numerics;

internal static partial class VectorMath
{
    /// <summary>eˣ, to the accuracy of <see cref="Math"/>.</summary>
    /// <param name="x">Argument.</param>
    public static double Exp(double x) => Math.Exp(x);

    /// <inheritdoc cref="Exp(double)"/>
    public static Vector512<double> Exp(Vector512<double> x) => Lanes<ExpFunction>(x);

    /// <inheritdoc cref="Exp(double)"/>
    public static Vector256<double> Exp(Vector256<double> x) => Lanes<ExpFunction>(x);

    /// <summary>Natural logarithm, to the accuracy of <see cref="Math"/>.</summary>
    /// <param name="x">Argument.</param>
    public static double Log(double x) => Math.Log(x);

    /// <inheritdoc cref="Log(double)"/>
    public static Vector512<double> Log(Vector512<double> x) => Lanes<LogFunction>(x);

    /// <inheritdoc cref="Log(double)"/>
    public static Vector256<double> Log(Vector256<double> x) => Lanes<LogFunction>(x);

    /// <summary>Hyperbolic tangent, to the accuracy of <see cref="Math"/>.</summary>
    /// <param name="x">Argument.</param>
    public static double Tanh(double x) => Math.Tanh(x);

    /// <inheritdoc cref="Tanh(double)"/>
    public static Vector512<double> Tanh(Vector512<double> x) => Lanes<TanhFunction>(x);

    /// <inheritdoc cref="Tanh(double)"/>
    public static Vector256<double> Tanh(Vector256<double> x) => Lanes<TanhFunction>(x);

    /// <summary>Logistic function 1 / (1 + e⁻ˣ), to the accuracy of <see cref="Math"/>.</summary>
    /// <param name="x">Argument.</param>
    public static double Sigmoid(double x) => 1.0 / (1.0 + Math.Exp(-x));

    /// <inheritdoc cref="Sigmoid(double)"/>
    public static Vector512<double> Sigmoid(Vector512<double> x) => Lanes<SigmoidFunction>(x);

    /// <inheritdoc cref="Sigmoid(double)"/>
    public static Vector256<double> Sigmoid(Vector256<double> x) => Lanes<SigmoidFunction>(x);

    /// <summary>ln(1 + eˣ), to the accuracy of <see cref="Math"/>.</summary>
    /// <param name="x">Argument.</param>
    public static double Softplus(double x)
    {
        // ln(1 + y) = y ln(u) / (u − 1) for the rounded u = 1 + y (Kahan), y = e^−|x|
        var y = Math.Exp(-Math.Abs(x));
        var u = 1.0 + y;
        var log = u == 1.0 ? y : Math.Log(u) * (y / (u - 1.0));
        return Math.Max(x, 0.0) + log;
    }

    /// <inheritdoc cref="Softplus(double)"/>
    public static Vector512<double> Softplus(Vector512<double> x) => Lanes<SoftplusFunction>(x);

    /// <inheritdoc cref="Softplus(double)"/>
    public static Vector256<double> Softplus(Vector256<double> x) => Lanes<SoftplusFunction>(x);

    /// <summary>Sine, to the accuracy of <see cref="Math"/>.</summary>
    /// <param name="x">Argument.</param>
    public static double Sin(double x) => Math.Sin(x);

    /// <inheritdoc cref="Sin(double)"/>
    public static Vector512<double> Sin(Vector512<double> x) => Lanes<SinFunction>(x);

    /// <inheritdoc cref="Sin(double)"/>
    public static Vector256<double> Sin(Vector256<double> x) => Lanes<SinFunction>(x);

    /// <summary>Cosine, to the accuracy of <see cref="Math"/>.</summary>
    /// <param name="x">Argument.</param>
    public static double Cos(double x) => Math.Cos(x);

    /// <inheritdoc cref="Cos(double)"/>
    public static Vector512<double> Cos(Vector512<double> x) => Lanes<CosFunction>(x);

    /// <inheritdoc cref="Cos(double)"/>
    public static Vector256<double> Cos(Vector256<double> x) => Lanes<CosFunction>(x);
}
