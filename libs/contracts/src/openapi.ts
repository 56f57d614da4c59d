/** The OpenAPI 3.1 document of the HTTP face, generated from proto/ by tools/openapi. A plain JSON value. */
export { document as openApiDocument } from './generated/openapi.js';
