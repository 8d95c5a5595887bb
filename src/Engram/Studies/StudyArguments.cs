using System.Globalization;
using Engram.Configuration;

namespace Engram.Studies;

/// <summary>What the user wrote to a study in a file of its own; faults read like those of the program.</summary>
/// <param name="Options">How to run the study.</param>
/// <param name="Help">Whether help is asked for.</param>
/// <param name="Quiet">Whether progress is unwanted.</param>
internal sealed record StudyArguments(StudyOptions Options, bool Help, bool Quiet)
{
    private const string OutName = "--out";

    private static readonly (string Name, string Value, string Description)[] Flags =
    [
        ("--quick", "", "Do a fast smoke run; its numbers mean nothing"),
        ("--seeds", "n", "Networks of each kind (default: what the study says)"),
        ("--threads", "n", "Number of threads, at most one per core; does not change the result (default: all cores)"),
        (OutName, "folder", "Where the study goes (default: studies/NAME, or studies/NAME-quick)"),
        ("--json", "", "Print the claims as exactly one JSON object to stdout"),
        ("--quiet", "", "Print no progress"),
        ("--help", "", "Print this help"),
    ];

    public static StudyArguments Read(IReadOnlyList<string> args, string name)
    {
        var (faults, given) = (new List<string>(), new Dictionary<string, string>());
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            var known = Flags.FirstOrDefault(flag => flag.Name == parts[0]);
            if (!IsFlag(args[i]))
            {
                faults.Add($"`{name}` does not know what to do with `{args[i]}`. `{name} --help` shows what it takes.");
            }
            else if (known.Name is null)
            {
                var near = Nearest.Of(parts[0], Flags.Select(flag => flag.Name), 1);
                faults.Add($"`{name}` has no flag `{parts[0]}`.{(near.Count > 0 ? $" Did you mean `{near[0]}`?" : "")} "
                    + $"`{name} --help` lists its flags.");
                i += i + 1 < args.Count && !IsFlag(args[i + 1]) ? 1 : 0;
            }
            else if (known.Value.Length > 0 && parts.Length == 1 && (i + 1 == args.Count || IsFlag(args[i + 1])))
            {
                faults.Add($"`{known.Name}` needs a value: `{known.Name} <{known.Value}>`.");
            }
            else
            {
                var value = known.Value.Length == 0 ? "true" : parts.Length == 2 ? parts[1] : args[++i];
                if (!given.TryAdd(known.Name, value) && known.Value.Length > 0)
                {
                    faults.Add($"`{known.Name}` is given {args.Count(word => word.Split('=')[0] == known.Name)} times; give it once.");
                }
            }
        }

        var options = new StudyOptions
        {
            Quick = given.ContainsKey("--quick"),
            Seeds = Number(given, "--seeds", Sweep.MaxCount, faults),
            Threads = Number(given, "--threads", 1024, faults),
            Out = given.GetValueOrDefault(OutName),
            Wording = Worded,
        };
        return faults.Count == 0 ? new(options, given.ContainsKey("--help"), given.ContainsKey("--quiet"))
            : throw new UsageException([.. faults.Distinct()]);
    }

    /// <summary>A message of the library with the flags of a study in place of properties.</summary>
    public static string Worded(string message) => FlagText.Of(message, name => name == "folder" ? OutName
        : Flags.Select(flag => flag.Name).FirstOrDefault(flag => char.IsUpper(name[0]) && flag == $"--{FlagText.Name(name)}"));

    public static string HelpOf(Study study) => $"{study.Title}\n\n{study.Summary}\n\nflags:\n" + string.Join(
        '\n', Flags.Select(flag => $"  {(flag.Value.Length > 0 ? $"{flag.Name} <{flag.Value}>" : flag.Name),-15}  {flag.Description}"));

    private static bool IsFlag(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);

    private static int? Number(Dictionary<string, string> given, string name, int most, List<string> faults)
    {
        if (!given.TryGetValue(name, out var text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= most)
        {
            return number;
        }

        faults.Add($"`{name} {text}`: give a whole number from 1 to {most}, such as `{name} 1`.");
        return null;
    }
}
