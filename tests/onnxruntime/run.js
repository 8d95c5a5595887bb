// Runs models with onnxruntime. Standard input: a list of { model, feeds: { name: { dims, data } }, outputs: { name: file } }; data are files of
// little-endian single-precision numbers, and so are those that are written. Standard output: a line for each fault.
const fs = require("fs");
const ort = require("onnxruntime-node");

const numbers = (file) => {
  const bytes = fs.readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

(async () => {
  for (const { model, feeds, outputs } of JSON.parse(fs.readFileSync(0, "utf8"))) {
    try {
      const session = await ort.InferenceSession.create(model);
      const given = {};
      for (const [name, { dims, data }] of Object.entries(feeds)) {
        given[name] = new ort.Tensor("float32", data === null ? new Float32Array(0) : numbers(data), dims);
      }

      const made = await session.run(given);
      for (const [name, file] of Object.entries(outputs)) {
        fs.writeFileSync(file, Buffer.from(made[name].data.buffer, made[name].data.byteOffset, made[name].data.byteLength));
      }
    } catch (fault) {
      console.log(`${model}: ${fault.message}`);
    }
  }
})();
