using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engram.Numerics;

namespace Engram.Equations;

/// <summary>Expressions on vectors of one element type and width: the vocabulary of the kernels that are compiled at run time.</summary>
internal sealed class Simd
{
    /// <summary>Rows of every array are padded to a multiple of so many values, whatever the instruction set.</summary>
    public const int Padding = 16;

    private readonly Type lanes;

    private Simd(Type element, Type vector, Type lanes, int width, int registers)
    {
        Element = element;
        Vector = vector;
        this.lanes = lanes;
        Width = width;
        Registers = registers;
        Size = element == typeof(float) ? sizeof(float) : sizeof(double);
    }

    public Type Element { get; }

    public Type Vector { get; }

    /// <summary>Values in a vector.</summary>
    public int Width { get; }

    /// <summary>Vector registers of the machine.</summary>
    public int Registers { get; }

    /// <summary>Bytes in a value.</summary>
    public int Size { get; }

    /// <summary>Bytes in a vector.</summary>
    public int VectorSize => Width * Size;

    public static Simd For<T>(InstructionSet set)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = Unsafe.SizeOf<T>();
        return set switch
        {
            InstructionSet.Avx512 => new Simd(typeof(T), typeof(Vector512<T>), typeof(Lanes512), 64 / size, 32),
            InstructionSet.Avx2 => new Simd(typeof(T), typeof(Vector256<T>), typeof(Lanes256), 32 / size, 16),
            _ => new Simd(typeof(T), typeof(T), typeof(Lanes), 1, 16),
        };
    }

    /// <summary>Values in a padded row.</summary>
    public static int Stride(int width) => (width + Padding - 1) / Padding * Padding;

    public ParameterExpression Variable(string name) => Expression.Variable(Vector, name);

    public Expression Zero => Expression.Default(Vector);

    public Expression Load(Expression address) => Call(nameof(Lanes.Load), address, Zero);

    public Expression Broadcast(Expression address) => Call(nameof(Lanes.Broadcast), address, Zero);

    public Expression Constant(double value) =>
        Call(nameof(Lanes.Constant), Expression.Constant(Convert.ChangeType(value, Element, null)), Zero);

    public Expression Store(Expression address, Expression value) => Call(nameof(Lanes.Store), address, value);

    /// <summary>Stores the sum of a vector's values plus the number at another address.</summary>
    public Expression StoreSum(Expression address, Expression value, Expression offset) =>
        Expression.Call(lanes.GetMethod("StoreSum", [typeof(long), Vector, Element])!, address, value, Number(offset));

    private MethodCallExpression Number(Expression address) =>
        Expression.Call(typeof(Lanes).GetMethod(nameof(Lanes.Load), [typeof(long), Element])!, address, Expression.Default(Element));

    public Expression Flush(Expression value) => Call(nameof(Lanes.Flush), value);

    public Expression MultiplyAdd(Expression a, Expression b, Expression c) => Call(nameof(Lanes.MultiplyAdd), a, b, c);

    public Expression NegatedMultiplyAdd(Expression a, Expression b, Expression c) => Call(nameof(Lanes.NegatedMultiplyAdd), a, b, c);

    public Expression Apply(ElementFunction function, params Expression[] arguments) =>
        function == ElementFunction.Surrogate ? arguments[0] : Call(function.ToString(), arguments);

    /// <summary>Asks for a cache line that will be needed soon; harmless at any address.</summary>
    public static Expression Prefetch(Expression address) =>
        Expression.Call(typeof(Addresses).GetMethod(nameof(Addresses.Prefetch))!, address);

    /// <summary>Address plus a fixed number of bytes.</summary>
    public static Expression Offset(Expression address, long bytes) =>
        bytes == 0 ? address : Expression.Add(address, Expression.Constant(bytes));

    private MethodCallExpression Call(string name, params Expression[] arguments)
    {
        var types = Array.ConvertAll(arguments, argument => argument.Type);
        var method = lanes.GetMethod(name, types) ?? typeof(VectorMath).GetMethod(name, BindingFlags.Public | BindingFlags.Static, types)
            ?? throw new InvalidOperationException($"No {name} for {Vector}.");
        return Expression.Call(method, arguments);
    }
}
