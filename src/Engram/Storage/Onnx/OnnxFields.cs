namespace Engram.Storage;

/// <summary>
/// Numbers of the fields of ONNX messages that Engram writes and reads. Source: onnx/onnx-ml.proto of ONNX 1.12, under Apache-2.0.
/// </summary>
internal static class OnnxFields
{
    /// <summary>IR version 8 and operator set 17 are those of ONNX 1.12 (2022); every runtime since then reads them.</summary>
    public const int IrVersion = 8, Opset = 17;

    internal static class Model
    {
        public const int IrVersion = 1, Producer = 2, ProducerVersion = 3, Doc = 6, Graph = 7, OpsetImport = 8, Metadata = 14;
    }

    internal static class Opsets
    {
        public const int Domain = 1, Version = 2;
    }

    internal static class Entry
    {
        public const int Key = 1, Value = 2;
    }

    internal static class Graph
    {
        public const int Node = 1, Name = 2, Initializer = 5, Doc = 10, Input = 11, Output = 12, SparseInitializer = 15;
    }

    internal static class Node
    {
        public const int Input = 1, Output = 2, Name = 3, Operator = 4, Attribute = 5, Doc = 6;
    }

    internal static class Attribute
    {
        public const int Name = 1, Integer = 3, Graph = 6, Integers = 8, Type = 20;

        public const int TypeInteger = 2, TypeGraph = 5, TypeIntegers = 7;
    }

    internal static class Tensor
    {
        public const int Dims = 1, DataType = 2, Segment = 3, FloatData = 4, Int32Data = 5, Int64Data = 7, Name = 8, RawData = 9,
            DoubleData = 10, UInt64Data = 11, DataLocation = 14;
    }

    internal static class DataType
    {
        public const int Float = 1, UInt8 = 2, Int8 = 3, UInt16 = 4, Int16 = 5, Int32 = 6, Int64 = 7, Text = 8, Bool = 9, Float16 = 10, Double = 11,
            UInt32 = 12, UInt64 = 13, Complex64 = 14, Complex128 = 15, BFloat16 = 16;
    }

    internal static class Value
    {
        public const int Name = 1, Type = 2, Doc = 3;

        public const int TensorType = 1, ElementType = 1, Shape = 2, Dim = 1, DimValue = 1, DimParam = 2;
    }
}
