/*
 * Before the cache: one address for each page.
 *
 * A redirect's target starts with exactly one slash and holds no backslash: "//elsewhere.example/" and "/\elsewhere"
 * would send readers to another host.
 */
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return {
      statusCode: 405,
      statusDescription: 'Method Not Allowed',
      headers: { allow: { value: 'GET, HEAD' } },
    };
  }

  const path = request.uri.replace(/\\/g, '%5C').replace(/^\/+/, '/');
  if (path === '/index.html') return moved('/');
  if (path === '/') request.uri = '/index.html';
  else if (path.endsWith('/')) return moved(path.replace(/\/+$/, ''));
  else request.uri = path;

  // No page depends on a query, and "versionId" would ask the bucket for bytes that were taken back.
  request.querystring = {};
  // A part of a page that is gone would be answered as if it were there.
  delete request.headers.range;
  return request;
}

function moved(location) {
  return {
    statusCode: 301,
    statusDescription: 'Moved Permanently',
    headers: {
      location: { value: location },
      'cache-control': { value: 'public, max-age=86400' },
    },
  };
}
