namespace Engram.Configuration;

/// <summary>
/// Marks a setting that came when files with configurations had already been written. It is in JSON only where it differs from its default,
/// and a file without it means the default, so that older files keep their hash and can be read. Everything else treats it as any setting.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LaterSettingAttribute : Attribute;
