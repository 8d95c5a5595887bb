using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary><c>engram analyse perturbation</c> and <c>engram analyse sequence</c> on small networks, and what they refuse.</summary>
[Long]
public sealed class SequenceAnalysesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public SequenceAnalysesTests()
    {
        run = folder["run"];
        Shell.Json(
            3, "train", "sequence", "--peaks", "4", "--width", "40ms", "--units", "20", "--trials", "4", "--validation-trials", "8",
            "--check-every", "60", "--max-updates", "60", "--out", run);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sequence_is_taken_apart_into_peaks_measures_and_a_linear_account()
    {
        Shell.Json(0, "analyse", "sequence", run, "--trials", "3");
        var report = Report("sequence");
        Assert.Contains("sequentiality index", report, StringComparison.Ordinal);
        Assert.Contains("gates of the intact network", report, StringComparison.Ordinal);
        var peaks = File.ReadAllLines(Path.Combine(run, "analysis", "sequence", "data", "peaks.csv"));
        Assert.Equal(1 + (3 * (4 + 4 + 20)), peaks.Length);
        Assert.True(File.Exists(Path.Combine(run, "analysis", "sequence", "data", "peaks.npz")));
    }

    [Theory]
    [InlineData(4 * 4, "column", "")]
    [InlineData(4 * 1, "column", "--change", "shift", "--values", "0.1")]
    [InlineData(2 * 1, "row", "--units", "1,18", "--senders", "inhibitory", "--values", "1.5")]
    [InlineData(1 * 3, "block", "--receivers", "excitatory", "--change", "shift", "--values", "-0.1,0,0.1", "--keep-dale", "true")]
    [InlineData(3 * 1, "unit", "--units", "0,7,19", "--noise", "false")]
    public void Every_part_can_be_perturbed(int expected, string part, params string[] more)
    {
        Shell.Json(0, ["analyse", "perturbation", run, "--trials", "2", "--part", part, .. more.Where(word => word.Length > 0)]);
        var effects = File.ReadAllLines(Path.Combine(run, "analysis", "perturbation", "data", "effects.csv"));
        Assert.Equal(1 + expected, effects.Length);
        var law = part switch
        {
            "unit" => "A silenced unit sends nothing", "block" => "Dale's law is kept",
            "column" when more is [""] => "change the columns of the 4 inhibitory units. No weight changes its sign",
            "row" => "change the rows of 2 units. No weight changes its sign", _ => "Dale's law may be violated",
        };
        Assert.Contains(law, Report("perturbation").Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_nothing_changes_nothing()
    {
        Shell.Json(0, "analyse", "perturbation", run, "--trials", "2", "--values", "1", "--units", "17");
        var row = File.ReadAllLines(Path.Combine(run, "analysis", "perturbation", "data", "effects.csv"))[1];
        Assert.StartsWith("\"w_rec, column 17: unchanged\",1,", row, StringComparison.Ordinal);
        Assert.DoesNotMatch(",-?[1-9][0-9.E-]*,[0-9]+,[0-9]+$", row.Replace("NaN", "0", StringComparison.Ordinal)[^8..]);
    }

    [Fact]
    public void A_task_without_peaks_of_its_own_is_perturbed_and_taken_apart_too()
    {
        var other = folder["other"];
        Shell.Json(3, Tiny.Train(other, 1));
        Shell.Json(0, "analyse", "perturbation", other, "--trials", "6", "--part", "unit");
        Shell.Json(0, "analyse", "sequence", other, "--trials", "6", "--period", "decision");
        Assert.True(File.Exists(Path.Combine(other, "analysis", "sequence", "report.html")));
    }

    [Fact]
    public void A_cell_that_is_not_piecewise_linear_has_no_linear_account_and_the_report_says_so()
    {
        var other = folder["other"];
        Shell.Json(3, Tiny.Train(other, 1, "--cell", "gru"));
        Shell.Json(0, "analyse", "sequence", other, "--trials", "3");
        var report = File.ReadAllText(Path.Combine(other, "analysis", "sequence", "report.html"));
        Assert.Contains("This is a gru cell", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_say_whether_the_sequence_survives_half_the_step()
    {
        var (coarse, fine) = (folder["coarse"], folder["fine"]);
        Shell.Json(0, "train", "sequence", "--out", coarse);
        Shell.Json(0, "train", "sequence", "--from", coarse, "--dt", "2ms", "--optimiser-learning-rate", "0.001", "--out", fine);
        Shell.Json(0, "analyse", "perturbation", coarse, "--trials", "2", "--values", "2", "--units", "39");
        Shell.Json(0, "analyse", "sequence", fine, "--trials", "2");
        Assert.Contains("belongs to the time step and not to the differential equation", Text(coarse, "perturbation"), StringComparison.Ordinal);
        Assert.Contains("belongs to the differential equation and not merely to the time step", Text(fine, "sequence"), StringComparison.Ordinal);

        // A gated unit has no time but its steps.
        var gated = folder["gated"];
        Shell.Json(3, Tiny.Train(gated, 1, "--cell", "gru"));
        Shell.Json(0, "analyse", "perturbation", gated, "--trials", "2", "--part", "unit");
        Assert.DoesNotContain("Half the step", Text(gated, "perturbation"), StringComparison.Ordinal);

        static string Text(string folder, string name) => File.ReadAllText(Path.Combine(folder, "analysis", name, "report.html"));
    }

    [Fact]
    public void A_run_of_no_updates_is_trained_if_it_goes_on_from_one_that_is()
    {
        string[] On(string from, string to, params string[] more) =>
            ["train", "sequence", "--peaks", "4", "--width", "40ms", "--from", from, "--out", folder[to], .. more];

        Assert.Equal(0, (int)Shell.Json(0, On(run, "met", "--target-error", "100"))["updates"]!);
        Shell.Json(0, "analyse", "sequence", folder["met"], "--trials", "2");
        Shell.Json(0, "analyse", "perturbation", folder["met"], "--trials", "2", "--part", "unit", "--units", "1");

        // Weights of joint training are new, and a chain of none has learned nothing.
        Shell.Json(3, On(run, "joint", "--protection", "joint", "--max-updates", "0"));
        Shell.Json(
            3, "train", "sequence", "--peaks", "4", "--width", "40ms", "--units", "20", "--max-updates", "0", "--out", folder["none"]);
        Shell.Json(0, On(folder["none"], "after-none", "--target-error", "100"));
        foreach (var name in new[] { "joint", "none", "after-none" })
        {
            var (code, _, error) = Shell.Run("analyse", "sequence", folder[name]);
            Assert.Equal(2, code);
            Assert.Contains("is untrained", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("`--receivers` is excitatory, but has no effect when `--part` is row", "perturbation", "--part", "row", "--receivers", "excitatory")]
    [InlineData("`--senders` is inhibitory, but has no effect when `--part` is column", "perturbation", "--senders", "inhibitory")]
    [InlineData("`--values` is 2, but has no effect when `--part` is unit", "perturbation", "--part", "unit", "--values", "2")]
    [InlineData("`--keep-dale` is true, but has no effect when `--part` is unit", "perturbation", "--part", "unit", "--keep-dale", "true")]
    [InlineData("numbered 0 to 19", "perturbation", "--units", "20")]
    [InlineData("There is no unit 20", "perturbation", "--part", "unit", "--units", "20")]
    [InlineData("Did you mean 'w_rec'", "perturbation", "--matrix", "w_rce")]
    [InlineData("`--part block`", "perturbation", "--part", "block", "--units", "1")]
    [InlineData("part", "perturbation", "--part", "colum")]
    [InlineData("trials", "perturbation", "--trials", "0")]
    [InlineData("values", "perturbation", "--values", "much")]
    [InlineData("lost-below", "perturbation", "--lost-below", "2")]
    [InlineData("Did you mean 'sequence'", "sequence", "--period", "sequenc")]
    [InlineData("bins", "sequence", "--bins", "1")]
    public void What_cannot_be_asked_is_one_error_and_leaves_nothing(string expected, string name, params string[] more)
    {
        var (code, standard, error) = Shell.Run(["analyse", name, run, .. more]);
        Assert.True(code == 2, $"exit code {code}: {standard}{error}");
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(run, "analysis")));
    }

    [Fact]
    public void Without_units_of_one_sign_there_is_neither_a_kind_of_units_nor_a_law_to_keep()
    {
        var other = folder["other"];
        Shell.Json(3, Tiny.Train(other, 1, "--dale", "none"));
        foreach (var (expected, more) in new (string, string[])[]
        {
            ("--receivers all", ["--receivers", "inhibitory"]), ("keep-dale", ["--keep-dale", "true", "--units", "1"]),
        })
        {
            var (code, _, error) = Shell.Run(["analyse", "perturbation", other, .. more]);
            Assert.Equal(2, code);
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.False(Path.Exists(Path.Combine(other, "analysis")));
        }
    }

    private string Report(string name) => File.ReadAllText(Path.Combine(run, "analysis", name, "report.html"));
}
