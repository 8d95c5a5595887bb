namespace Engram.Configuration;

/// <summary>
/// Something the user wrote cannot be used. Each fault is a sentence or two: what it is about, the value, what is allowed, what to write
/// instead.
/// </summary>
public sealed class UsageException : Exception
{
    /// <summary>One fault.</summary>
    /// <param name="fault">The sentence.</param>
    public UsageException(string fault)
        : this([fault])
    {
    }

    /// <summary>A fault that the system found, such as a disk that is full.</summary>
    /// <param name="fault">The sentence.</param>
    /// <param name="cause">What the system said.</param>
    public UsageException(string fault, Exception cause)
        : base(fault, cause) => Faults = [fault];

    /// <summary>All faults found, reported together.</summary>
    /// <param name="faults">The sentences; at least one.</param>
    public UsageException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    /// <summary>The faults, in the order found.</summary>
    public IReadOnlyList<string> Faults { get; }
}
