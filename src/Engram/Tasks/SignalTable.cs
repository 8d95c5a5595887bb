using System.Runtime.InteropServices;

namespace Engram.Tasks;

/// <summary>
/// The signals of a trial in the order composed, found by channel too: a channel goes through its own signals alone. Every channel of a signal
/// has an entry; entries of one channel are linked in their order. Allocates nothing once it has seen the longest trial.
/// </summary>
internal sealed class SignalTable
{
    private readonly List<Signal> signals = new(32);
    private readonly List<Entry> entries = new(32);
    private (int First, int Last)[] channels = [];
    private TimeSpan latest = TimeSpan.MinValue;

    /// <summary>An entry for each channel of each signal, in the order composed; one that was replaced is in the place of what it replaced.</summary>
    public ReadOnlySpan<Entry> Entries => CollectionsMarshal.AsSpan(entries);

    /// <summary>The signals, those that were replaced included.</summary>
    public ReadOnlySpan<Signal> Signals => CollectionsMarshal.AsSpan(signals);

    /// <summary>The first entry of a channel; −1 for none. The next is the entry's own.</summary>
    public int First(int channel) => channels[channel].First;

    /// <summary>The signal of an entry.</summary>
    public ref readonly Signal Of(in Entry entry) => ref Signals[entry.Signal];

    /// <summary>Empties the table.</summary>
    /// <param name="count">How many channels there are.</param>
    public void Clear(int count)
    {
        signals.Clear();
        entries.Clear();
        latest = TimeSpan.MinValue;
        if (channels.Length != count)
        {
            channels = new (int, int)[count];
        }

        Array.Fill(channels, (-1, -1));
    }

    /// <summary>Appends a signal, which adds to what its channels have.</summary>
    public void Add(in Signal signal)
    {
        signals.Add(signal);
        for (var channel = signal.First; channel < signal.First + signal.Count; channel++)
        {
            Append(channel);
        }
    }

    /// <summary>Puts a signal in place of those that its channels have in the same period.</summary>
    public void Replace(in Signal signal)
    {
        signals.Add(signal);

        // A period that starts after all others is none of them: the symbols of a long sequence are not compared with each other.
        var isLater = signal.Period.Start > latest;
        latest = isLater ? signal.Period.Start : latest;
        for (var channel = signal.First; channel < signal.First + signal.Count; channel++)
        {
            if ((isLater ? -1 : Find(channel, signal.Period)) is >= 0 and var place)
            {
                CollectionsMarshal.AsSpan(entries)[place].Signal = signals.Count - 1;
            }
            else
            {
                Append(channel);
            }
        }
    }

    /// <summary>The end of the run that begins at an entry: entries of one signal, on channels one after the other.</summary>
    public int RunEnd(int start)
    {
        var all = Entries;
        var end = start + 1;
        while (end < all.Length && all[end].Signal == all[start].Signal && all[end].Channel == all[end - 1].Channel + 1)
        {
            end++;
        }

        return end;
    }

    private int Find(int channel, in Period period)
    {
        var place = First(channel);
        while (place >= 0 && Of(Entries[place]).Period != period)
        {
            place = Entries[place].Next;
        }

        return place;
    }

    private void Append(int channel)
    {
        entries.Add(new() { Channel = channel, Signal = signals.Count - 1, Next = -1 });
        var place = entries.Count - 1;
        ref var known = ref channels[channel];
        if (known.First < 0)
        {
            known.First = place;
        }
        else
        {
            CollectionsMarshal.AsSpan(entries)[known.Last].Next = place;
        }

        known.Last = place;
    }

    /// <summary>One channel of one signal.</summary>
    public struct Entry
    {
        /// <summary>The channel.</summary>
        public int Channel;

        /// <summary>Place of the signal.</summary>
        public int Signal;

        /// <summary>Place of the channel's next entry; −1 for none.</summary>
        public int Next;
    }
}
