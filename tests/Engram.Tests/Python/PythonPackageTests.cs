using System.Text;
using System.Text.RegularExpressions;
using Engram.Tasks;
using Engram.Tests.App;
using Engram.Tests.Documents;
using Engram.Tests.Storage;

namespace Engram.Tests.Python;

/// <summary>The package as users have it: installed by pip where there is no network, in a script and in a notebook.</summary>
[Long]
public sealed partial class PythonPackageTests
{
    [Fact]
    public void It_is_installed_from_the_repository_and_the_first_lines_of_the_page_train_record_and_plot()
    {
        using var folder = new TemporaryFolder();
        var python = Installed(PythonProcess.Need("pandas", "matplotlib"), folder, prebuilt: false);
        var lines = Block().Matches(Repository.Read("docs", "python.md")).Select(block => block.Groups[1].Value).First();
        File.WriteAllText(folder["first.py"], lines);
        PythonProcess.Start(python, folder.Path, [], ["first.py"]);
        Assert.True(new FileInfo(folder["rates.png"]).Length > 10_000);
        Assert.True(Directory.Exists(folder["runs"]));
        AssertNamesNoPlace(Directory.GetFiles(Path.Combine(folder["environment"], "lib"), "Engram*.*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Every_task_records_and_reads_in_Python_with_the_numbers_of_its_file()
    {
        var python = PythonProcess.Need("pandas");
        using var folder = new TemporaryFolder();
        foreach (var task in CognitiveTask.Catalog.Names)
        {
            var path = folder[task];
            Assert.Equal(3, Shell.Run("train", task, "--units", "8", "--trials", "4", "--validation-trials", "200", "--max-updates", "1", "--out", path).Code);
            Assert.Equal(0, Shell.Run("record", path, "--trials", "7", "--out", $"{path}.npz").Code);
        }

        var said = PythonProcess.Run(python, folder.Path, "every_task.py", folder.Path);
        Assert.Equal(CognitiveTask.Catalog.Names.Order(StringComparer.Ordinal), said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_training_that_is_interrupted_goes_on_and_ends_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("the same bits", PythonProcess.Run(PythonProcess.Need(), folder.Path, "interrupt.py"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_in_Python_gives_the_same_bits_on_any_number_of_threads_and_its_exceptions_are_those_of_Python()
    {
        using var folder = new TemporaryFolder();
        var said = PythonProcess.Run(PythonProcess.Need(), folder.Path, "own_task.py");
        Assert.Equal(
            ["same bits", "recorded", "judged by error", "refused", "resumed", "swept"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Trials_of_an_environment_are_a_task()
    {
        using var folder = new TemporaryFolder();
        var python = PythonProcess.Need();
        Assert.Equal("whole trials\nsteps and numbers\nrefused\n", PythonProcess.Run(python, folder.Path, "tabulated.py"));
        PythonProcess.Run(python, folder.Path, "tabulated_later.py", "train");
        Assert.Equal("opened\n", PythonProcess.Run(python, folder.Path, "tabulated_later.py", "load"));
    }

    [Fact]
    public void A_run_of_a_task_in_Python_says_what_to_do_where_the_class_is_missing()
    {
        using var folder = new TemporaryFolder();
        var said = PythonProcess.Run(PythonProcess.Need(), folder.Path, "missing_task.py", folder.Path);
        Assert.Equal(["missing", "another version"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var (code, _, error) = Program(folder.Path, "test", "run");
        Assert.Equal(2, code);
        Assert.Contains("the class Mine of python file 'mine.py'", error, StringComparison.Ordinal);
        Assert.Equal(2, Program(folder.Path, "train", "python").Code);
        Assert.Equal(0, Program(folder.Path, "describe", "run").Code);
        Assert.Equal(0, Program(folder.Path, "runs", ".").Code);
    }

    [Fact]
    public void Each_notebook_runs_from_its_first_cell_to_its_last()
    {
        var python = PythonProcess.Need("pandas", "matplotlib", "nbconvert", "ipykernel");
        var notebooks = Repository.Files(Path.Combine("python", "examples"), "*.ipynb").ToList();
        Assert.NotEmpty(notebooks);
        foreach (var notebook in notebooks)
        {
            using var folder = new TemporaryFolder();
            var variables = PythonProcess.Package();
            variables["MPLBACKEND"] = "module://matplotlib_inline.backend_inline";
            PythonProcess.Start(python, folder.Path, variables, [
                "-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=python3", "--output-dir", folder.Path, notebook]);
            var text = File.ReadAllText(folder[Path.GetFileName(notebook)]);
            Assert.Contains("image/png", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"output_type\": \"error\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"output_type\"", File.ReadAllText(notebook), StringComparison.Ordinal);
        }
    }

    private static (int Code, string Standard, string Error) Program(string folder, params string[] words)
    {
        using var process = Shell.Start(folder, words);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var standard = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, standard, error.Result);
    }

    // Neither the folder of the repository nor that of the build, as one byte or two bytes a letter.
    private static void AssertNamesNoPlace(string[] files)
    {
        Assert.Contains(files, file => Path.GetFileName(file) == "Engram.App.dll");
        Assert.DoesNotContain(files, file => file.EndsWith(".pdb", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            foreach (var place in new[] { Repository.Root, Path.GetTempPath() })
            {
                Assert.False(text.Contains(place, StringComparison.Ordinal), $"{file} has {place} in it.");
                Assert.False(text.Contains(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(place)), StringComparison.Ordinal), $"{file} has {place} in it.");
            }
        }
    }

    // The interpreter of a new environment with the package.
    private static string Installed(string python, TemporaryFolder folder, bool prebuilt)
    {
        Dictionary<string, string> variables = prebuilt ? new() { ["ENGRAM_PREBUILT"] = PythonProcess.Program } : [];
        PythonProcess.Start(python, folder.Path, [], ["-m", "venv", "--system-site-packages", "environment"]);
        var own = Path.Combine(folder["environment"], "bin", "python");
        PythonProcess.Start(own, folder.Path, variables, ["-m", "pip", "install", "--quiet", "--no-index", Path.Combine(Repository.Root, "python")]);
        return own;
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
