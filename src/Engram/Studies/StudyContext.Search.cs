namespace Engram.Studies;

/// <content>Searches.</content>
public sealed partial class StudyContext
{
    /// <summary>Searches for good settings, or finds them found.</summary>
    /// <param name="title">What is searched, in a few words.</param>
    /// <param name="search">The search.</param>
    /// <exception cref="Configuration.UsageException">A setting of the search is out of range, or its objective is one that the task cannot have.</exception>
    public SearchResult Search(string title, Search search)
    {
        ArgumentNullException.ThrowIfNull(search);
        search.Check();
        var runner = new SearchRunner(
            search, folder, held, Path.Combine("sweeps", FileName(title) + ".json"), Threads, options.Executor,
            report => progress?.Invoke(report with { Step = $"searching {title}: {report.Step}" }));
        return Timed(title, () => runner.Run(Cancel));
    }
}
