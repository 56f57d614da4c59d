import { createFileRegistry, ScalarType } from '@bufbuild/protobuf';
import { commentsOf } from './comments.mjs';

const packageName = 'breakwater.moderation.v1';

/** Which method answers at which URL. */
const routes = [
  { method: 'Moderate', verb: 'post', path: '/v1/moderate', status: '200' },
  { method: 'ModerateBatch', verb: 'post', path: '/v1/moderate:batch', status: '200' },
  { method: 'GetRuleset', verb: 'get', path: '/v1/ruleset', status: '200' },
  {
    method: 'WatchRetractions',
    verb: 'get',
    path: '/v1/retractions',
    status: '200',
    events: 'Server-sent events, one answer each, for as long as the connection is open.',
    query: {
      tenantId: 'The tenant to watch.',
      channelIds: 'A channel to watch; may be given several times. None: all.',
    },
  },
];

const examples = {
  Moderate: { message: { id: 'm1', text: 'what the h3ll, you 1d10t', audiences: ['teen'] } },
  ModerateBatch: {
    messages: [
      { id: 'm1', text: 'good game everyone' },
      { id: 'm2', text: 'what the h e l l', contentKind: 'CHAT', audiences: ['under13', 'adult'] },
    ],
  },
};

/**
 * The OpenAPI 3.1 document of the HTTP face: the messages reachable from the routes in their proto3 JSON form, plus
 * health and metrics.
 * @param {import('@bufbuild/protobuf/wkt').FileDescriptorSet} set with source info
 */
export function openApiDocument(set) {
  const registry = createFileRegistry(set);
  const comments = commentsOf(set);
  const service = registry.getService(`${packageName}.ModerationService`);
  if (!service) throw new Error('proto/ has no ModerationService.');
  const schemas = {};
  const paths = {};
  for (const route of routes) {
    const method = service.methods.find(({ name }) => name === route.method);
    if (!method) throw new Error(`proto/ has no method ${route.method}.`);
    const operation = {
      operationId: route.method.charAt(0).toLowerCase() + route.method.slice(1),
      summary: firstSentence(comments.get(method)),
      description: comments.get(method),
      tags: ['Moderation'],
    };
    if (route.verb === 'post') {
      operation.requestBody = {
        required: true,
        content: { 'application/json': { schema: refer(method.input, 'request'), example: examples[route.method] } },
      };
    }
    if (route.query) {
      operation.parameters = Object.entries(route.query).map(([name, description]) => ({
        name,
        in: 'query',
        description,
        schema: { type: 'string' },
      }));
    }
    operation.responses = {
      [route.status]: route.events
        ? { description: route.events, content: { 'text/event-stream': { schema: refer(method.output, 'response') } } }
        : json('The answer.', refer(method.output, 'response')),
      default: json('Why there is no answer.', { $ref: '#/components/schemas/ErrorBody' }),
    };
    paths[route.path] = { [route.verb]: operation };
  }
  refer(registry.getMessage(`${packageName}.Error`), 'response');
  Object.assign(paths, surroundings());
  schemas.ErrorBody = errorBody();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Breakwater',
      version: 'v1',
      description: comments.get(service),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))) },
  };

  /**
   * A reference to a message or enum, whose schema is added where it is not there yet. Answers write every field
   * out, so theirs are required; in requests every field may be left out.
   */
  function refer(type, side) {
    const name = type.typeName.slice(packageName.length + 1);
    if (!(name in schemas)) {
      schemas[name] = {};
      schemas[name] = type.kind === 'enum' ? enumSchema(type) : messageSchema(type, side);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  function enumSchema(type) {
    const named = type.values.filter((value) => comments.get(value) !== 'Never sent.');
    const lines = named.map((value) => `- \`${value.name}\`: ${comments.get(value)}`);
    return {
      type: 'string',
      enum: named.map(({ name }) => name),
      description: [comments.get(type), ...lines].filter(Boolean).join('\n'),
    };
  }

  function messageSchema(type, side) {
    const properties = {};
    const required = [];
    for (const field of type.fields) {
      properties[field.jsonName] = { ...fieldSchema(field, side), description: comments.get(field) };
      if (side === 'response' && (field.fieldKind === 'list' || !field.message)) required.push(field.jsonName);
    }
    return {
      type: 'object',
      description: comments.get(type),
      properties,
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
    };
  }

  function fieldSchema(field, side) {
    if (field.fieldKind === 'list') {
      return { type: 'array', items: valueSchema(field, field.listKind, side) };
    }
    return valueSchema(field, field.fieldKind, side);
  }

  function valueSchema(field, kind, side) {
    if (kind === 'enum') return refer(field.enum, side);
    if (kind === 'message') {
      if (field.message.typeName === 'google.protobuf.Timestamp') return { type: 'string', format: 'date-time' };
      return refer(field.message, side);
    }
    if (field.scalar === ScalarType.STRING) return { type: 'string' };
    if (field.scalar === ScalarType.UINT32) return { type: 'integer', minimum: 0, maximum: 4294967295 };
    if (field.scalar === ScalarType.BOOL) return { type: 'boolean' };
    throw new Error(`No JSON schema is known for ${field.toString()}: add its scalar type to tools/openapi.`);
  }
}

function json(description, schema) {
  return { description, content: { 'application/json': { schema } } };
}

function errorBody() {
  const properties = {
    code: { type: 'integer', description: 'The HTTP status.' },
    status: { type: 'string', description: 'The gRPC status by name, such as INVALID_ARGUMENT.' },
    reason: { $ref: '#/components/schemas/Error.Reason', description: 'Stable, and meant for code.' },
    message: { type: 'string', description: 'One sentence for a person: the field, the rule broken and what to do.' },
    field: { type: 'string', description: 'Path of the field in the request; empty where none applies.' },
  };
  return {
    type: 'object',
    description: 'The body of every answer that is an error.',
    properties: {
      error: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
    },
    required: ['error'],
    additionalProperties: false,
  };
}

/** What belongs to operating the service rather than to the contract. */
function surroundings() {
  const health = (operationId, summary) => ({
    get: {
      operationId,
      summary,
      tags: ['Operation'],
      responses: {
        200: json('Yes.', { type: 'object' }),
        503: json('No, and why.', { type: 'object' }),
      },
    },
  });
  return {
    '/health/live': health('live', 'Is the process alive?'),
    '/health/ready': health('ready', 'Does it answer requests?'),
    '/metrics': {
      get: {
        operationId: 'metrics',
        summary: 'Metrics of all workers in the Prometheus text format.',
        tags: ['Operation'],
        responses: { 200: { description: 'Metrics.', content: { 'text/plain': { schema: { type: 'string' } } } } },
      },
    },
  };
}

function firstSentence(comment) {
  return comment?.split(/(?<=\.)\s/)[0] ?? '';
}
