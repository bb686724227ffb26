import { Group, Tooltip } from '@mantine/core'
import { useDark } from './dark.ts'
import { type Bucket, type Outcome, bucketOf } from './buckets.ts'

export function Swatch({ bucket }: { bucket: Bucket }) {
  const dark = useDark()
  return <span className="swatch" style={{ background: bucket.color[dark ? 1 : 0] }} aria-hidden />
}

/** Where a piece of work stands for one outcome. */
export function BucketTag({ outcome, bucket: id }: { outcome: Outcome; bucket: string }) {
  const bucket = bucketOf(outcome, id)
  return (
    <Tooltip label={bucket.meaning} disabled={bucket.meaning === ''}>
      <Group gap={7} wrap="nowrap" display="inline-flex">
        <Swatch bucket={bucket} />
        <span>{bucket.label}</span>
      </Group>
    </Tooltip>
  )
}
