namespace Engram.Configuration;

/// <summary>Marks an init property that only C# code can give: no flag, no JSON, no sweep axis.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotASettingAttribute : Attribute;
