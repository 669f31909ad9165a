import { openPostgres } from '../../server/database/launcher.ts'

// A process that opens a data directory, says so, and stops it when it is told "stop".
const [dataDir = ''] = process.argv.slice(2)
try {
  const postgres = await openPostgres({ dataDir, durable: false, onProgress: () => {} })
  console.log(JSON.stringify({ uid: process.getuid?.(), config: postgres.config }))
  process.stdin.once('data', async () => {
    await postgres.stop()
    process.exit(0)
  })
} catch (error) {
  console.log(
    JSON.stringify({
      refused: (error as Error).message,
      exitCode: (error as { exitCode?: number }).exitCode,
    }),
  )
}
