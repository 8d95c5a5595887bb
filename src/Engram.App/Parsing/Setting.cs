namespace Engram.App.Parsing;

/// <summary>A flag that belongs to a task, a cell, an optimiser or a factor: <c>--delay 1s</c>.</summary>
/// <param name="Name">The name, without dashes.</param>
/// <param name="Value">What follows it; null when it stood alone, as a switch does.</param>
internal readonly record struct Setting(string Name, string? Value)
{
    /// <summary>What to say of a flag that stands alone; null for one with a value, and for a switch, which alone means true.</summary>
    /// <param name="setting">What it sets; null for what is unknown, of which something else is said.</param>
    public string? Bare(Configuration.Setting? setting) => Value is not null || setting is null || (Nullable.GetUnderlyingType(setting.Type) ?? setting.Type) == typeof(bool) ? null
        : $"`--{Name}` needs a value: {setting.Allowed}.";
}
