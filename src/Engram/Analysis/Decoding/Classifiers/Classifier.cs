using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// A way to learn which class a row of numbers belongs to. All are linear: row x is of the class k with the greatest wₖ·x − bₖ. Every class weighs
/// the same in the fit, however many rows it has, as it does in the accuracy. A new one is one record in one file.
/// </summary>
public abstract record Classifier
{
    /// <summary>The classifiers of the library.</summary>
    public static Catalog<Classifier> Catalog { get; } = new();

    /// <summary>Name on the command line: the type's name in kebab-case, without <c>Classifier</c> at its end.</summary>
    public string Name => Catalog<Classifier>.NameOf(this);

    /// <summary>What it is called in a sentence.</summary>
    public abstract string Phrase { get; }

    /// <summary>The classifier that a text names: <c>svm</c>, or with settings after colons <c>logistic:penalty=10</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">It names no classifier, or settings that it does not have.</exception>
    public static Classifier Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        var settings = parts[1..].Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        var classifier = Catalog.Create(parts[0]);
        return settings.FirstOrDefault(pair => pair.Length < 2) is { } wrong
            ? throw new UsageException($"'{wrong[0]}' in '{text}' has no value; write a name and settings after colons, such as svm:penalty=10.")
            : Settings.With(
                classifier, settings.Select(pair => KeyValuePair.Create(pair[0], pair[1])), binding => $"'{binding.Name}' of {classifier.Name}");
    }

    /// <summary>Does once what serves every labelling of the training rows.</summary>
    /// <param name="rows">Rows, one after the other (n × p), those that will be tested among them.</param>
    /// <param name="features">p.</param>
    /// <param name="training">The rows that may be learned from.</param>
    internal abstract Learner Prepare(double[] rows, int features, int[] training);
}
