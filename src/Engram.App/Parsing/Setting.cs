namespace Engram.App.Parsing;

/// <summary>A flag that belongs to a task, a cell, an optimiser or a factor: <c>--delay 1s</c>.</summary>
/// <param name="Name">The name, without dashes.</param>
/// <param name="Value">What follows it; null when it stood alone, as a switch does.</param>
internal readonly record struct Setting(string Name, string? Value);
