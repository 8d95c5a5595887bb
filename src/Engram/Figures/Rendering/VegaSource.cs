namespace Engram.Figures;

/// <summary>Vega and Vega-Lite, as they are vendored: the same scripts draw in a browser and in Node.</summary>
internal static class VegaSource
{
    /// <summary>Vega, which defines <c>vega</c>.</summary>
    public static string Vega => Text("vega.min.js");

    /// <summary>Vega-Lite, which defines <c>vegaLite</c> and needs Vega.</summary>
    public static string VegaLite => Text("vega-lite.min.js");

    /// <summary>The licences of both and of all that is in them.</summary>
    public static string Licences => Text("vega-licences.txt");

    /// <summary>A file that is embedded in the library.</summary>
    internal static string Text(string name)
    {
        using var reader = new StreamReader(typeof(VegaSource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
