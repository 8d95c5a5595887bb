namespace Engram.App.Cluster;

/// <summary>What the cluster did not do. The sentence says what happened, and what to do.</summary>
internal sealed class ClusterException(string sentence) : IOException(sentence);
