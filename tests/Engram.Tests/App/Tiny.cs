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

    /// <summary>A sweep of such trainings; over two delays and two seeds where <paramref name="more"/> does not say over what.</summary>
    public static string[] Sweep(string folder, int updates, params string[] more) =>
    [
        "sweep", Task, .. more.Any(word => word.StartsWith("units=", StringComparison.Ordinal)) ? Array.Empty<string>() : ["--units", "8"], "--trials", "4",
        "--validation-trials", "20", "--check-every", "100", "--dt", "100ms", "--curriculum", "none", "--threshold", "1", "--window", "50", "--patience",
        "1000000", "--max-updates", $"{updates}", "--out", folder,
        .. more.Contains("--sweep") || more.Contains("--seeds") ? Array.Empty<string>() : ["--sweep", "delay=0s,0.2s", "--seeds", "1..2"], .. more,
    ];

    /// <summary>A search over such trainings; <paramref name="more"/> says over what.</summary>
    public static string[] Search(string folder, int updates, params string[] more) =>
    [
        "search", Task, "--training-trials", "4", "--validation-trials", "20", "--dt", "100ms", "--delay", "0s", "--curriculum", "none", "--window", "50",
        "--patience", "1000000", "--max-updates", $"{updates}", "--out", folder,
        .. more.Contains("--check-every") ? Array.Empty<string>() : ["--check-every", "100"], .. more,
    ];

    public static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "weights.safetensors"));
}
