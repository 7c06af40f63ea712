import { permissionSetProblems, type PermissionSetShape } from '../../../lib/access';

const fits: PermissionSetShape = { name: 'Developer', inline: '{}', managedPolicies: 10, sessionMinutes: 60 };

describe('a permission set', () => {
  it.each<[string, Partial<PermissionSetShape>]>([
    ['at every limit', { inline: 'x'.repeat(10_240).padEnd(32_768), name: 'n'.repeat(32), sessionMinutes: 720 }],
    ['as made', {}],
  ])('fits %s', (_, change) => expect(permissionSetProblems({ ...fits, ...change })).toEqual([]));

  it.each<[Partial<PermissionSetShape>, RegExp]>([
    [{ inline: ' '.repeat(32_769) }, /inline policy has 32769 characters, Identity Center allows 32768/],
    [{ inline: 'x'.repeat(10_241) }, /inline policy has 10241 characters without white space, IAM allows 10240/],
    [{ managedPolicies: 11 }, /attaches 11 managed policies, Identity Center allows 10/],
    [{ name: 'n'.repeat(33) }, /name has 33 characters/],
    [{ name: 'on call' }, /name has 7 characters/],
    [{ sessionMinutes: 59 }, /last 59 minutes, right is 1 to 12 hours/],
    [{ sessionMinutes: 721 }, /last 721 minutes/],
  ])('is refused with %j', (change, message) => {
    expect(permissionSetProblems({ ...fits, ...change })).toEqual([expect.stringMatching(message)]);
  });

  it('tells all problems together', () => {
    expect(permissionSetProblems({ ...fits, managedPolicies: 11, sessionMinutes: 1 })).toHaveLength(2);
  });
});
