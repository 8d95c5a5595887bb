using Engram.Configuration;

namespace Engram.Learning;

/// <content>Settings by their names.</content>
public sealed partial record RunConfiguration
{
    /// <summary>The setting of a name; null where no part has it.</summary>
    /// <param name="name">As <see cref="With"/> takes it; <c>cell</c> and others that choose a part are no settings of one.</param>
    internal (string Section, Binding Binding)? SettingOf(string name)
    {
        var parts = Parts();
        var (place, bare) = Place(name, parts);
        return place < 0 ? null
            : (parts[place].Section, Binding.Of(parts[place].Record.GetType()).First(binding => binding.Name == bare));
    }
}
