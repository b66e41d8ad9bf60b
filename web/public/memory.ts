/**
 * What this tab knows of a page, by the link or token of its address. It leaves with the tab, since the phone may be a
 * borrowed one.
 */
export function tabMemory<Memory extends object>(page: string, nothing: Memory) {
  const latest = new Map<string, Memory>()
  const keyOf = (address: string) => `guildhall.${page}.${address}`

  const read = (address: string): Memory => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(keyOf(address)) ?? '{}') as Partial<Memory>
      return { ...nothing, ...kept }
    } catch {
      return nothing
    }
  }
  const recall = (address: string): Memory => latest.get(address) ?? read(address)
  const remember = (address: string, change: Partial<Memory>) => {
    const memory = { ...recall(address), ...change }
    latest.set(address, memory)
    try {
      sessionStorage.setItem(keyOf(address), JSON.stringify(memory))
    } catch {
      // Storage is closed in some private windows: it is remembered until a reload.
    }
  }
  return { recall, remember }
}
