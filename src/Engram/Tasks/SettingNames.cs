using System.Text;

namespace Engram.Tasks;

/// <summary>Names of types and properties as the user writes them.</summary>
internal static class SettingNames
{
    /// <summary><c>ParametricWorkingMemory</c> as <c>parametric-working-memory</c>.</summary>
    public static string Kebab(string pascal)
    {
        var kebab = new StringBuilder();
        foreach (var letter in pascal)
        {
            if (char.IsUpper(letter) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }
}
