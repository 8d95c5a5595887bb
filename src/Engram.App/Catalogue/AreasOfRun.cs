using System.Text.Json.Nodes;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.App.Catalogue;

/// <summary>The areas of a run's network, and which units are theirs.</summary>
internal static class AreasOfRun
{
    /// <summary>Writes them.</summary>
    /// <returns>First unit and number of units of each area, by its name; null where there are none.</returns>
    public static JsonNode? Write(RunFolder run, Output output)
    {
        // A run of a program of its own says nothing of its cell here.
        if (RunConfiguration.Unknown(run.Configuration).Any())
        {
            return null;
        }

        try
        {
            var configuration = run.ReadConfiguration();
            var areas = configuration.Cell.UnitsOfAreas();
            if (areas.Count == 0)
            {
                return null;
            }

            output.Prose($"Areas: {string.Join(", ", areas.Select(area => area.Words))}.");
            return new JsonObject(areas.Select(area => KeyValuePair.Create(
                area.Name, (JsonNode?)new JsonObject { ["first"] = area.First, ["units"] = area.Count })));
        }
        catch (UsageException)
        {
            // What is wrong with the configuration is told by the commands that need the network.
            return null;
        }
    }
}
