namespace Engram.App;

/// <summary>The program <c>engram</c>.</summary>
internal static class Program
{
    private static int Main() => 0;
}
