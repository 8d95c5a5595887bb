namespace Engram.App.Interop;

/// <summary>A task in Python raised an exception, which the other side keeps and raises again; here it only ends the work.</summary>
internal sealed class PythonFault() : OperationCanceledException("a task in Python raised an exception.");
