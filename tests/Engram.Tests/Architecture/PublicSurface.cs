using System.Reflection;
using System.Text;

namespace Engram.Tests.Architecture;

/// <summary>
/// What a user of an assembly can name: its public types with their public and protected members, sorted. What the compiler adds to a
/// record is left out.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> OfEveryType =
    [
        "<Clone>$", "Deconstruct", "PrintMembers", "EqualityContract", "op_Equality", "op_Inequality", "Equals", "GetHashCode", "ToString",
    ];

    public static string Of(Assembly assembly) => string.Concat(
        from type in assembly.GetExportedTypes()
        where !type.Name.StartsWith('<')
        group type by type.Namespace into area
        orderby area.Key
        select $"namespace {area.Key}\n\n{string.Concat(area.Select(Of).Order(StringComparer.Ordinal))}");

    /// <summary>A type and its members, each on a line of its own, and an empty line.</summary>
    public static string Of(Type type)
    {
        var text = new StringBuilder();
        text.Append(TypeText.Name(type));
        text.Append(type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(one => one.Name))}>" : "");
        text.Append(" : ").Append(Kind(type));
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var call = type.GetMethod("Invoke")!;
            return text.Append($" {TypeText.Of(call.ReturnParameter)} ({MemberText.Parameters(call)})\n\n").ToString();
        }

        var bases = Bases(type).ToList();
        text.Append(bases.Count > 0 ? $" of {string.Join(", ", bases)}" : "");
        text.Append(MemberText.Constraints(type.IsGenericType ? type.GetGenericArguments() : [])).Append('\n');
        var lines = type.IsEnum ? Enum.GetNames(type).Select((name, k) => $"{name} = {Convert.ToInt64(Enum.GetValues(type).GetValue(k), null)}")
            : type.GetMembers(Declared).Where(IsShown).OrderBy(Order).ThenBy(member => member.Name, StringComparer.Ordinal)
                .ThenBy(MemberText.Of, StringComparer.Ordinal).Select(MemberText.Of);
        foreach (var line in lines)
        {
            text.Append("    ").Append(line).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static string Kind(Type type)
    {
        var record = type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        return type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsSubclassOf(typeof(Delegate)) ? "delegate"
            : type.IsValueType ? record ? "record struct" : "struct"
            : (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : "sealed ") + (record ? "record" : "class");
    }

    // Interfaces that the base or another interface brings are not repeated, nor is the equality of a record.
    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            return [];
        }

        var brought = type.GetInterfaces().SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        var equality = typeof(IEquatable<>).MakeGenericType(type);
        return (type.BaseType is { } above && above != typeof(object) && above != typeof(ValueType) ? [TypeText.Of(above)] : Array.Empty<string>())
            .Concat(type.GetInterfaces().Except(brought).Where(one => one.IsVisible && one != equality).Select(TypeText.Of)
                .Order(StringComparer.Ordinal));
    }

    private static int Order(MemberInfo member) =>
        member switch { FieldInfo => 0, ConstructorInfo => 1, PropertyInfo => 2, EventInfo => 3, _ => 4 };

    private static bool IsShown(MemberInfo member) => !OfEveryType.Contains(member.Name) && member switch
    {
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        ConstructorInfo made => MemberText.IsSeen(made) && !made.IsStatic && !IsCopy(made),
        PropertyInfo property => MemberText.IsSeen(property.GetMethod) || MemberText.IsSeen(property.SetMethod),
        EventInfo raised => MemberText.IsSeen(raised.AddMethod),
        MethodInfo method => MemberText.IsSeen(method) && !IsAccessor(method),
        _ => false,
    };

    private static bool IsCopy(ConstructorInfo made) =>
        made.GetParameters() is [{ } one] && one.ParameterType == made.DeclaringType && made.DeclaringType.GetMethod("<Clone>$") is not null;

    private static bool IsAccessor(MethodInfo method) => method.DeclaringType!.GetProperties(Declared)
        .Any(property => property.GetMethod == method || property.SetMethod == method)
        || method.DeclaringType!.GetEvents(Declared).Any(raised => raised.AddMethod == method || raised.RemoveMethod == method);
}
