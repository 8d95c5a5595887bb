using Engram.Storage;

namespace Engram.Tests.Storage;

public sealed class CsvTests
{
    [Fact]
    public void Cells_are_quoted_where_they_must_be()
    {
        using var folder = new TemporaryFolder();
        Csv.Write(folder["a.csv"], ["unit", "d′"], [["1,5", "a \"b\""], ["two\nlines", "-0.5"], ["", " c "]]);
        Assert.Equal(
            "unit,d′\n\"1,5\",\"a \"\"b\"\"\"\n\"two\nlines\",-0.5\n, c \n"u8.ToArray(),
            File.ReadAllBytes(folder["a.csv"]));
    }

    [Fact]
    public void A_row_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => Csv.Text(["a", "b"], [["1"]]));
}
