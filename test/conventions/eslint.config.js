import tseslint from 'typescript-eslint'
import tsdoc from 'eslint-plugin-tsdoc'

const houseRules = [
  { selector: 'ExportAllDeclaration', message: 'A door names what it lets out: no export *.' },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'The environment is read in src/main.ts and nowhere else.',
  },
  {
    selector: "CallExpression[callee.object.name='AbortSignal'][callee.property.name='timeout']",
    message: 'AbortSignal.timeout() cannot be cancelled: use setTimeout and clearTimeout.',
  },
]

export default tseslint.config(
  { ignores: ['node_modules/**', '.tap/**', 'test/conventions/eslint.config.js'] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts', '**/*.js'],
    plugins: { tsdoc },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: process.cwd() },
    },
    rules: {
      'tsdoc/syntax': 'error',
      'no-restricted-syntax': ['error', ...houseRules],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 4 }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: '@tapjs/test', name: 'test' },
            { from: 'package', package: '@tapjs/core', name: 'test' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'tsdoc/syntax': 'off',
    },
  },
  { files: ['src/main.ts'], rules: { 'no-restricted-syntax': ['error', houseRules[0]] } },
  {
    files: ['test/**'],
    rules: {
      'no-restricted-syntax': ['error', houseRules[0], houseRules[2]],
      'max-lines-per-function': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // tap wants a promise of every test, and hands out methods to be used alone.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
)
