using Engram.Configuration;
using Engram.Storage;

namespace Engram.Tests.Storage;

/// <summary>MATLAB files come back as they were written, here, in SciPy and in Octave.</summary>
public sealed class MatFileTests : IDisposable
{
    private static readonly NamedArray[] Arrays =
    [
        new("cube", [.. Enumerable.Range(0, 24).Select(value => value * 0.5f)], 2, 3, 4), new("matrix", [1.5, -2, 3, 1e-300, 5, 6], 2, 3),
        new("big-number", [9007199254740993, long.MinValue]), new("none", Array.Empty<float>(), 0, 4), new("1st", [0.25]),
        new("long", [.. Enumerable.Range(0, 40_000).Select(value => (double)value)], 200, 200),
    ];

    private static readonly NamedText[] Texts = [new("about", ["rates (T x B x N)", "", "outputs"]), new("word", ["kappa is κ"])];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Arrays_and_texts_survive_the_file()
    {
        MatFile.Write(folder["a.mat"], Arrays, Texts);
        MatFile.Write(folder["b.mat"], Arrays, Texts);
        Assert.Equal(File.ReadAllBytes(folder["a.mat"]), File.ReadAllBytes(folder["b.mat"]));
        var file = ArrayFiles.Read(folder["a.mat"]);
        Assert.Equal(["cube", "matrix", "big_number", "none", "x1st", "long"], file.Arrays.Select(array => array.Name));
        Assert.All(Arrays.Zip(file.Arrays), pair =>
        {
            Assert.Equal(pair.First.Shape.Count == 1 ? [pair.First.Shape[0], 1] : pair.First.Shape, pair.Second.Shape);
            Assert.Equal(pair.First.Values, pair.Second.Values);
        });
        Assert.Equal(("rates (T x B x N)\n\noutputs", "kappa is κ"), (file.Metadata["about"], file.Metadata["word"]));
    }

    [Fact]
    public void Names_that_MATLAB_cannot_tell_apart_are_refused_and_nothing_is_written()
    {
        Assert.Throws<UsageException>(() => MatFile.Write(folder["a.mat"], [new("a-b", [1f]), new("a_b", [1f])]));
        Assert.Throws<UsageException>(() => MatFile.Write(folder["a.mat"], [new(new string('a', 64), [1f])]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void SciPy_reads_the_same_numbers()
    {
        MatFile.Write(folder["a.mat"], Arrays, Texts);
        var shown = Programs.Python(
            """
            import sys, numpy as np, scipy.io
            f = scipy.io.loadmat(sys.argv[1])
            assert f["cube"].dtype == np.float32 and (f["cube"] == (np.arange(24) * 0.5).reshape(2, 3, 4)).all()
            assert (f["matrix"] == [[1.5, -2, 3], [1e-300, 5, 6]]).all()
            assert f["big_number"].tolist() == [[9007199254740993], [-2 ** 63]] and f["none"].shape == (0, 4)
            assert (f["long"] == np.arange(40000.0).reshape(200, 200)).all()
            assert f["about"][0, 0][0] == "rates (T x B x N)" and f["about"].shape == (3, 1), f["about"]
            assert f["word"][0, 0][0] == "kappa is \u03ba", f["word"]
            print("same")
            """, folder["a.mat"]);
        Assert.Equal("same", shown);
    }

    [Fact]
    public void Octave_reads_the_same_numbers()
    {
        MatFile.Write(folder["a.mat"], Arrays, Texts);
        var shown = Programs.Octave(
            $"load('{folder["a.mat"]}'); assert(isequal(cube, permute(reshape(single(0:23) / 2, [4 3 2]), [3 2 1]))); assert(isa(cube, 'single'));"
            + "assert(isequal(matrix, [1.5 -2 3; 1e-300 5 6])); assert(isequal(big_number, [int64(9007199254740993); intmin('int64')]));"
            + "assert(isequal(size(none), [0 4])); assert(isequal(about{1}, 'rates (T x B x N)')); assert(numel(about) == 3); assert(isequal(word{1}(1:9), 'kappa is '));"
            + "assert(isequal(long, reshape(0:39999, 200, 200)')); disp('same')");
        Assert.Equal("same", shown);
    }

    public void Dispose() => folder.Dispose();
}
