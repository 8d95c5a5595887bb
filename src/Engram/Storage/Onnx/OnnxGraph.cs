using System.Globalization;

namespace Engram.Storage;

/// <summary>A graph of ONNX that is being written: its nodes in order, inputs, outputs and initialisers.</summary>
/// <param name="name">Its name.</param>
/// <param name="prefix">What the names of values begin with; values of a graph within another must not have names of that one.</param>
internal sealed class OnnxGraph(string name, string prefix)
{
    private readonly ProtoWriter nodes = new(), ends = new();
    private readonly List<ProtoWriter> tensors = [];
    private readonly HashSet<string> constants = [];
    private int count;

    /// <summary>Adds a node of one output.</summary>
    /// <param name="operation">The operator, such as <c>MatMul</c>.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="output">Name of what it gives; null for one that is made up.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The name of what it gives.</returns>
    public string Node(string operation, IEnumerable<string> inputs, string? output = null, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        output ??= string.Create(CultureInfo.InvariantCulture, $"{prefix}{++count}");
        Nodes(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node of several outputs.</summary>
    public void Nodes(string operation, IEnumerable<string> inputs, IReadOnlyList<string> outputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
        {
            node.Add(OnnxFields.Node.Input, input);
        }

        foreach (var output in outputs)
        {
            node.Add(OnnxFields.Node.Output, output);
        }

        node.Add(OnnxFields.Node.Name, $"{operation}_{outputs[0]}").Add(OnnxFields.Node.Operator, operation);
        foreach (var attribute in attributes)
        {
            node.Add(OnnxFields.Node.Attribute, attribute.ToProto());
        }

        nodes.Add(OnnxFields.Graph.Node, node);
    }

    /// <summary>An input or an output of the graph; an axis is a number or a name.</summary>
    public void End(bool isInput, string value, string doc, params ReadOnlySpan<string> axes)
    {
        var shape = new ProtoWriter();
        foreach (var axis in axes)
        {
            var dim = new ProtoWriter();
            _ = int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? dim.Add(OnnxFields.Value.DimValue, length) : dim.Add(OnnxFields.Value.DimParam, axis);
            shape.Add(OnnxFields.Value.Dim, dim);
        }

        var tensor = new ProtoWriter().Add(OnnxFields.Value.ElementType, OnnxFields.DataType.Float).Add(OnnxFields.Value.Shape, shape);
        var end = new ProtoWriter().Add(OnnxFields.Value.Name, value)
            .Add(OnnxFields.Value.Type, new ProtoWriter().Add(OnnxFields.Value.TensorType, tensor));
        _ = doc.Length > 0 ? end.Add(OnnxFields.Value.Doc, doc) : end;
        ends.Add(isInput ? OnnxFields.Graph.Input : OnnxFields.Graph.Output, end);
    }

    /// <summary>Numbers that the file carries.</summary>
    /// <returns>The name.</returns>
    public string Constant(string value, float[] numbers, params ReadOnlySpan<int> shape)
    {
        if (constants.Add(value))
        {
            Initialiser(value, OnnxFields.DataType.Float, shape).Add(OnnxFields.Tensor.RawData, numbers);
        }

        return value;
    }

    /// <summary>Whole numbers, such as axes; those that are the same are there once.</summary>
    /// <returns>The name.</returns>
    public string Integers(params long[] numbers)
    {
        var value = $"int.{string.Join('.', numbers)}";
        if (constants.Add(value))
        {
            Initialiser(value, OnnxFields.DataType.Int64, numbers.Length).Add(OnnxFields.Tensor.RawData, numbers);
        }

        return value;
    }

    /// <summary>A value that is made when it is first asked for.</summary>
    /// <returns>The name.</returns>
    public string Once(string value, Action<string> make)
    {
        if (constants.Add(value))
        {
            make(value);
        }

        return value;
    }

    /// <summary>The graph as a message.</summary>
    public ProtoWriter ToProto()
    {
        var graph = new ProtoWriter().Add(OnnxFields.Graph.Name, name);
        foreach (var tensor in tensors)
        {
            graph.Add(OnnxFields.Graph.Initializer, tensor);
        }

        graph.Append(nodes);
        graph.Append(ends);
        return graph;
    }

    private ProtoWriter Initialiser(string value, int type, params ReadOnlySpan<int> shape)
    {
        var tensor = new ProtoWriter();
        foreach (var axis in shape)
        {
            tensor.Add(OnnxFields.Tensor.Dims, axis);
        }

        tensors.Add(tensor.Add(OnnxFields.Tensor.DataType, type).Add(OnnxFields.Tensor.Name, value));
        return tensor;
    }
}

/// <summary>An attribute of a node: a number, numbers or a graph.</summary>
internal readonly record struct OnnxAttribute(string Name, object Value)
{
    public ProtoWriter ToProto()
    {
        var attribute = new ProtoWriter().Add(OnnxFields.Attribute.Name, Name);
        switch (Value)
        {
            case OnnxGraph graph:
                return attribute.Add(OnnxFields.Attribute.Graph, graph.ToProto()).Add(OnnxFields.Attribute.Type, OnnxFields.Attribute.TypeGraph);
            case long[] numbers:
                foreach (var number in numbers)
                {
                    attribute.Add(OnnxFields.Attribute.Integers, number);
                }

                return attribute.Add(OnnxFields.Attribute.Type, OnnxFields.Attribute.TypeIntegers);
            default:
                return attribute.Add(OnnxFields.Attribute.Integer, (long)Value)
                    .Add(OnnxFields.Attribute.Type, OnnxFields.Attribute.TypeInteger);
        }
    }
}
