import t from 'tap'
import { followPeers, reachableAt, readPeerAddresses } from '../../src/fleet/index.ts'
import { spokenPeer } from '../../src/fleet/peer-addresses.ts'

t.test(
  'a name is followed to where it points later, and where it pointed is not at once forgotten',
  async t => {
    let now = 0
    let there: readonly string[] | Error = ['192.0.2.1', '192.0.2.2']
    const resolve = async (): Promise<readonly string[]> => {
      if (there instanceof Error) throw there
      return there
    }
    const named = readPeerAddresses('ficus.example:9400, 192.0.2.9:9400')
    const peers = followPeers(named, resolve, () => now)
    t.teardown(() => peers.close())
    const spoken = () => [peers.now.map(spokenPeer), (peers.before ?? []).map(spokenPeer)]
    t.strictSame(
      spoken(),
      [['ficus.example:9400', '192.0.2.9:9400'], []],
      'not found yet, it is named',
    )
    await peers.look()
    t.strictSame(spoken(), [['192.0.2.1:9400', '192.0.2.2:9400', '192.0.2.9:9400'], []])
    there = ['192.0.2.2', '2001:db8::3']
    now = 5_000
    await peers.look()
    const moved = ['192.0.2.2:9400', '[2001:db8::3]:9400', '192.0.2.9:9400']
    t.strictSame(spoken(), [moved, ['192.0.2.1:9400']])
    there = new Error('nobody says')
    now = 3_600_000
    await peers.look()
    t.strictSame(spoken(), [moved, ['192.0.2.1:9400']], 'a silent name service takes nobody off')
    there = ['192.0.2.2']
    await peers.look()
    t.strictSame(spoken(), [['192.0.2.2:9400', '192.0.2.9:9400'], []], 'long ago is forgotten')
  },
)

t.test(
  'an instance is reached where it is open, and on every address at one that is not its own alone',
  async t => {
    const networks = {
      lo: [
        { address: '127.0.0.1', internal: true },
        { address: '::1', internal: true },
      ],
      eth0: [
        { address: 'fe80::1', internal: false },
        { address: '2001:db8::7', internal: false },
        { address: '169.254.1.1', internal: false },
        { address: '10.1.2.3', internal: false },
      ],
    }
    for (const [address, expected] of [
      ['127.0.0.1', '127.0.0.1:9400'],
      ['192.0.2.1', '192.0.2.1:9400'],
      ['2001:db8::1', '[2001:db8::1]:9400'],
      ['0.0.0.0', '10.1.2.3:9400'],
      ['::', '10.1.2.3:9400'],
    ] as const) {
      t.equal(reachableAt({ address, port: 9400 }, networks), expected, address)
    }
    const alone = { eth0: [{ address: '2001:db8::7', internal: false }] }
    t.equal(reachableAt({ address: '::', port: 1 }, alone), '[2001:db8::7]:1')
    t.equal(reachableAt({ address: '0.0.0.0', port: 1 }, alone), '127.0.0.1:1')
  },
)
