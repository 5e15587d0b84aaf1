#!/usr/bin/env node
// No static import stands here: on an older Node this file must still load, to say what is missing.
const { tooOld } = await import('./runtime.js')
const line = tooOld(process.versions.node)
if (line === undefined) {
  await import('./main.ts')
} else {
  console.error(line)
  process.exitCode = 1
}
