import type { Exported } from './export-files.ts'
import { VERSION } from './version.ts'

/** The Node the image stands on: the one this repository brings. */
const NODE_IMAGE = 'node:24.21.0-slim'

/** What the image is called where nobody says otherwise. */
export const IMAGE = `ficus:${VERSION}`

/** Where the image has Ficus, and where that keeps what it must not forget. */
export const IN_IMAGE = { home: '/ficus', state: '/ficus/.ficus' } as const

/** The user of the image, by number: who is to see that it is not root cannot look a name up. */
export const IMAGE_USER = 1_000

/** Two stages: npm is not in the image that runs, nor is anything that only tests need. */
export const DOCKERFILE = `FROM ${NODE_IMAGE} AS installed
WORKDIR ${IN_IMAGE.home}
COPY package.json package-lock.json ./
RUN ["npm", "ci", "--omit=dev", "--omit=optional", "--ignore-scripts"]

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR ${IN_IMAGE.home}
COPY --from=installed ${IN_IMAGE.home}/node_modules node_modules
COPY package.json routes.config.ts ./
COPY src src
COPY grafana grafana
# What an instance must not forget over a restart; a volume begins with whose it is.
RUN ["install", "-d", "-o", "node", "-g", "node", ".ficus"]
USER node
EXPOSE 8080 9400
CMD ["node", "src/start.js", "start"]
`

/** Gives the image alone, to be built in this checkout. */
export const dockerfileFiles = (checkout: string): readonly Exported[] => [
  {
    path: 'Dockerfile',
    text: `# The image of Ficus ${VERSION}. Written by ficus export dockerfile; built in its checkout:
#   docker build --file Dockerfile --tag ${IMAGE} ${JSON.stringify(checkout)}
# A tag can be moved: put the digest your registry gives for ${NODE_IMAGE} behind both FROM, as @sha256:…
# (docker buildx imagetools inspect ${NODE_IMAGE}). It cannot be known where this is written.
${DOCKERFILE}`,
  },
]
