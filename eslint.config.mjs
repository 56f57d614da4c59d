import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

/**
 * Who may import whom, in three dimensions of tags. Each rule has its reason; tools/boundaries proves with a
 * violating fixture that every rule bites, and that no project carries a tag without a rule (such a tag would be
 * unrestricted; so would an empty list, which the plug-in does not enforce).
 */
export const depConstraints = [
  {
    // An app is a composition root: it may wire everything that ships, and nobody may build on an app.
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:domain',
      'type:engine',
      'type:lexicon',
      'type:kit',
      'type:contracts',
      'type:client',
    ],
  },
  // Callers install the client: it may bring the contract along, never the server.
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:contracts'] },
  // Policy and verdicts speak the contract's words and read the engine's evidence; they do no I/O.
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:engine', 'type:contracts'] },
  // The scanner also runs in browsers and in other products: it stands alone. (Itself, since an empty list is ignored.)
  { sourceTag: 'type:engine', onlyDependOnLibsWithTags: ['type:engine'] },
  // The lexicon is data in the engine's format.
  { sourceTag: 'type:lexicon', onlyDependOnLibsWithTags: ['type:engine'] },
  // Kits serve every app alike, so they may not know what moderation decides.
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:kit', 'type:contracts'] },
  // Generated from proto/: a leaf.
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  // Black-box tests see what a user sees.
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:contracts', 'type:client'] },
  // Tools and benchmarks look at everything, and nobody may import them (no rule names them as a target).
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:*'] },
  // What runs in a browser may not pull in something that needs Node.
  { sourceTag: 'platform:neutral', onlyDependOnLibsWithTags: ['platform:neutral'] },
  { sourceTag: 'platform:node', onlyDependOnLibsWithTags: ['platform:neutral', 'platform:node'] },
  // The data plane (verdicts) must stand when the control plane (policies, review) is down, and the reverse.
  { sourceTag: 'plane:data', onlyDependOnLibsWithTags: ['plane:data', 'plane:shared'] },
  { sourceTag: 'plane:control', onlyDependOnLibsWithTags: ['plane:control', 'plane:shared'] },
  { sourceTag: 'plane:shared', onlyDependOnLibsWithTags: ['plane:shared'] },
];

/** Packages that only their own room may import, so that a change of library stays in that room. */
const rooms = [
  { name: 'typeorm', rooms: ['libs/aurora'], reason: 'SQL lives in libs/aurora, behind purpose-named repositories.' },
  { name: 'pg', rooms: ['libs/aurora'], reason: 'SQL lives in libs/aurora, behind purpose-named repositories.' },
  { name: 'prom-client', rooms: ['libs/metrics'], reason: 'Every metric is in the catalogue of libs/metrics.' },
  {
    name: '@grpc/grpc-js',
    rooms: ['libs/service-kit', 'libs/client', 'apps/gateway', 'apps/gateway-e2e', 'libs/contracts', 'benchmarks'],
    reason: 'gRPC is spoken by service-kit, client and gateway.',
  },
];

const roomRules = ['apps', 'libs', 'tools', 'benchmarks'].length
  ? rooms.map(({ name, rooms: allowed }) => ({ name, allowed }))
  : [];

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/*.cjs', '**/generated', '**/node_modules', 'tools/boundaries/fixture'] },
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  prettier,
);
