using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>Tasks with shorter trials and fewer cells, for what does not depend on how long they go on.</summary>
internal static class ShortTask
{
    public static CognitiveTask Of(CognitiveTask task) => task switch
    {
        TimeSeriesTask series => series with { Length = [100], TestLength = [100] },
        NavigationTask paths => paths with { PlaceCells = 48, Path = 300.Ms },
        _ => task,
    };
}
