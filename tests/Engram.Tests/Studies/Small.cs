using Engram.Studies;

namespace Engram.Tests.Studies;

/// <summary>Sweeps and studies that end when the test is stopped.</summary>
internal static class Small
{
    public static IReadOnlyList<SweepRun> Train(this Sweep sweep, string folder, int threads, Action<SweepProgress>? progress = null) =>
        sweep.Execute(folder, threads, progress, TestContext.Current.CancellationToken);

    public static Report Execute(this Study study, StudyOptions options) =>
        StudyRun.Execute(study, options, "small", null, TestContext.Current.CancellationToken);
}
