using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Engram.Tests.Architecture;

/// <summary>Members as a user of the library sees them, one line each.</summary>
internal static class MemberText
{
    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "operator +", ["op_Subtraction"] = "operator -", ["op_UnaryNegation"] = "operator -",
        ["op_Multiply"] = "operator *", ["op_Division"] = "operator /", ["op_Implicit"] = "implicit operator",
    };

    /// <summary>Whether a user can call it: it is public, or protected in a class that can be derived from.</summary>
    public static bool IsSeen(MethodBase? method) =>
        method is { IsPublic: true } or { DeclaringType.IsSealed: false, IsFamily: true }
            or { DeclaringType.IsSealed: false, IsFamilyOrAssembly: true };

    public static string Of(MemberInfo member) => member switch
    {
        FieldInfo field => $"{(field.IsPublic ? "public " : "protected ")}{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}"
            + $"{(field.IsInitOnly ? "readonly " : "")}{TypeText.Of(field)} {field.Name}{(field.IsLiteral ? Default(field.GetRawConstantValue()) : "")}",
        ConstructorInfo made => $"{Access(made)}{TypeText.Name(made.DeclaringType!).Split('.')[^1]}({Parameters(made)})",
        PropertyInfo property => Of(property),
        MethodInfo method => Of(method),
        EventInfo raised => $"{Access(raised.AddMethod!)}event {TypeText.Of(raised.EventHandlerType!)} {raised.Name}",
        _ => throw new ArgumentException($"{member} is of no known kind.", nameof(member)),
    };

    /// <summary>The parameters, as between the parentheses.</summary>
    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Of));

    /// <summary>What is asked of type parameters.</summary>
    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        var marks = parameter.GenericParameterAttributes;
        var unmanaged = parameter.CustomAttributes.Any(one => one.AttributeType.Name == "IsUnmanagedAttribute");
        List<string> asked = [];
        if (marks.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            asked.Add("class");
        }

        if (marks.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            asked.Add(unmanaged ? "unmanaged" : "struct");
        }

        asked.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeText.Of));
        return asked.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", asked)}";
    }));

    private static string Of(PropertyInfo property)
    {
        var most = IsSeen(property.GetMethod) ? property.GetMethod! : property.SetMethod!;
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Of))}]";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(most)}{required}{TypeText.Of(property)} {name} {{ {(IsSeen(property.GetMethod) ? "get; " : "")}"
            + $"{(!IsSeen(property.SetMethod) ? "" : isInit ? "init; " : "set; ")}}}";
    }

    private static string Of(MethodInfo method)
    {
        var returned = TypeText.Of(method.ReturnParameter);
        var generic = method.IsGenericMethod ? method.GetGenericArguments() : [];
        var names = generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(type => type.Name))}>";
        var by = method.ReturnType.IsByRef ? "ref " : "";

        // A property of an extension block is a static method with the receiver as its parameter.
        return method.IsStatic && method.Name.StartsWith("get_", StringComparison.Ordinal)
            ? $"public extension({Parameters(method)}) {returned} {method.Name[4..]} {{ get; }}"
            : $"{Access(method)}{by}{returned} {Operators.GetValueOrDefault(method.Name, method.Name)}{names}({Parameters(method)}){Constraints(generic)}";
    }

    private static string Of(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var how = parameter.IsOut ? "out " : type.IsByRef ? parameter.IsIn ? "in " : "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        return $"{how}{TypeText.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? Default(parameter) : "")}";
    }

    private static string Default(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return parameter.DefaultValue is not { } value ? type.IsValueType && Nullable.GetUnderlyingType(type) is null ? " = default" : " = null"
            : Default(type.IsEnum ? Enum.ToObject(type, value) : value);
    }

    private static string Default(object? value) => value switch
    {
        null => " = null",
        bool truth => truth ? " = true" : " = false",
        string text => $" = \"{text}\"",
        _ => string.Create(CultureInfo.InvariantCulture, $" = {value}"),
    };

    private static string Access(MethodBase method)
    {
        var access = method.IsPublic ? "public " : method.IsFamily ? "protected " : "protected internal ";
        var isNew = method is not MethodInfo own || own.GetBaseDefinition() == own;
        return access + (method.DeclaringType!.IsInterface ? method.IsStatic ? "static " : ""
            : method.IsStatic ? "static " : method.IsAbstract ? "abstract "
            : !method.IsVirtual || (isNew && method.IsFinal) ? "" : isNew ? "virtual " : method.IsFinal ? "sealed override " : "override ");
    }
}
