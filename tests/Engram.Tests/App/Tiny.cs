namespace Engram.Tests.App;

/// <summary>A training so small that it is done at once, and one that nothing but its updates ends.</summary>
internal static class Tiny
{
    public const string Task = "delayed-match";

    public static string[] Train(string folder, int updates, params string[] more) =>
    [
        "train", Task, "--units", "8", "--trials", "4", "--validation-trials", "20", "--check-every", "100", "--dt", "100ms",
        "--delay", "0s", "--curriculum", "none", "--threshold", "1", "--window", "50", "--patience", "1000000",
        "--max-updates", $"{updates}", "--out", folder, .. more,
    ];

    public static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "weights.safetensors"));
}
