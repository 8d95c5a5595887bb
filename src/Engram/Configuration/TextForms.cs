using System.Collections.Immutable;
using System.Reflection;

namespace Engram.Configuration;

/// <summary>Finds the text form of a property's type.</summary>
internal static class TextForms
{
    private static readonly Type[] Lists =
    [
        typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>), typeof(ImmutableArray<>),
    ];

    /// <summary>The form of a property.</summary>
    /// <exception cref="UsageException">No text stands for the type: the author of the record must change it.</exception>
    public static TextForm Of(PropertyInfo property)
    {
        var nullability = new NullabilityInfoContext().Create(property);
        return Of(property.PropertyType, nullability) ?? throw new UsageException(
            $"{property.DeclaringType?.Name}.{property.Name} has type {property.PropertyType.Name}, which cannot be written as text; "
            + "implement IParsable<T> in the type, or mark the property [NotASetting].");
    }

    private static TextForm? Of(Type type, NullabilityInfo? nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, null) is { } inner ? new OptionalForm(inner) : null;
        }

        var form = Scalar(type) ?? List(type, nullability);
        return form is not null && !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? new OptionalForm(form) : form;
    }

    private static TextForm? Scalar(Type type) =>
        type == typeof(bool) ? new BooleanForm()
        : type == typeof(string) ? new StringForm()
        : type == typeof(TimeSpan) ? new DurationForm()
        : type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong)
            || type == typeof(float) || type == typeof(double) ? Make(typeof(NumberForm<>), type)
        : type.IsEnum ? new EnumForm(type)
        : Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>)
            && i.GetGenericArguments()[0] == type)
            ? Make(type.IsAssignableTo(typeof(IBounded)) ? typeof(BoundedForm<>) : typeof(ParsableForm<>), type)
        : null;

    private static TextForm? List(Type type, NullabilityInfo? nullability)
    {
        var item = type.IsSZArray ? type.GetElementType()
            : type.IsGenericType && Lists.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0]
            : null;
        var itemNullability = type.IsSZArray ? nullability?.ElementType : nullability?.GenericTypeArguments.FirstOrDefault();
        return item is not null && Of(item, itemNullability) is { } inner ? Make(typeof(ListForm<>), item, inner, type) : null;
    }

    private static TextForm Make(Type form, Type argument, params object[] arguments) =>
        (TextForm)Activator.CreateInstance(form.MakeGenericType(argument), arguments)!;
}
