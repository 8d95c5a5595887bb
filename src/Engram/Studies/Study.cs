using Engram.Configuration;

namespace Engram.Studies;

/// <summary>
/// A reproduction, or a question of your own: networks that are trained, what is measured on them, figures, and claims with rules. The
/// program finds those of the assembly Engram.Studies; one in a file of its own is run by <see cref="StudyProgram"/>.
/// </summary>
public abstract class Study
{
    /// <summary>The word that the user types: the type's name in kebab-case, without <c>Study</c> at its end.</summary>
    public virtual string Name => Catalog<Study>.NameOf(this);

    /// <summary>What the report calls it, above its heading.</summary>
    internal virtual string Kind => "Study";

    /// <summary>Heading of the report.</summary>
    public abstract string Title { get; }

    /// <summary>What is asked, in a few sentences.</summary>
    public abstract string Summary { get; }

    /// <summary>The document that is reproduced, with its DOI where it has one; empty for a question of your own.</summary>
    public abstract string Source { get; }

    /// <summary>Since when the rules of the claims have been as they are; null where that is not said.</summary>
    public virtual DateOnly? RulesSince => null;

    /// <summary>What a reader should know of the history of the rules, in a few sentences; empty for nothing.</summary>
    public virtual string Rules => "";

    /// <summary>
    /// Does the study, from the first line each time: what was trained and measured before is found again, so that a study that was
    /// stopped goes on. It must not depend on anything but the context, nor write times or paths into the report.
    /// </summary>
    /// <param name="study">Trains, measures and takes down.</param>
    public abstract void Run(StudyContext study);
}
