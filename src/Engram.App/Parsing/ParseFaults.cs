using System.CommandLine;
using System.CommandLine.Parsing;

namespace Engram.App.Parsing;

/// <summary>What the parser found wrong, in the program's own words.</summary>
internal static class ParseFaults
{
    /// <summary>One sentence per fault.</summary>
    /// <param name="parsed">The parser's result.</param>
    /// <param name="name">The command's name.</param>
    public static IEnumerable<string> Of(ParseResult parsed, string name)
    {
        foreach (var word in parsed.UnmatchedTokens)
        {
            yield return $"`engram {name}` does not know what to do with `{word}`. `engram {name} --help` shows what it takes.";
        }

        foreach (var error in parsed.Errors)
        {
            yield return Sentence(error, name);
        }
    }

    /// <summary>A question to append to a fault: <c> Did you mean `--seed`?</c>, or nothing.</summary>
    public static string Question(string word, IEnumerable<string> known) =>
        word == "--quick" ? " Only `engram study` has `--quick`." : Familiar.Of(word, [.. known]) is { } name ? $" Did you mean `{name}`?" : string.Empty;

    /// <summary>The fault of a flag that lacks its value.</summary>
    public static string NeedsValue(Option flag) => $"`{flag.Name}` needs a value: `{flag.Name} <{flag.HelpName}>`.";

    private static string Sentence(ParseError error, string name) => error.SymbolResult switch
    {
        OptionResult { IdentifierTokenCount: > 1 } flag when flag.Option.Arity.MaximumNumberOfValues <= 1 =>
            $"`{flag.Option.Name}` is given {flag.IdentifierTokenCount} times; give it once.",
        OptionResult { Tokens.Count: 0 } flag => NeedsValue(flag.Option),
        ArgumentResult { Tokens.Count: 0 } argument =>
            $"`engram {name}` needs <{argument.Argument.Name}>: {argument.Argument.Description}. `engram {name} --help` shows how.",
        _ => error.Message,
    };
}
