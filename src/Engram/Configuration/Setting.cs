namespace Engram.Configuration;

/// <summary>One property of a configuration record, as help, forms, flags and files name it.</summary>
/// <param name="Name">Kebab-case name: the flag, the JSON key, the sweep axis.</param>
/// <param name="Type">Type of the property.</param>
/// <param name="Default">Text of its value in the record that was asked.</param>
/// <param name="Unit">Symbol of its unit; empty when it has none or its text carries it.</param>
/// <param name="Range">Allowed numbers, such as <c>&gt; 0</c> or <c>0 to 1</c>; empty when all are.</param>
/// <param name="Allowed">What may be written, such as <c>true or false</c>.</param>
/// <param name="Choices">The allowed words when they can be listed.</param>
/// <param name="Description">Summary of the property's documentation; empty when the documentation file is missing.</param>
internal sealed record Setting(
    string Name, Type Type, string Default, string Unit, string Range, string Allowed, IReadOnlyList<string> Choices, string Description);
