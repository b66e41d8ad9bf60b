export type Span = { from: number; to: number }
/** Where a span is drawn: `lane` of `lanes` that lie side by side. */
export type Laned<T extends Span> = T & { lane: number; lanes: number }

/** Sets spans that overlap side by side, each in the first lane that is free; those that touch share one. */
export function inLanes<T extends Span>(spans: readonly T[]): Laned<T>[] {
  const sorted = spans.toSorted((one, other) => one.from - other.from || other.to - one.to)
  const placed: Laned<T>[] = []
  let cluster: Laned<T>[] = []
  let ends: number[] = []
  const close = () => {
    for (const each of cluster) each.lanes = ends.length
    placed.push(...cluster)
    cluster = []
    ends = []
  }
  for (const span of sorted) {
    if (ends.every(end => end <= span.from)) close()
    const free = ends.findIndex(end => end <= span.from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = span.to
    cluster.push({ ...span, lane, lanes: 1 })
  }
  close()
  return placed
}
