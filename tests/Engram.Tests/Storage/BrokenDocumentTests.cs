using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Engram.App.Catalogue;
using Engram.App.Training;
using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Numerics;
using Engram.Storage;
using Engram.Studies;
using Engram.Tests.Learning;

namespace Engram.Tests.Storage;

/// <summary>Every kind of document that Engram writes or reads, broken at random places: it is read, or refused with a usage error.</summary>
public sealed class BrokenDocumentTests : IDisposable
{
    private const int Changes = 400;
    private static readonly RunConfiguration Trained = SmallRun.Growing();
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_document_of_a_run()
    {
        var path = Path.Combine(Train(), "run.json");
        var text = File.ReadAllText(path);
        Refused(text, Read);

        // Without a checksum, all that it says is looked at by itself.
        File.WriteAllText(path, text);
        EditedRun.MakeOlder(folder["run"], 2);
        Refused(File.ReadAllText(path), Read);

        void Read(string changed)
        {
            File.WriteAllText(path, changed);
            _ = RunSummary.Read(folder["run"]);
            _ = SweepRun.TryRead(Trained, "hash", folder["run"]);
            _ = TrainingRun.Load(folder["run"]);
        }
    }

    [Theory]
    [InlineData("minimum", "1e308", "outcome.minimum is 1e308, not a share from 0 to 1")]
    [InlineData("minimum", "-1", "outcome.minimum is -1, not a share from 0 to 1")]
    [InlineData("minimum", "1e999", "not a share from 0 to 1")]
    [InlineData("overall", "\"Infinity\"", "not a share from 0 to 1")]
    [InlineData("performance", "{\"lo-hi\":1.5}", "outcome.performance.lo-hi is 1.5, not a share from 0 to 1")]
    [InlineData("performance", "[]", "not an object with a share for each condition")]
    [InlineData("seconds", "-1e300", "not a number of seconds from 0 on")]
    [InlineData("seconds", "1e300", "not a number of seconds from 0 on")]
    [InlineData("seconds", "\"NaN\"", "not a number of seconds from 0 on")]
    [InlineData("seconds", "null", "outcome.seconds is null, not a number of seconds from 0 on")]
    [InlineData("error", "-1", "outcome.error is -1, not a number from 0 on")]
    [InlineData("loss", "1e999", "not a number")]
    [InlineData("updates", "-3", "outcome.updates is -3, not a count")]
    [InlineData("advice", "3", "outcome.advice is 3, not a text")]
    [InlineData("minimum", "\"NaN\"", null)]
    [InlineData("minimum", "null", null)]
    [InlineData("loss", "\"Infinity\"", null)]
    public void A_number_of_an_outcome_lies_where_such_numbers_lie(string key, string value, string? expected)
    {
        EditedRun.Write(Train(), run => run["outcome"]![key] = JsonNode.Parse(value));
        var fault = Record.Exception(() => RunSummary.Read(folder["run"]));
        Assert.Equal(expected is not null, fault is UsageException);
        Assert.Contains(expected ?? "", fault?.Message ?? "", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":9", "has format 9, but this program reads only up to format 1")]
    [InlineData("\"format\":1", "\"format\":null", "format is null, but a sweep writes 1")]
    [InlineData("\"format\":1,", "", "format is null, but a sweep writes 1")]
    [InlineData("\"varies\":[", "\"variez\":[", "variez: [")]
    [InlineData("{\"seed\":\"1\"}", "{\"seed\":\"9\"}", "runs.0.varies.seed: \"9\" there, \"1\" here")]
    [InlineData("\"run\":\"", "\"run\":\"../../pd", "runs.0.run: \"../../pd")]
    [InlineData("\"seed\":1,", "\"seed\":5,", "runs.0.run: ")]
    [InlineData("\"runs\":[", "\"more\":1,\"runs\":[", "more: 1 there, none here")]
    public void What_a_sweep_wrote_says_what_its_configurations_say(string part, string other, string expected)
    {
        var sweep = new Sweep([SmallRun.Easy(1), SmallRun.Easy(2)]);
        var text = JsonNode.Parse(SweepDocument.Text(
            sweep, [.. sweep.Configurations.Select(one => SweepDocument.FolderOf(Settings.Hash(one.ToJson())))]))!.ToJsonString();
        File.WriteAllText(folder["sweep.json"], text);
        Assert.Equal(sweep.Configurations, SweepDocument.TryRead(folder["sweep.json"])!.Configurations);
        var place = text.IndexOf(part, StringComparison.Ordinal);
        Assert.InRange(place, 0, text.Length);
        File.WriteAllText(folder["sweep.json"], text[..place] + other + text[(place + part.Length)..]);
        Assert.Contains(
            expected, Assert.Throws<UsageException>(() => SweepDocument.TryRead(folder["sweep.json"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_sweep_wrote()
    {
        var sweep = new Sweep([SmallRun.Easy(1), SmallRun.Easy(2)]);
        Refused(SweepDocument.Text(sweep, [.. sweep.Configurations.Select(one => SweepDocument.FolderOf(Settings.Hash(one.ToJson())))]), text =>
        {
            File.WriteAllText(folder["sweep.json"], text);
            _ = SweepDocument.TryRead(folder["sweep.json"]);
        });
    }

    [Fact]
    public void A_line_of_a_log()
    {
        var path = Path.Combine(Train(), "log.jsonl");
        var lines = File.ReadAllLines(path);
        var run = new SweepRun(Trained, "hash", folder["run"], RunStatus.Exhausted, 60, 1, null, null);
        Refused(lines[1], text =>
        {
            File.WriteAllLines(path, [lines[0], text, .. lines[2..]]);
            _ = RunSummary.Read(folder["run"]);
            _ = run.Log();
        });
        File.WriteAllLines(path, [lines[0], lines[1].Replace("\"update\":15", "\"update\":\"soon\"", StringComparison.Ordinal)]);
        Assert.Contains("log.jsonl, line 2' is broken: update is \"soon\", not a count", Assert.Throws<UsageException>(run.Log).Message, StringComparison.Ordinal);
        File.WriteAllLines(path, [lines[0], lines[1].Replace("\"progress\":", "\"progress\":[],\"x\":", StringComparison.Ordinal)]);
        Assert.Contains("log.jsonl, line 2' has an unexpected value at 'progress'", Assert.Throws<UsageException>(run.Log).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_a_checkpoint()
    {
        using var trainer = new Trainer(Trained, 1);
        using (var cancel = new CancellationTokenSource())
        {
            trainer.Run(SmallRun.StopAfter(20, cancel), cancel.Token);
        }

        var state = trainer.Capture();
        Refused(state.State.ToJsonString(), text => trainer.Restore(state with { State = JsonText.ParseObject(text, "state", "") }));

        // Whatever was taken over, training can go on from it.
        Refused(state.State.ToJsonString(), text =>
        {
            trainer.Restore(state with { State = JsonText.ParseObject(text, "state", "") });
            using var stop = new CancellationTokenSource();
            trainer.Run(new TrainerHooks { OnUpdate = _ => stop.Cancel() }, stop.Token);
        }, 40);
        var misspelt = state.State.ToJsonString().Replace("\"updates\"", "\"updats\"", StringComparison.Ordinal);
        Assert.Contains("updats", Message(misspelt), StringComparison.Ordinal);
        Assert.Contains("tracker", Message("{}"), StringComparison.Ordinal);

        string Message(string text) =>
            Assert.Throws<UsageException>(() => trainer.Restore(state with { State = JsonNode.Parse(text)!.AsObject() })).Message;
    }

    [Fact]
    public void A_report_and_its_figure()
    {
        Directory.CreateDirectory(folder["figures"]);
        var figure = FigureJson.Text(Figures.SampleFigures.All.Values.First().ToVegaLite());
        File.WriteAllText(folder["figures/a.vl.json"], figure);
        ReportItem[] items =
        [
            new Paragraph("Words."), new TableItem("A table", ["a", "b"], [["1", "2"]]), new FigureItem("a", "A figure."),
            new ClaimItem(new Claim("id", "It is.", "yes", 1, 0.5, 3, "s", "rule", Engram.Studies.Verdict.Holds)),
        ];
        ReportFolder.Write(folder.Path, new Report("delays", "Delays", "?", "!", "engram study delays", false, [new("Found", items)]));
        var report = File.ReadAllText(folder["report.json"]);
        Refused(report, text =>
        {
            File.WriteAllText(folder["report.json"], text);
            ReportFolder.Render(folder.Path);
        }, 100);
        File.WriteAllText(folder["report.json"], report);
        Refused(figure, text =>
        {
            File.WriteAllText(folder["figures/a.vl.json"], text);
            ReportFolder.Render(folder.Path);
        }, 50);
    }

    [Fact]
    public void The_file_of_a_sweep()
    {
        const string Sweep =
            """{"task":"delayed-match","preset":"modern","settings":{"units":16,"bias":true},"sweep":{"delay":["0s","1s"],"dt":"10ms,20ms"},"seeds":[1,2]}""";
        Refused(Sweep, text =>
        {
            File.WriteAllText(folder["sweep.json"], text);
            _ = SweepText.Of(folder["sweep.json"]);
        });
    }

    [Fact]
    public void The_header_of_a_file_of_arrays()
    {
        const string Header =
            """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F64","shape":[],"data_offsets":[8,16]}}""";
        Refused(Header, text =>
        {
            var header = Encoding.UTF8.GetBytes(text);
            byte[] file = [.. new byte[8], .. header, .. new byte[16]];
            BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
            File.WriteAllBytes(folder["a.safetensors"], file);
            _ = Safetensors.Read(folder["a.safetensors"]);
        });
    }

    private string Train()
    {
        using var cancel = new CancellationTokenSource();
        TrainingRun.Execute(Trained, folder["run"], false, 1, SmallRun.StopAfter(20, cancel), cancel.Token);
        return folder["run"];
    }

    private static void Refused(string text, Action<string> read, int changes = Changes)
    {
        read(text);
        var refusals = 0;
        for (var change = 0; change < changes; change++)
        {
            var changed = JsonMutation.Of(text, new RandomStream(new StreamKey(1, Purpose.Analysis), change));
            var fault = Record.Exception(() => read(changed));
            Assert.True(fault is null or UsageException, $"change {change}: {fault}\n{changed}");
            refusals += fault is null ? 0 : 1;
        }

        Assert.InRange(refusals, 1, changes);
    }
}
