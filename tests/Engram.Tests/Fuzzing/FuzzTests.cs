using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Tests.Storage;

namespace Engram.Tests.Fuzzing;

/// <summary>
/// Damaged files of every format that is read: each is refused in a sentence or read, within bounded memory. <c>ENGRAM_FUZZ=100000</c> tries so
/// many in place of a few thousand. Which change a file gets depends on the reader and its number alone.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Few = 3300, LongestSentence = 2000, Shown = 12;

    // What is packed may be unpacked: a thousand to one at most, and then widened.
    private const long Times = 2048;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Every_damaged_file_is_refused_in_a_sentence_or_read_within_bounded_memory()
    {
        var (readers, faults) = (FuzzReader.All(folder).ToList(), new List<string>());
        var count = int.Parse(Environment.GetEnvironmentVariable("ENGRAM_FUZZ") ?? $"{Few}", CultureInfo.InvariantCulture) / readers.Count;
        foreach (var (place, reader) in readers.Index())
        {
            foreach (var seed in reader.Seeds)
            {
                reader.Read(seed);
            }

            var (refused, most, sentences) = (0, 0L, new HashSet<string>(StringComparer.Ordinal));
            for (var number = 0; number < count; number++)
            {
                var bytes = Mutated(reader, new RandomStream(new StreamKey((ulong)place, Purpose.Analysis), number));
                var before = GC.GetAllocatedBytesForCurrentThread();
                var fault = Record.Exception(() => reader.Read(bytes));
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (Wrong(fault, allocated, reader.Floor + (Times * bytes.Length)) is { } wrong)
                {
                    faults.Add(string.Create(CultureInfo.InvariantCulture, $"{reader.Name} {number}: {wrong}"));
                }

                (refused, most) = (refused + (fault is null ? 0 : 1), Math.Max(most, allocated));
                _ = fault is null || sentences.Add(Words(fault.Message));
            }

            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.Name}: {count} files, {refused} refused in {sentences.Count} different sentences, at most {most / 1e6:0.0} MB allocated"));
            Assert.InRange(refused, 1, count);
        }

        Assert.True(faults.Count == 0, $"{faults.Count} wrong, among them\n{string.Join('\n', faults.DistinctBy(fault => fault.Split(':', 2)[1]).Take(Shown))}");
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Mutated(FuzzReader reader, RandomStream random)
    {
        var (seed, other) = (reader.Seeds[random.NextInt(reader.Seeds.Count)], reader.Seeds[random.NextInt(reader.Seeds.Count)]);
        var kind = random.NextInt(reader.Mutations.Length + 1);
        return kind == 0 ? ByteMutation.Of(seed, other, ref random) : reader.Mutations[kind - 1](seed, other, ref random);
    }

    // What is wrong with an answer; null for nothing.
    private static string? Wrong(Exception? fault, long allocated, long allowed)
    {
        if (fault is not (null or UsageException))
        {
            return $"{fault}";
        }

        if (allocated > allowed)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{allocated} bytes allocated, more than {allowed} ({fault?.Message})");
        }

        return (fault as UsageException)?.Faults.FirstOrDefault(sentence => sentence.Length is < 20 or > LongestSentence || sentence[^1] is not ('.' or '?')
            || sentence.Contains("Exception", StringComparison.Ordinal) || sentence.Contains("System.", StringComparison.Ordinal));
    }

    // A sentence without what it quotes.
    private static string Words(string sentence) => string.Concat(sentence.Split('\'').Where((_, part) => part % 2 == 0)) is var words
        ? new string([.. words.Where(letter => !char.IsAsciiDigit(letter))]) : "";
}
