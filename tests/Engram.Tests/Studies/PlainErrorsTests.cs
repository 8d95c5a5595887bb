using Engram.Configuration;
using Engram.Storage;
using Engram.Studies;

namespace Engram.Tests.Studies;

public sealed class PlainErrorsTests
{
    [Fact]
    public void Bad_input_and_the_disk_are_told_in_sentences()
    {
        var (code, sentences) = PlainErrors.Told(new UsageException(["`Units` is 0.", "`Dt` is 0ms."]))!.Value;
        Assert.Equal(2, code);
        Assert.Equal(["`Units` is 0.", "`Dt` is 0ms."], sentences);
        Exception[] ofDisk = [new StorageException("full"), new DirectoryNotFoundException("not\nthere"), new UnauthorizedAccessException("no")];
        Assert.Equal(["full", "not there", "no"], ofDisk.Select(fault => Assert.Single(PlainErrors.Told(fault)!.Value.Sentences)));
        Assert.All(ofDisk, fault => Assert.Equal(1, PlainErrors.Told(fault)!.Value.Code));
        Assert.Equal("full", PlainErrors.Told(new TypeInitializationException("T", new AggregateException(ofDisk[0])))!.Value.Sentences[0]);
    }

    [Fact]
    public void A_mistake_in_the_program_keeps_its_stack_trace()
    {
        Assert.Null(PlainErrors.Told(new InvalidOperationException("x")));
        Assert.Null(PlainErrors.Told(new AggregateException(new IOException("a"), new IOException("b"))));
    }
}
