import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { type Need, REGION, type Service, type ServiceResponse } from '../service.ts';
import { standInEmbedding, unit, wordsIn } from './stand-in.ts';

/** The one model that a stand-in is here for. */
const TITAN = 'amazon.titan-embed-text-v2:0';
const CHARACTERS_MAX = 50_000;
const TOKENS_MAX = 8192;

const Titan = v.object({
  inputText: v.pipe(v.string(), v.minLength(1)),
  dimensions: v.optional(v.picklist([256, 512, 1024]), 1024),
  normalize: v.optional(v.boolean(), true),
});

class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Bedrock's InvokeModel, answered by a stand-in that says so in a header of its own. */
export const bedrockService: Service = {
  needs({ path }) {
    const model = modelIn(path);
    return model === undefined ? undefined : [needOf(model)];
  },
  async handle({ path, body }) {
    try {
      const model = modelIn(path);
      if (model === undefined) throw invalid(`${path} does not run here: only InvokeModel does.`);
      if (model !== TITAN) {
        throw new Refusal('ResourceNotFoundException', `No stand-in for ${model} runs here.`, 404);
      }
      return answer(200, embedding(body), { 'x-offstone-stand-in': 'hashed words' });
    } catch (error) {
      return refusal(error);
    }
  },
  denied: (message) => refusal(new Refusal('AccessDeniedException', message, 403)),
};

/** The id of the model that is to be invoked. */
function modelIn(path: string): string | undefined {
  const [, id] = /^\/model\/([^/]+)\/invoke$/.exec(path) ?? [];
  return id === undefined ? undefined : decodeURIComponent(id);
}

const needOf = (model: string): Need => ({
  action: 'bedrock:InvokeModel',
  resource: `arn:aws:bedrock:${REGION}::foundation-model/${model}`,
});

/** Titan's answer, with its own bounds and its own words where they are overstepped. */
function embedding(body: Buffer): object {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Titan), body.toString());
  if (!result.success) {
    throw invalid(`Malformed input request: ${result.issues[0].message}, please reformat.`);
  }
  const { inputText, dimensions, normalize } = result.output;
  if (inputText.length > CHARACTERS_MAX) {
    const lengths = `expected maxLength: ${CHARACTERS_MAX}, actual: ${inputText.length}`;
    throw invalid(`Malformed input request: ${lengths}, please reformat your input and try again.`);
  }
  const tokens = wordsIn(inputText);
  if (tokens > TOKENS_MAX) {
    throw invalid(
      `400 Bad Request: Too many input tokens. Max input tokens: ${TOKENS_MAX}, request input token count: ${tokens}`,
    );
  }
  const vector = standInEmbedding(inputText, dimensions);
  const float = [...(normalize ? unit(vector) : vector)];
  return { embedding: float, embeddingsByType: { float }, inputTextTokenCount: tokens };
}

const invalid = (message: string): Refusal => new Refusal('ValidationException', message, 400);

const answer = (
  status: number,
  value: object,
  headers: Readonly<Record<string, string>>,
): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  body: JSON.stringify(value),
});

function refusal(error: unknown): ServiceResponse {
  const { status, code } =
    error instanceof Refusal ? error : { status: 500, code: 'InternalServerException' };
  const message = error instanceof Error ? error.message : String(error);
  return answer(status, { message }, { 'x-amzn-errortype': code });
}
