using Engram.Configuration;

namespace Engram.Studies;

/// <summary>How a study is run.</summary>
internal sealed record StudyOptions
{
    /// <summary>Whether this is a fast smoke run, whose numbers mean nothing.</summary>
    public bool Quick { get; init; }

    /// <summary>Networks of each kind; without it, what the study says.</summary>
    [Range(1, Sweep.MaxCount)]
    public int? Seeds { get; init; }

    /// <summary>Threads that work, which do not change the result; one for each core at most, and without it.</summary>
    [Range(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>Folder of the study; without it, <c>studies/NAME</c>, and <c>studies/NAME-quick</c> for a quick run.</summary>
    public string? Out { get; init; }

    /// <summary>
    /// Words of a program for messages of the library that become part of the report (see <see cref="FlagText"/>); without it they name
    /// properties.
    /// </summary>
    [NotASetting]
    internal Func<string, string>? Wording { get; init; }

    /// <summary>Who trains the networks; null for this process.</summary>
    [NotASetting]
    internal SweepExecutor? Executor { get; init; }
}
