/** Does a piece of work `times` times, at most `lanes` at once; more would only wait for a connection until that gives up. */
export async function inLanes(
  times: number,
  lanes: number,
  work: (number: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < times) await work(next++)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
