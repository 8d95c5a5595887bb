using System.Globalization;
using System.Security.Cryptography;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Tests.Storage;

/// <summary>
/// Every task of the library records, and its files have the same numbers in NumPy, SciPy and pandas as here. One Python reads all files.
/// </summary>
public sealed class RecordingContract : IDisposable
{
    // Prints a line for each array: file, name, lengths, SHA-256 of its bytes row by row. Of tables the bytes of all rates.
    private const string Reader =
        """
        import glob, hashlib, sys
        import numpy as np, pandas as pd, scipy.io

        def show(file, name, value):
            value = np.ascontiguousarray(value)
            print(file, name, "x".join(map(str, value.shape)), hashlib.sha256(value.tobytes()).hexdigest())

        for path in sorted(glob.glob(sys.argv[1] + "/*")):
            file = path.rsplit("/", 1)[1]
            if file.endswith(".npz"):
                with np.load(path) as arrays:
                    assert any(line.startswith("rates (T x B x N)") for line in arrays["about"])
                    for name in arrays:
                        if arrays[name].dtype.kind != "U":
                            show(file, name, arrays[name])
            elif file.endswith(".mat"):
                for name, value in scipy.io.loadmat(path).items():
                    if not name.startswith("__") and value.dtype.kind != "O":
                        show(file, name, value)
            else:
                table = pd.read_csv(path, keep_default_na=False, na_values=[""])
                show(file, "rates", table[[c for c in table if c.startswith("rate-")]].to_numpy(np.float64))
        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Every_task_reads_in_Python_with_the_same_numbers()
    {
        var expected = new List<string>();
        foreach (var task in CognitiveTask.Catalog.All)
        {
            var recording = Record(task);
            RecordingFile.WriteNpz(recording, folder[$"{task.Name}.npz"]);
            RecordingFile.WriteMat(recording, folder[$"{task.Name}.mat"]);
            RecordingFile.WriteSteps(recording, folder[$"{task.Name}.csv"]);
            foreach (var array in Npz.Read(folder[$"{task.Name}.npz"]))
            {
                expected.Add(Line($"{task.Name}.npz", array.Name, array.Shape, array.Bytes));
                expected.Add(Line(
                    $"{task.Name}.mat", array.Name.Replace('-', '_'), array.Shape.Count == 1 ? [array.Shape[0], 1] : array.Shape, array.Bytes));
            }

            double[] rates =
            [
                .. recording.Trials.SelectMany(trial => Enumerable.Range(0, trial.Steps).SelectMany(step =>
                    Array.ConvertAll(recording.Rate(step, trial.Index).ToArray(), value => double.Parse($"{value:R}", CultureInfo.InvariantCulture)))),
            ];
            var array2 = new NamedArray("rates", rates, rates.Length / recording.Units, recording.Units);
            expected.Add(Line($"{task.Name}.csv", "rates", array2.Shape, array2.Bytes));
        }

        var found = Programs.Python(Reader, folder.Path).Split('\n');
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.True(expected.Count > 20 * CognitiveTask.Catalog.All.Count);
    }

    [Fact]
    public void Every_array_and_text_of_a_file_is_explained_in_it_and_in_the_documents()
    {
        var page = File.ReadAllText(Path.Combine(Documents.Repository.Root, "docs", "recording.md"));
        foreach (var task in CognitiveTask.Catalog.All)
        {
            var layout = new RecordingLayout(Record(task), []);
            var about = layout.Texts[0];
            Assert.Equal("about", about.Name);
            foreach (var name in layout.Arrays.Select(array => array.Name).Concat(layout.Texts.Skip(1).Select(text => text.Name)))
            {
                Assert.Contains(about.Lines, line => line.StartsWith($"{name} (", StringComparison.Ordinal) || line.StartsWith($"{name}: ", StringComparison.Ordinal));
                Assert.Contains($"`{(name.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 ? $"{name[..dash]}-NAME" : name)}`", page, StringComparison.Ordinal);
            }

            Assert.All(about.Lines, line => Assert.True(line.All(char.IsAscii), line));
        }
    }

    public void Dispose() => folder.Dispose();

    private static string Line(string file, string name, IReadOnlyList<int> shape, ReadOnlySpan<byte> bytes) =>
        $"{file} {name} {string.Join('x', shape)} {Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static Recording Record(CognitiveTask task)
    {
        var cell = new LeakyCell { Units = 3 };
        return new Experiment
        {
            Network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms, task.ContextNames.Count), new NetworkOptions(), 5),
            Task = task,
            Trials = 3,
            KeepStates = true,
        }.Run(TestContext.Current.CancellationToken);
    }
}
