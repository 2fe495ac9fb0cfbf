import { escapeXml } from '../s3/xml.ts';
import type { Need, Service, ServiceRequest, ServiceResponse } from '../service.ts';
import { arn } from './names.ts';
import type { StackOutputs } from './stage.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** CloudFormation's answer to who asks for outputs: the stacks of this app, all created. */
export function cloudFormationService(outputs: () => readonly StackOutputs[]): Service {
  return {
    needs: needsOf,
    async handle(request) {
      const parameters = parametersOf(request);
      if (parameters.get('Action') !== 'DescribeStacks') {
        return refusal('InvalidAction', `${parameters.get('Action')} does not run here.`, 400);
      }
      const name = stackName(parameters);
      const stacks = outputs().filter(({ stack }) => name === undefined || stack === name);
      if (name !== undefined && stacks.length === 0) {
        return refusal('ValidationError', `Stack with id ${name} does not exist`, 400);
      }
      const body = `<DescribeStacksResponse xmlns="${NAMESPACE}"><DescribeStacksResult><Stacks>${stacks.map(stackXml).join('')}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
      return { status: 200, headers: { 'content-type': 'text/xml' }, body };
    },
    denied: (message) => refusal('AccessDenied', message, 403),
  };
}

function needsOf(request: ServiceRequest): readonly Need[] | undefined {
  const parameters = parametersOf(request);
  const action = parameters.get('Action');
  if (action === null) return undefined;
  const name = stackName(parameters);
  const resource = name === undefined ? '*' : arn('cloudformation', `stack/${name}/local`);
  return [{ action: `cloudformation:${action}`, resource }];
}

const parametersOf = ({ body, query }: ServiceRequest): URLSearchParams =>
  body.length > 0 ? new URLSearchParams(body.toString()) : query;

/** Asked for by name or by ARN. */
function stackName(parameters: URLSearchParams): string | undefined {
  const asked = parameters.get('StackName') ?? undefined;
  return asked?.startsWith('arn:') ? asked.split('/')[1] : asked;
}

function stackXml({ stack, outputs }: StackOutputs): string {
  const members = outputs.map(({ key, value, exportName }) => {
    const exported = exportName === undefined ? '' : element('ExportName', exportName);
    return `<member>${element('OutputKey', key)}${element('OutputValue', value)}${exported}</member>`;
  });
  return `<member>${element('StackName', stack)}${element('StackId', arn('cloudformation', `stack/${stack}/local`))}<CreationTime>2026-01-01T00:00:00Z</CreationTime>${element('StackStatus', 'CREATE_COMPLETE')}<Outputs>${members.join('')}</Outputs></member>`;
}

const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

const refusal = (code: string, message: string, status: number): ServiceResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type>${element('Code', code)}${element('Message', message)}</Error></ErrorResponse>`,
});
