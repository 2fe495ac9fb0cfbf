import * as v from 'valibot';
import type { Stage } from '../template/stage.ts';
import type { Role } from './ledger.ts';
import { managedPolicy } from './managed.ts';
import { PolicyDocument, type Statement } from './policy.ts';

const Names = v.optional(v.array(v.string()), []);

const RoleProperties = v.object({
  ManagedPolicyArns: Names,
  Policies: v.optional(v.array(v.object({ PolicyDocument })), []),
});
const PolicyProperties = v.object({ PolicyDocument, Roles: Names });

/** The template's roles with every policy that is attached to them, inline, apart or managed. */
export function readRoles(stage: Stage, log: (line: string) => void): readonly Role[] {
  const attached = new Map<string, Statement[]>();
  const own = new Map<string, readonly Statement[]>();
  for (const resource of stage.of('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')) {
    const policy = resource.read(PolicyProperties);
    own.set(resource.ref, policy.PolicyDocument);
    for (const role of policy.Roles) {
      attached.set(role, [...(attached.get(role) ?? []), ...policy.PolicyDocument]);
    }
  }
  return stage.of('AWS::IAM::Role').map((resource) => {
    const { ManagedPolicyArns, Policies } = resource.read(RoleProperties);
    const managed = ManagedPolicyArns.flatMap((arn) => {
      const statements = own.get(arn) ?? managedPolicy(arn);
      if (!statements) log(`not known here, grants nothing: ${arn} (${resource.logicalId})`);
      return statements ?? [];
    });
    const inline = Policies.flatMap(({ PolicyDocument: statements }) => statements);
    return {
      name: resource.name,
      statements: [...inline, ...(attached.get(resource.name) ?? []), ...managed],
    };
  });
}
