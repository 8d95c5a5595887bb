using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Engram.Configuration;

/// <summary>Summaries of types, properties and enumeration members, from the documentation file beside their assembly.</summary>
internal static class Documentation
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>The summary as plain text on one line; empty when there is none or the documentation file is missing.</summary>
    /// <param name="member">A type, a property, or a field such as an enumeration member.</param>
    public static string Summary(MemberInfo member)
    {
        for (var owner = member; owner is not null; owner = Overridden(owner))
        {
            if (Find(owner) is { } text)
            {
                return text;
            }
        }

        return "";
    }

    private static string? Find(MemberInfo member)
    {
        var type = member as Type ?? member.DeclaringType!;
        var members = Files.GetOrAdd(type.Assembly, Load);
        var typeName = Name(type);
        if (member is Type)
        {
            return Plain(members.GetValueOrDefault("T:" + typeName)?.Element("summary"));
        }

        var prefix = member is FieldInfo ? "F:" : "P:";

        // A positional record documents its properties as parameters of the type.
        return Plain(members.GetValueOrDefault($"{prefix}{typeName}.{member.Name}")?.Element("summary"))
            ?? Plain(members.GetValueOrDefault("T:" + typeName)?.Elements("param")
                .FirstOrDefault(parameter => (string?)parameter.Attribute("name") == member.Name));
    }

    private static PropertyInfo? Overridden(MemberInfo member)
    {
        if (member is not PropertyInfo { GetMethod: { IsVirtual: true } getter } property || getter.GetBaseDefinition() == getter)
        {
            return null;
        }

        for (var type = property.DeclaringType!.BaseType; type is not null; type = type.BaseType)
        {
            if (type.GetProperty(property.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Name(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return (definition.FullName ?? definition.Name).Replace('+', '.');
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        if (OwnCode.Of(assembly) is { } own)
        {
            return Members(own.Documentation);
        }

        // A bundled assembly has no place of its own; its files lie beside the program.
        var path = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        try
        {
            return Members(XDocument.Load(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or XmlException)
        {
            return [];
        }
    }

    private static Dictionary<string, XElement> Members(XDocument document) => document.Descendants("member")
        .Where(member => member.Attribute("name") is not null).GroupBy(member => (string)member.Attribute("name")!)
        .ToDictionary(group => group.Key, group => group.First());

    private static string? Plain(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Append(element, text);
        var line = string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 0 ? line : null;
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain)
            {
                text.Append(plain.Value);
            }
            else if (node is XElement { IsEmpty: true } empty)
            {
                var target = (string?)empty.Attribute("cref") ?? (string?)empty.Attribute("langword")
                    ?? (string?)empty.Attribute("name") ?? "";
                text.Append(target[(target.LastIndexOfAny(['.', ':']) + 1)..]);
            }
            else if (node is XElement inner)
            {
                Append(inner, text);
            }
        }
    }
}
