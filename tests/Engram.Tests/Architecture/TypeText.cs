using System.Reflection;
using System.Runtime.CompilerServices;

namespace Engram.Tests.Architecture;

/// <summary>Types as C# writes them: <c>IReadOnlyList&lt;double[]&gt;?</c>, <c>(int First, int End)</c>.</summary>
internal sealed class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    private static readonly NullabilityInfoContext Context = new();

    // Names of tuple elements, in the order in which the compiler writes them: outer tuples first.
    private readonly Queue<string?> names;

    private TypeText(ICustomAttributeProvider place) => names = new(
        place.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).Cast<TupleElementNamesAttribute>()
            .SingleOrDefault()?.TransformNames ?? []);

    public static string Of(ParameterInfo place) => new TypeText(place).Write(Bare(place.ParameterType), Context.Create(place));

    public static string Of(PropertyInfo place) => new TypeText(place).Write(Bare(place.PropertyType), Context.Create(place));

    public static string Of(FieldInfo place) => new TypeText(place).Write(place.FieldType, Context.Create(place));

    public static string Of(Type type) => new TypeText(type).Write(type, null);

    /// <summary>Names of the type and its type parameters, without the namespace.</summary>
    public static string Name(Type type) =>
        (type.DeclaringType is { } outer && !type.IsGenericParameter ? $"{Plain(outer.Name)}." : "") + Plain(type.Name);

    private static string Plain(string name) => name.Split('`')[0];

    private static Type Bare(Type type) => type.IsByRef ? type.GetElementType()! : type;

    private string Write(Type type, NullabilityInfo? nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            // The information of a nullable value is that of the value itself.
            return Write(value, nullability) + "?";
        }

        var mark = !type.IsValueType && !type.IsGenericParameter && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (type.IsPointer)
        {
            return $"{Write(type.GetElementType()!, null)}*";
        }

        if (Keywords.TryGetValue(type, out var word) || !type.IsGenericType)
        {
            return (word ?? Name(type)) + mark;
        }

        var arguments = type.GetGenericArguments();
        var known = nullability?.GenericTypeArguments ?? [];
        var parts = known.Length == arguments.Length ? known : new NullabilityInfo?[arguments.Length];
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            string?[] own = [.. arguments.Select(_ => names.Count > 0 ? names.Dequeue() : null)];
            return $"({string.Join(", ", arguments.Select((argument, k) => Write(argument, parts[k]) + (own[k] is { } name ? $" {name}" : "")))})";
        }

        return $"{Name(type)}<{string.Join(", ", arguments.Select((argument, k) => Write(argument, parts[k])))}>{mark}";
    }
}
