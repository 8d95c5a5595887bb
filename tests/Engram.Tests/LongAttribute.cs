using Xunit.v3;

namespace Engram.Tests;

/// <summary>
/// Tests of a class that take long, since they run studies, examples or programs to their end or open a browser: <c>./test</c> leaves them
/// out, and <c>./test --all</c> runs them.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LongAttribute : Attribute, ITraitAttribute
{
    public const string Name = "Tier", Value = "Long";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Name, Value)];
}
