/**
 * The leading comment of every message, field, enum, value, service and method: get(desc) is one paragraph, or
 * undefined where there is none.
 * @param {import('@bufbuild/protobuf/wkt').FileDescriptorSet} set with source info
 */
export function commentsOf(set) {
  /** Fully qualified name (values and fields after their parent's) -> comment. */
  const byName = new Map();
  for (const file of set.file) {
    const byPath = new Map();
    for (const { path, leadingComments } of file.sourceCodeInfo?.location ?? []) {
      if (leadingComments) byPath.set(path.join('.'), tidy(leadingComments));
    }
    const note = (name, path) => byName.set(name, byPath.get(path.join('.')));
    // The numbers are field numbers in descriptor.proto.
    const noteEnum = (type, prefix, path) => {
      note(`${prefix}.${type.name}`, path);
      type.value.forEach((value, index) => note(`${prefix}.${type.name}.${value.name}`, [...path, 2, index]));
    };
    const noteMessage = (type, prefix, path) => {
      const name = `${prefix}.${type.name}`;
      note(name, path);
      type.field.forEach((field, index) => note(`${name}.${field.name}`, [...path, 2, index]));
      type.nestedType.forEach((nested, index) => noteMessage(nested, name, [...path, 3, index]));
      type.enumType.forEach((nested, index) => noteEnum(nested, name, [...path, 4, index]));
    };
    file.messageType.forEach((type, index) => noteMessage(type, file.package, [4, index]));
    file.enumType.forEach((type, index) => noteEnum(type, file.package, [5, index]));
    file.service.forEach((service, index) => {
      note(`${file.package}.${service.name}`, [6, index]);
      service.method.forEach((method, at) => note(`${file.package}.${service.name}.${method.name}`, [6, index, 2, at]));
    });
  }
  return { get: (desc) => byName.get(desc.typeName ?? `${desc.parent.typeName}.${desc.name}`) };
}

function tidy(comment) {
  return comment
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('buf:lint:'))
    .join(' ');
}
