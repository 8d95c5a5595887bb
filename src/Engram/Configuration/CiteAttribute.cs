namespace Engram.Configuration;

/// <summary>Where a task, cell, optimiser or analysis comes from.</summary>
/// <param name="doi">Digital object identifier.</param>
/// <param name="reference">Authors, year, title in short.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class CiteAttribute(string doi, string reference) : Attribute
{
    /// <summary>Digital object identifier.</summary>
    public string Doi => doi;

    /// <summary>Authors, year, title in short.</summary>
    public string Reference => reference;
}
