using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engram.Numerics;

internal static partial class VectorMath
{
    /// <summary>A function of one number, as a type argument.</summary>
    private interface IFunction
    {
        static abstract double Of(double x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Lanes<TFunction>(Vector512<double> x)
        where TFunction : struct, IFunction => Vector512.Create(Lanes<TFunction>(x.GetLower()), Lanes<TFunction>(x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Lanes<TFunction>(Vector256<double> x)
        where TFunction : struct, IFunction => Vector256.Create(
            TFunction.Of(x.GetElement(0)),
            TFunction.Of(x.GetElement(1)),
            TFunction.Of(x.GetElement(2)),
            TFunction.Of(x.GetElement(3)));

    private readonly struct ExpFunction : IFunction
    {
        public static double Of(double x) => Exp(x);
    }

    private readonly struct LogFunction : IFunction
    {
        public static double Of(double x) => Log(x);
    }

    private readonly struct TanhFunction : IFunction
    {
        public static double Of(double x) => Tanh(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public static double Of(double x) => Sigmoid(x);
    }

    private readonly struct SoftplusFunction : IFunction
    {
        public static double Of(double x) => Softplus(x);
    }

    private readonly struct SinFunction : IFunction
    {
        public static double Of(double x) => Sin(x);
    }

    private readonly struct CosFunction : IFunction
    {
        public static double Of(double x) => Cos(x);
    }
}
