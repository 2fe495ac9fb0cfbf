const DESCRIPTIONS = new Map([
  ['301', 'Moved Permanently'],
  ['404', 'Not Found'],
  ['410', 'Gone'],
]);

/*
 * After the cache: the answer that the page's metadata asks for. A bucket can only say 200, so redirects and pages
 * that are gone are stored as objects that say what they really are.
 */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const response = event.response;
  const headers = response.headers;
  const status = headers['x-amz-meta-status'];
  const location = headers['x-amz-meta-location'];
  const description = status && DESCRIPTIONS.get(status.value);

  if (description && response.statusCode === 200) {
    response.statusCode = Number(status.value);
    response.statusDescription = description;
    if (location) headers.location = { value: location.value };
    // With a validator, the next answer could be a bare 304 that says nothing of all this.
    delete headers.etag;
    delete headers['last-modified'];
  }

  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-amz-meta-') || name === 'x-amz-server-side-encryption') {
      delete headers[name];
    }
  }
  return response;
}
